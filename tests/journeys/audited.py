"""The tour with an auditor, in a network namespace that this runs in: prints what it found as JSON.

    python -m tests.journeys.audited chromium|firefox FOLDER

Media goes by `SERVER`, because Firefox offers no candidate on loopback.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import anyio
from playwright.async_api import Browser, Playwright, async_playwright

from bench.stage.network import SERVER
from bench.support.browser import launch
from bench.support.service import Quorate, running
from tests.journeys.auditing import Auditor
from tests.journeys.doors import look_at_doors
from tests.journeys.in_firefox import firefox
from tests.journeys.people import tab_in
from tests.journeys.screens import NARROW, WIDE, Shape, write_conference_with_room
from tests.journeys.tour import tour

SHAPES_OF: dict[str, tuple[Shape, ...]] = {
    "chromium": ((WIDE, "en"), (NARROW, "cy")),
    "firefox": ((WIDE, "cy"), (NARROW, "en")),
}
"""Each browser has both widths and both languages; the two together have all four."""


@dataclass(frozen=True)
class Found:
    faults: dict[str, list[str]]
    looked: list[str]
    asked: list[str]
    """Hosts that any page has asked for anything."""
    policies: list[str]

    def as_json(self) -> str:
        return json.dumps(vars(self))


async def open_browser(playwright: Playwright, kind: str) -> Browser:
    return await (firefox(playwright) if kind == "firefox" else launch(playwright))


async def audit(service: Quorate, kind: str) -> Found:
    auditor, shapes = Auditor(), SHAPES_OF[kind]
    async with async_playwright() as playwright:
        browser = await open_browser(playwright, kind)
        async with tab_in(browser, permissions=()) as page:
            await look_at_doors(service, page, auditor.look, shapes)
        people = await tour(service, browser, auditor.look, shapes)
        await browser.close()
    asked = {url.split("/")[2] for person in people for url in person.asked}
    policies = {each for person in people for each in person.policies}
    return Found(dict(auditor.faults), auditor.looked, sorted(asked), sorted(policies))


def main() -> None:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    os.environ["QUORATE_MEDIA_HOST"] = SERVER
    os.environ["QUORATE_MEDIA_ADDRESSES"] = f'["{SERVER}"]'
    with running(folder / "data", spec=write_conference_with_room(folder)) as service:
        found = anyio.run(audit, service, kind)
    sys.stdout.write(f"{found.as_json()}\n")


if __name__ == "__main__":
    main()
