"""Whoever sits beside somebody, or watches their network: all that they could look at."""

import time
from dataclasses import dataclass

from playwright.async_api import Locator, Request, expect

from tests.journeys.people import Person


@dataclass
class Mother(Person):
    """With her camera and microphone off: nothing on her page moves by itself."""

    async def is_still(self) -> None:
        await self.press("Turn camera off")
        await self.press("Mute microphone")
        await expect(self.tool("Turn camera on")).to_be_visible()
        await expect(self.page.locator("video")).to_have_count(0)
        await expect(self.page.get_by_text("Nobody is speaking")).to_be_visible()

    def tool(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


@dataclass
class Seen:
    """All that somebody beside her, or on her network, could look at."""

    before: bytes
    at_once: bytes
    after: bytes
    said: str
    seconds: float
    sizes: list[tuple[str, str, int, int, int, int]]


async def look_on(mother: Mother, presses: int) -> Seen:
    page = mother.page
    requests: list[Request] = []

    def keep(request: Request) -> None:
        requests.append(request)

    page.on("request", keep)
    box = await mother.tool("Ask to speak").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    before = await page.screenshot(animations="disabled")
    begun = time.monotonic()
    async with page.expect_request("**/hand") as asking:
        for _ in range(presses):
            await page.mouse.click(x, y)
        await expect(mother.tool("One moment…")).to_be_visible()
        at_once = await page.screenshot(animations="disabled")
        await asking.value
        seconds = time.monotonic() - begun
    await expect(mother.tool("Stop asking")).to_be_visible()
    after = await page.screenshot(animations="disabled")
    said = await page.get_by_role("status").first.inner_text()
    page.remove_listener("request", keep)
    return Seen(before, at_once, after, said, seconds, [await weight(each) for each in requests])


async def weight(request: Request) -> tuple[str, str, int, int, int, int]:
    answer = await request.response()
    sizes = await request.sizes()
    return (
        request.method,
        request.url,
        len(request.post_data_buffer or b""),
        sizes["requestHeadersSize"],
        sizes["responseHeadersSize"],
        0 if answer is None else answer.status,
    )
