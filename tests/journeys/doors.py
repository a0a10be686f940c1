"""The pages that are there before anybody is anybody, with a look at each."""

from playwright.async_api import Page, expect

from bench.support.service import Quorate
from tests.journeys.screens import HEIGHTS, SHAPES, Look, Shape, in_all_shapes

DOORS = {
    "room code": "/room",
    "help": "/help",
    "accessibility": "/accessibility",
    "sign in": "/sign-in",
    "left": "/left",
    "not found": "/nothing-here",
}


async def look_at_doors(
    service: Quorate, page: Page, look: Look, shapes: tuple[Shape, ...] = SHAPES
) -> None:
    """What is there before anybody is anybody."""
    for name, path in DOORS.items():
        await page.goto(f"{service.address}{path}")
        await in_all_shapes(name, page, look, shapes)
    for shape in shapes:
        await look_at_refusals(service, page, look, shape)


async def look_at_refusals(service: Quorate, page: Page, look: Look, shape: Shape) -> None:
    """They are gone when the page is asked for again, so each shape is reached anew."""
    width, language = shape
    await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    for name, path in (("room code refused", "/room"), ("sign in refused", "/sign-in")):
        await page.goto(f"{service.address}{path}?lang={language}")
        await page.get_by_role("main").get_by_role("button").click()
        await expect(page.get_by_role("alert")).to_be_visible()
        await look(name, page, shape)
    await page.goto(f"{service.address}/j/{'x' * 22}?lang={language}#{'x' * 43}")
    await look("continue", page, shape)
    await page.get_by_role("main").get_by_role("button").first.click()
    await expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    await look("link refused", page, shape)
    await page.goto(f"{service.address}/left?lang=en")
