"""A shared room at real pages: its screen by a code, and its host on a phone."""

import re
from collections.abc import Generator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from bench.support.service import Quorate, running
from tests.journeys.family import CHAIR, FATHER, SOCIAL_WORKER
from tests.journeys.people import tab_in
from tests.journeys.screens import ROOM, AtPage, must, write_conference_with_room
from tests.journeys.tour import Cast

pytestmark = [pytest.mark.browser]

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def service(tmp_path: Path) -> Generator[Quorate]:
    with running(tmp_path / "data", spec=write_conference_with_room(tmp_path)) as started:
        yield started


def code_of(service: Quorate) -> str:
    [line] = [each for each in service.output if each.startswith(f"CODE\t{ROOM}\t")]
    return line.split("\t")[2]


async def type_code(page: Page, service: Quorate, code: str) -> None:
    await page.goto(f"{service.address}/room")
    await page.get_by_role("textbox", name="Code").fill(code)
    await page.get_by_role("button", name="Open").click()


@dataclass
class Room:
    chair: AtPage
    host: AtPage
    display: AtPage

    @property
    def phone(self) -> Page:
        return self.host.page

    async def state(self) -> None:
        """All clear, by the questions of the host's page."""
        form = self.phone.locator("form:has(input[name=present])")
        for name in ("alone", "headphones", "safe_to_talk", "will_not_record"):
            await form.locator(f"input[name={name}][value=yes]").check()
        for name in ("others_can_hear", "child_can_hear"):
            await form.locator(f"input[name={name}][value=no]").check()
        await self.phone.get_by_role("button", name="State who is here").click()


async def in_the_room(service: Quorate, browser: Browser, stack: AsyncExitStack) -> Room:
    """The screen is opened by its code; host and father are in the room, and admitted."""

    async def sit_down(name: str) -> AtPage:
        page = await stack.enter_async_context(tab_in(browser))
        return await stack.enter_async_context(AtPage(service.link(name), page))

    chair, host, display = [await sit_down(name) for name in (CHAIR, SOCIAL_WORKER, ROOM)]
    await type_code(display.page, service, code_of(service).lower())
    await display.page.wait_for_url("**/live")
    display.link = display.page.url
    await display.walk_in()
    await chair.walk_in()
    await host.page.set_viewport_size(PHONE)
    await host.walk_in(silently=True)
    await host.until(lambda: host.view["room"]["leg_id"] is not None)
    room = Room(chair, host, display)
    for name in (SOCIAL_WORKER, FATHER):
        await room.phone.get_by_role("checkbox", name=name).check()
    await room.state()
    must(await chair.course("open"))
    cast = Cast(chair, host, host, host, display, no_look, ())
    for name in (SOCIAL_WORKER, FATHER):
        await cast.admit(name, "room")
    await display.sees("inside")
    return room


async def no_look(*_: object) -> None:
    return


WALLS: tuple[ViewportSize, ...] = ({"width": 1280, "height": 720}, {"width": 1920, "height": 1080})
TWELVE = """() => {
  const list = document.querySelector(".q-tiles");
  const many = list.cloneNode(true);
  many.className = many.className.replace(/across-\\d/, "across-4");
  const one = [...list.children].find((tile) => tile.querySelectorAll("strong").length === 1);
  while (many.children.length < 12) many.append(one.cloneNode(true));
  list.replaceWith(many);
}"""
"""As if twelve connections were in."""
CUT_OFF = """() => [...document.querySelectorAll(".q-tile, .q-tile__names p")]
  .filter((each) => each.getBoundingClientRect().bottom > innerHeight)
  .map((each) => each.innerText)"""
BELOW_NAMES = """() => [...document.querySelectorAll(".q-tile")].map((tile) =>
  tile.getBoundingClientRect().bottom - tile.lastElementChild.getBoundingClientRect().bottom)"""


async def test_the_wall_shows_everybody_at_once_and_no_way_out(
    service: Quorate, browser: Browser
) -> None:
    async with AsyncExitStack() as stack:
        room = await in_the_room(service, browser, stack)
        screen = room.display.page
        await expect(screen.get_by_text(FATHER)).to_be_visible()
        assert not await screen.locator("#quick-exit, main button").count()
        assert "(you)" not in await screen.inner_text("main")
        await screen.evaluate(TWELVE)
        assert await screen.locator(".q-tile").count() == 12
        for size in WALLS:
            await screen.set_viewport_size(size)
            assert await screen.evaluate(CUT_OFF) == []


