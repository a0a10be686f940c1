"""People in front of real browsers: what they see and press, by the words on the page."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, Playwright, expect

from app.domain.agenda.codes import SCRIPT
from bench.support.browser import (
    answer_questions,
    heard_now,
    launch,
    loudness_db,
    open_link,
    walk_in,
    write_tone,
)

PATIENCE_MS = 20_000
"""How long a step of a journey may take on two busy cores."""

PLAIN_MICROPHONE = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
navigator.mediaDevices.getUserMedia = (wanted) => ask({
  ...wanted,
  audio: wanted.audio && { ...(wanted.audio === true ? {} : wanted.audio), ...plain },
});
"""
"""The browser's own noise suppression takes a pure tone for noise, and would remove it."""

TICK = """
async (path) => {
  const headers = { "content-type": "application/json" };
  return (await fetch(path, { method: "PUT", headers, body: "{}" })).status;
}
"""

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Person:
    """One person, one browser of their own, one tone as their voice."""

    name: str
    link: str
    hertz: float
    page: Page

    async def arrive(self) -> None:
        """From the link to the lobby."""
        await open_link(self.page, self.link)
        await walk_in(self.page)
        await self.sees_lobby()

    async def answer(self, **other: str) -> None:
        await expect(self.page.get_by_role("button", name="Send my answers")).to_be_visible()
        await answer_questions(self.page, **other)

    async def sees_lobby(self) -> None:
        await self.sees("You are in the right place")

    async def sees(self, heading: str) -> None:
        await expect(self.page.get_by_role("heading", name=heading)).to_be_visible()

    async def is_inside(self) -> None:
        await expect(self.people_here).to_be_visible()

    @property
    def people_here(self) -> Locator:
        return self.page.get_by_role("list", name="People here")

    async def press(self, name: str, *, exact: bool = True) -> None:
        await self.page.get_by_role("button", name=name, exact=exact).first.click()

    async def shows(self) -> str:
        """All that the page says, for whoever has to find out why a journey failed."""
        words = "closed" if self.page.is_closed() else await self.page.inner_text("body")
        return f"--- {self.name} sees:\n{words}"

    async def hears(self) -> dict[float, float]:
        """Loudness in dB of each tone that anybody may have."""
        samples = await heard_now(self.page)
        return {hertz: loudness_db(samples, hertz) for hertz in (*TONES, FIREFOX_TONE)}


TONES = (440.0, 620.0, 830.0, 1060.0, 1310.0)
"""Far enough apart, and no multiples of each other."""

FIREFOX_TONE = 1000.0
"""What Firefox's fake microphone plays; it takes no file."""


class ChairPerson(Person):
    async def sees_lobby(self) -> None:
        await self.sees("You are not in the conference yet")

    async def admit(self, name: str) -> None:
        await self.press(f"Admit {name}")
        known = self.page.get_by_role("combobox", name="How do you know who this is?")
        await known.select_option("known_to_chair")
        await self.press("Admit now")
        await expect(self.page.get_by_role("button", name=f"Hold {name}")).to_be_visible()

    async def sees_that_all_have_answered(self) -> None:
        for still_open in ("Answers are out of date", "No answers yet"):
            await expect(self.page.get_by_text(still_open)).to_have_count(0)

    async def exclude(self, name: str, reason: str) -> None:
        await self.press(f"Exclude {name}")
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_role("combobox", name="Ground").select_option("violence_or_disruption")
        await dialog.get_by_role("textbox", name="Reason in your own words").fill(reason)
        await dialog.get_by_role("combobox", name="How they are told").select_option("on_screen")
        views = dialog.get_by_role("combobox", name="How their views are still heard")
        await views.select_option("social_worker")
        await dialog.get_by_role("combobox", name="For how long").select_option("from_now_on")
        await dialog.get_by_role("button", name="Exclude now").click()
        await expect(self.page.get_by_role("button", name=f"Bring back {name}")).to_be_visible()

    async def complete_script(self) -> None:
        """All eleven steps, in their order, as the buttons of the panel would send them."""
        for step in SCRIPT:
            path = self.link.partition("#")[0] + f"/script/{step}"
            status: int = await self.page.evaluate(TICK, path)
            assert status == 204, (step, status)

    async def go_to(self, title: str) -> None:
        button = self.page.get_by_role("button", name=f"Go to this section {title}")
        await button.click()
        dialog = self.page.get_by_role("dialog")
        if await dialog.count():
            await dialog.get_by_role("button", name="Go to this section").click()
        await expect(self.page.get_by_role("heading", name=title).first).to_be_visible()


async def browser_with_voice(playwright: Playwright, folder: Path, hertz: float) -> Browser:
    return await launch(playwright, write_tone(folder / f"{hertz:.0f}.wav", hertz))


@asynccontextmanager
async def tab_in(
    browser: Browser, permissions: Sequence[str] = ("microphone", "camera")
) -> AsyncGenerator[Page]:
    """A page that knows nothing of any other."""
    context = await browser.new_context(permissions=permissions)
    await context.add_init_script(PLAIN_MICROPHONE)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    await context.close()
