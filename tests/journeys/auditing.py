"""Looks for faults of access: what axe knows of WCAG 2.2 A and AA, and what we ask for besides."""

from collections import defaultdict
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

from tests.journeys.screens import HEIGHTS, NARROW, Shape

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
ZOOMED = 320
"""What is left of 1280 pixels at 400 %."""

TARGET = 44

IN_NO_LANGUAGE_OF_ITS_OWN = {"left", "joining 0"}
"""The page that says nothing of us, and the first one, which is in both."""

WIDER_THAN_THE_PAGE = """() => {
  const wide = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth > wide + 1
    ? [...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > wide + 1)
        .slice(0, 3)
        .map((each) => `${each.tagName}.${each.className}`)
    : [];
}"""
SMALL = """(target) => [...document.querySelectorAll("button, select, input, summary")]
  .filter((each) => each.checkVisibility() && !each.matches("[type=radio], [type=checkbox]"))
  .filter((each) => !each.closest(".govuk-visually-hidden"))
  .map((each) => [each.getBoundingClientRect().height, each.innerText || each.name])
  .filter(([height]) => height > 0 && height < target - 0.5)
  .map(([height, words]) => `${words}: ${height} px`)
"""


class Auditor:
    """Its `look` may be given to a tour; `faults` is what was found, by page and shape."""

    def __init__(self) -> None:
        self.faults: defaultdict[str, list[str]] = defaultdict(list)
        self.looked: list[str] = []

    async def look(self, name: str, page: Page, shape: Shape) -> None:
        width, language = shape
        where = f"{name}, {width} {language}"
        self.looked.append(where)
        found = [*await faults_of(page, width), *await page.evaluate(SMALL, TARGET)]
        if width == NARROW:
            found += await overflow_when_zoomed(page)
        shown = await page.evaluate("document.documentElement.lang")
        if shown != language and name not in IN_NO_LANGUAGE_OF_ITS_OWN:
            found.append("not in this language")
        if found:
            self.faults[where] += found


async def faults_of(page: Page, width: int) -> list[str]:
    """Each as the rule's name and the elements that break it.

    The whole page at once: what a bar covers for as long as one does not scroll is no fault.
    """
    height: int = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": width, "height": max(height, HEIGHTS[width])})
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    result: dict[str, Any]  # Any: as axe tells it
    result = await page.evaluate("(options) => axe.run(options)", OPTIONS)
    await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    return [
        f"{each['id']}: {'; '.join(str(node['target'][0]) for node in each['nodes'][:4])}"
        for each in result["violations"]
    ]


async def overflow_when_zoomed(page: Page) -> list[str]:
    """What stands out to the right, so that one would have to scroll both ways."""
    await page.set_viewport_size({"width": ZOOMED, "height": 480})
    found: list[str] = await page.evaluate(WIDER_THAN_THE_PAGE)
    await page.set_viewport_size({"width": NARROW, "height": HEIGHTS[NARROW]})
    return [f"wider than the page at 400 %: {each}" for each in found]
