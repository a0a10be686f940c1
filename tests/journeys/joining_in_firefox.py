"""A mother's way in by Firefox ESR, in both languages, with a reload in the middle.

python -m tests.journeys.joining_in_firefox FOLDER
"""

import os
import sys
from pathlib import Path

import anyio
from playwright.async_api import Page, async_playwright, expect

from bench.stage.network import SERVER
from bench.support.browser import accept_rules, answer_questions, go_on, turn_on
from bench.support.service import Quorate, running
from tests.journeys.family import MOTHER, write_conference
from tests.journeys.in_firefox import firefox
from tests.journeys.people import tab_in


async def sees(page: Page, heading: str) -> None:
    await expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


async def join(service: Quorate) -> None:
    async with (
        async_playwright() as playwright,
        tab_in(await firefox(playwright), permissions=[]) as page,
    ):
        await page.goto(service.link(MOTHER))
        await page.get_by_role("button", name="Parhau yn Gymraeg").click()
        await sees(page, "Paratoi")
        await page.get_by_role("link", name="View this page in English").click()
        await sees(page, "Getting ready")
        await go_on(page)
        await turn_on(page)
        await expect(page.get_by_text("Your connection is good.")).to_be_visible()
        await page.reload()
        await sees(page, "Your connection")
        await go_on(page)
        await accept_rules(page)
        await answer_questions(page)
        await sees(page, "You are in the right place")
        await expect(page.get_by_role("button", name="Mute microphone")).to_be_visible()
        await page.locator("#quick-exit").click()
        await page.wait_for_url("**/left")
        await sees(page, "Weather")


def main() -> None:
    folder = Path(sys.argv[1])
    os.environ["QUORATE_MEDIA_HOST"] = SERVER
    os.environ["QUORATE_MEDIA_ADDRESSES"] = f'["{SERVER}"]'
    with running(folder / "data", spec=write_conference(folder)) as service:
        anyio.run(join, service)
    sys.stdout.write("joined\n")


if __name__ == "__main__":
    main()
