"""One exchange for each test."""

from collections.abc import Iterator

import pytest

from tests.calls.exchange import Exchange


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    made = Exchange()
    yield made
    made.close()