async def test_a_tile_ends_below_its_own_names(service: Quorate, browser: Browser) -> None:
    """Beside that of a room, where several stand below each other."""
    async with AsyncExitStack() as stack:
        room = await in_the_room(service, browser, stack)
        await room.chair.sees("inside")
        for width in (1280, 390):
            await room.chair.page.set_viewport_size({"width": width, "height": 900})
            below = await room.chair.page.evaluate(BELOW_NAMES)
            assert len(below) == 2
            assert max(below) < 8


async def test_a_code_opens_the_rooms_screen_once_and_the_host_has_another(
    service: Quorate, browser: Browser
) -> None:
    async with AsyncExitStack() as stack:
        room = await in_the_room(service, browser, stack)
        other = await stack.enter_async_context(tab_in(browser))
        await type_code(other, service, code_of(service))
        await expect(other.get_by_role("alert")).to_contain_text("A code works once")
        await room.display.page.close()
        ask = room.phone.get_by_role("button", name="Get a code for the room's screen")
        await ask.click()
        code = room.phone.get_by_text(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$"))
        await type_code(other, service, await code.inner_text())
        await other.wait_for_url("**/live")
        assert other.url == room.display.page.url


async def test_the_host_asks_for_the_father_and_the_chair_alone_is_shown_it(
    service: Quorate, browser: Browser
) -> None:
    async with AsyncExitStack() as stack:
        room = await in_the_room(service, browser, stack)
        father = room.chair.person(FATHER)["participant_id"]
        told = room.display.page.get_by_text("You are in the conference")
        await expect(told.first).to_be_attached()
        before = await words_on(room.display.page)
        await room.phone.get_by_role("button", name=f"Ask to speak for {FATHER}").click()
        await room.phone.get_by_role("button", name=f"Ask for a break for {FATHER}").click()
        await expect(room.phone.get_by_text("Has asked for a break")).to_be_visible()
        await room.chair.until(lambda: father in str(room.chair.panel["conduct"]["queue"]))
        await room.phone.get_by_role("button", name="A private word to the chair").click()
        about = room.phone.get_by_role("combobox", name="About whom?")
        await about.select_option(label=FATHER)
        await room.phone.get_by_role("button", name="Tell the chair").click()
        await room.chair.until(lambda: "child_audible" in str(room.chair.panel["conduct"]))
        assert await words_on(room.display.page) == before


async def test_the_room_goes_dark_with_the_father_and_comes_back_when_the_host_says_he_has_left(
    service: Quorate, browser: Browser
) -> None:
    async with AsyncExitStack() as stack:
        room = await in_the_room(service, browser, stack)
        must(await room.chair.exclude(FATHER))
        screen = room.display.page
        await expect(screen.get_by_role("heading", name="Please wait")).to_be_visible()
        await expect(screen.get_by_text(FATHER)).to_have_count(0)
        await room.phone.get_by_role("checkbox", name=FATHER).uncheck()
        await room.state()
        await expect(screen.get_by_text(SOCIAL_WORKER)).to_be_visible()
        await expect(room.phone.get_by_text("The room can hear and be heard.")).to_be_visible()


async def words_on(page: Page) -> str:
    """All but the time, who speaks, and what stands in for a picture until it moves."""
    words: str = await page.evaluate(
        """() => {
          const main = document.querySelector("main").cloneNode(true);
          for (const each of main.querySelectorAll(".q-tile__initials, .q-tile__light"))
            each.remove();
          return main.innerText;
        }"""
    )
    return re.sub(r"\d\d:\d\d", "", words)


async def test_a_host_says_with_one_press_who_has_left(service: Quorate, browser: Browser) -> None:
    async with AsyncExitStack() as stack:
        room = await in_the_room(service, browser, stack)
        await room.phone.get_by_role("button", name=f"Has left the room {FATHER}").click()
        assert not await room.phone.get_by_role("checkbox", name=FATHER).is_checked()
        await room.state()
        screen = room.display.page
        await expect(screen.get_by_text(FATHER)).to_have_count(0)
        await expect(screen.get_by_text(SOCIAL_WORKER).first).to_be_visible()
