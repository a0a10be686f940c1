"""A house and a conference in it, new for each test."""

import pytest

from tests.api.house import Booked, House


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def booked(house: House) -> Booked:
    return await house.book()
