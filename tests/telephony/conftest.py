"""One telephone process for each test that asks for it, with its own ports and sockets."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.telephony.house import House, house_in


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with house_in(tmp_path) as house:
        yield house
