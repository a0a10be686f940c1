"""How long everybody is gone when the service is killed, and whether anything is lost.

A whole service, pages in Debian's Chromium, and `kill -9` of the process that serves them, again
and again. After each kill: every page asks its questions again (it is in the lobby), everybody
answers, the chair taps once, everybody is inside. Nobody has more than before, and every event
that was acknowledged before the kill is in the log.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import anyio
from playwright.async_api import Browser, Page, async_playwright, expect

from bench.support.browser import NEITHER, answer_questions, launch, open_link, walk_in
from bench.support.crowd import conference_of
from bench.support.ledger import events_in
from bench.support.service import Quorate, running

NAMES = ("Chair", "First parent", "Second parent", "Put out")
PATIENCE_MS = 30_000
BACK_GOAL_MS = 5_000


async def join(browser: Browser, link: str) -> Page:
    """In a window of its own: a tab in the background is given little time."""
    page = await (await browser.new_context()).new_page()
    page.set_default_timeout(PATIENCE_MS)
    await open_link(page, link)
    await walk_in(page, NEITHER)
    await page.get_by_role("toolbar", name="Your controls").wait_for()
    return page


async def begin(pages: dict[str, Page]) -> None:
    """Everybody in but one, who is excluded."""
    chair = pages["Chair"]
    await chair.get_by_role("button", name="Open the conference").click()
    for name in NAMES[1:]:
        await chair.get_by_role("button", name=f"Admit {name}").click()
        known = chair.get_by_role("combobox", name="How do you know who this is?")
        await known.select_option("known_to_chair")
        await chair.get_by_role("button", name="Admit now").click()
        await chair.get_by_role("button", name=f"Hold {name}").wait_for()
    await exclude(chair, NAMES[3])
    await answer_questions(pages[NAMES[3]])


async def exclude(chair: Page, name: str) -> None:
    await chair.get_by_role("button", name=f"Exclude {name}").click()
    dialog = chair.get_by_role("dialog")
    chosen = {
        "Ground": "violence_or_disruption",
        "How they are told": "on_screen",
        "How their views are still heard": "social_worker",
        "For how long": "from_now_on",
    }
    for label, value in chosen.items():
        await dialog.get_by_role("combobox", name=label).select_option(value)
    await dialog.get_by_role("textbox", name="Reason in your own words").fill("Disruption")
    await dialog.get_by_role("button", name="Exclude now").click()
    await chair.get_by_role("button", name=f"Bring back {name}").wait_for()


async def kill_and_return(service: Quorate, pages: dict[str, Page]) -> tuple[float, float]:
    """Milliseconds until the last page asks its questions, and until all are inside again."""
    begun = time.monotonic()
    service.kill_api()
    for page in pages.values():
        await (
            page.get_by_text("The connection is lost")
            .or_(page.get_by_role("button", name="Send my answers"))
            .first.wait_for()
        )
    for page in pages.values():
        await page.get_by_role("button", name="Send my answers").wait_for()
    back_ms = (time.monotonic() - begun) * 1000
    for page in pages.values():
        await answer_questions(page)
    chair = pages["Chair"]
    for name in NAMES[1:3]:
        await expect(chair.get_by_role("button", name=f"Admit {name}")).to_be_visible()
    await chair.get_by_role("button", name="Bring everyone back").click()
    for name in NAMES[:3]:
        await pages[name].get_by_role("list", name="People here").wait_for()
    return back_ms, (time.monotonic() - begun) * 1000


async def is_still_out(page: Page) -> bool:
    await page.get_by_role("button", name="Send my answers").wait_for(state="hidden")
    return await page.get_by_role("list", name="People here").count() == 0


async def recoveries(service: Quorate, kills: int) -> dict[str, object]:
    back: list[float] = []
    inside: list[float] = []
    lost = more = 0
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        pages = {name: await join(browser, service.link(name)) for name in NAMES}
        await begin(pages)
        for number in range(kills):
            acknowledged = events_in(service.folder)
            back_ms, inside_ms = await kill_and_return(service, pages)
            kept = events_in(service.folder)
            lost += acknowledged != kept[: len(acknowledged)]
            more += not await is_still_out(pages[NAMES[3]])
            back.append(back_ms)
            inside.append(inside_ms)
            print(f"kill {number + 1}: {back_ms:.0f} ms", file=sys.stderr, flush=True)
    return {
        "kills": kills,
        "back_p95_ms": at_percentile(back, 95),
        "back_max_ms": round(max(back)),
        "inside_p95_ms": at_percentile(inside, 95),
        "logs_that_lost_events": lost,
        "people_with_more_than_before": more,
    }


def at_percentile(times: list[float], percent: int) -> int:
    ordered = sorted(times)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="3 kills instead of 20")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quorate-recovery-") as folder:
        spec = conference_of(Path(folder), NAMES)
        with running(Path(folder) / "data", spec=spec) as service:
            found = anyio.run(recoveries, service, 3 if chosen.quick else 20)
    print(f"goals: back within {BACK_GOAL_MS} ms, nothing lost, nobody with more than before")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
