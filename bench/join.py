"""From the chair's Admit to the first decoded sound in a real browser.

A whole service, Debian's Chromium, and somebody already inside who sends a tone. The page that is
admitted looks every few milliseconds at the samples that its own audio elements play.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import anyio
from playwright.async_api import Browser, Page, async_playwright

from bench.support.browser import launch, listen_for_first_sound, open_link, walk_in
from bench.support.crowd import conference_of
from bench.support.service import Quorate, running
from bench.support.visitor import Chair, Json, Visitor

PARENTS = tuple(f"Parent {number}" for number in range(1, 6))
"""They take turns: a link that is opened too often in ten minutes is refused."""

NAMES = ("Chair", "Talker", *PARENTS)


async def admissions(service: Quorate, count: int) -> list[float]:
    """Milliseconds for each admission."""
    async with Chair(service.link("Chair")) as chair, Visitor(service.link("Talker")) as talker:
        for visitor in (chair, talker):
            await visitor.arrive()
        await chair.course("open")
        await chair.until(lambda: chair.screen == "inside")
        await chair.admit("Talker")
        if talker.raw is not None:
            talker.raw.send_tone(440)
        async with async_playwright() as playwright:
            browser = await launch(playwright)
            return [await admission(browser, service, chair, n) for n in range(count)]


async def admission(browser: Browser, service: Quorate, chair: Chair, number: int) -> float:
    parent = PARENTS[number % len(PARENTS)]

    def legs() -> list[Json]:
        return chair.person(parent)["legs"]

    await chair.until(lambda: not legs(), within=20)
    context = await browser.new_context(permissions=["microphone", "camera"])
    try:
        page = await context.new_page()
        await wait_in_lobby(page, service.link(parent))
        await chair.until(lambda: any(leg["connected"] for leg in legs()))
        await page.locator("audio[data-mid]").first.wait_for(state="attached")
        heard = await listen_for_first_sound(page)
        before = await page.evaluate("performance.timeOrigin + performance.now()")
        answer = await chair.admit(parent)
        if answer.status_code != 204:
            raise AssertionError(answer.text)
        at = await heard()
    finally:
        await context.close()
    print(f"{number + 1}: {at - before:.0f} ms", file=sys.stderr, flush=True)
    return float(at - before)


async def wait_in_lobby(page: Page, link: str) -> None:
    await open_link(page, link)
    await walk_in(page)
    await page.get_by_role("heading", name="You are in the right place").wait_for()


def figures(times: Sequence[float]) -> dict[str, object]:
    ordered = sorted(times)
    return {
        "admissions": len(ordered),
        "p50_ms": round(ordered[len(ordered) // 2], 1),
        "p95_ms": round(ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10 admissions instead of 50")
    chosen = parser.parse_args()
    count = 10 if chosen.quick else 50
    with tempfile.TemporaryDirectory(prefix="quorate-join-") as folder:
        spec = conference_of(Path(folder), NAMES)
        with running(Path(folder) / "data", spec=spec) as service:
            times = anyio.run(admissions, service, count)
    print("goal: p95 at most 1000 ms")
    print(json.dumps(figures(times)))


if __name__ == "__main__":
    main()
