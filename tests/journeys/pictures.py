"""Takes the pictures of docs/ and README in real Chromium: `python3 dev.py screenshots`.

python -m tests.journeys.pictures [--all FOLDER]    also every page, wide and narrow, both languages
"""

import argparse
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
from playwright.async_api import FloatRect, Page, async_playwright

from bench.support.browser import CHROMIUM, FLAGS
from bench.support.service import Quorate, running
from tests.journeys.doors import look_at_doors
from tests.journeys.people import tab_in
from tests.journeys.portrait import write_portrait
from tests.journeys.screens import (
    HEIGHTS,
    NARROW,
    SHAPES,
    WIDE,
    Shape,
    write_conference_with_room,
)
from tests.journeys.tour import tour

DOCS = Path(__file__).parent.parent.parent / "docs"
LARGEST = 200_000
"""Bytes of a picture of docs/."""

SHOWN: dict[tuple[str, Shape], str] = {
    ("lobby", (NARROW, "en")): "lobby",
    ("inside", (NARROW, "en")): "conference-phone",
    ("panel asked", (WIDE, "en")): "panel",
    ("minutes", (WIDE, "en")): "minutes",
    ("display", (WIDE, "en")): "room-display",
    ("host asked", (NARROW, "en")): "room-host",
}
ALL_MOVE = """() => Promise.all([...document.querySelectorAll("video")]
  .filter((video) => {
    const { top, bottom } = video.getBoundingClientRect();
    return video.checkVisibility() && bottom > 0 && top < innerHeight;
  })
  .map((video) => new Promise((done) => video.requestVideoFrameCallback(done))))"""
"""Every video in sight has drawn a picture since."""

SEEN = {"joining": 620}
"""Pixels from above, where not all is shown: below are names of this machine's devices."""

OF_DOCS: tuple[Shape, ...] = ((WIDE, "en"), (NARROW, "en"))


class Photographer:
    """Its `look` may be given to a tour. `everything`: the folder for each page in each shape."""

    def __init__(self, everything: Path | None) -> None:
        self._everything = everything
        self.taken: set[str] = set()

    async def look(self, name: str, page: Page, shape: Shape) -> None:
        shown = SHOWN.get((name, shape)) or await joining(name, page, shape)
        if shown is not None and shown not in self.taken:
            await page.evaluate("scrollTo(0, 0)")
            await page.evaluate(ALL_MOVE)
            seen = FloatRect(x=0, y=0, width=shape[0], height=SEEN.get(shown, HEIGHTS[shape[0]]))
            picture = await page.screenshot(path=DOCS / f"{shown}.png", clip=seen)
            if len(picture) > LARGEST:
                raise SystemExit(f"{shown}.png is too large: {len(picture)} bytes.")
            self.taken.add(shown)
        if self._everything is not None:
            file = f"{name.replace(' ', '-')}-{shape[0]}-{shape[1]}.png"
            await page.screenshot(path=self._everything / file, full_page=True)


async def joining(name: str, page: Page, shape: Shape) -> str | None:
    """The step at which one sees oneself."""
    is_step = re.fullmatch(r"joining \d+", name) and shape == (NARROW, "en")
    return "joining" if is_step and await page.locator("main video").count() else None


async def take(service: Quorate, camera: Path, everything: Path | None) -> None:
    photographer = Photographer(everything)
    shapes = OF_DOCS if everything is None else SHAPES
    flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        if everything is not None:
            async with tab_in(browser, permissions=()) as page:
                await look_at_doors(service, page, photographer.look)
        await tour(service, browser, photographer.look, shapes)
        await browser.close()
    missing = {*SHOWN.values(), "joining"} - photographer.taken
    if missing:
        raise SystemExit(f"Not reached: {', '.join(sorted(missing))}.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py screenshots")
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page, in every shape")
    everything: Path | None = parser.parse_args().all
    if everything is not None:
        everything.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="quorate-pictures-") as folder:
        here = Path(folder)
        camera = write_portrait(here / "camera.y4m")
        with running(here / "data", spec=write_conference_with_room(here)) as service:
            anyio.run(take, service, camera, everything)
    sys.stderr.write(f"Pictures are in {DOCS}.\n")


if __name__ == "__main__":
    main()
