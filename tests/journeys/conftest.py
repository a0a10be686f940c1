"""A running service and the people of an invented conference, for whole journeys."""

from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from bench.support.browser import launch
from bench.support.service import Quorate, running
from tests.journeys.family import write_conference


@pytest.fixture
def service(tmp_path: Path) -> Generator[Quorate]:
    """The whole service as it is shipped."""
    spec = write_conference(tmp_path)
    with running(tmp_path / "data", spec=spec) as started:
        yield started


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One for a module; whoever needs a voice of their own in it has another."""
    async with async_playwright() as playwright:
        started = await launch(playwright)
        yield started
        await started.close()
