"""What every test shares: one event loop kind, the same chance for everybody, and the run's log."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from app.telemetry import configure

settings.register_profile("quorate", deadline=None, print_blob=True)
settings.load_profile("quorate")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--logs-under", help="Folder of all runs whose logs are searched at the end.")


RUN_LOG = "run.log"
"""What the code under test logs inside this process; test_zz_quiet_logs searches it."""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The service runs on asyncio; tests with `async def` run on nothing else."""
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def run_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with (tmp_path_factory.getbasetemp() / RUN_LOG).open("w", buffering=1) as stream:
        configure(stream)
        yield
