"""A running service and the people of an invented conference, for whole journeys."""

from collections.abc import Generator
from pathlib import Path

import pytest

from bench.support.service import Quorate, running
from tests.journeys.family import write_conference


@pytest.fixture
def service(tmp_path: Path) -> Generator[Quorate]:
    """The whole service as it is shipped."""
    spec = write_conference(tmp_path)
    with running(tmp_path / "data", spec=spec) as started:
        yield started
