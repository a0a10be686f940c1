"""What every test shares: one event loop kind, and the same chance for everybody."""

import pytest
from hypothesis import settings

settings.register_profile("quorate", deadline=None, print_blob=True)
settings.load_profile("quorate")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The service runs on asyncio; tests with `async def` run on nothing else."""
    return "asyncio"
