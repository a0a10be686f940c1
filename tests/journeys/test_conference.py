"""A whole conference in real browsers: who hears whom, who sees what, and what the ledger says."""

import json
import subprocess
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from types import TracebackType

import pytest
from playwright.async_api import Browser, async_playwright, expect

from bench.support.service import Quorate
from bench.support.visitor import Visitor
from tests.journeys.family import (
    CHAIR,
    FATHER,
    LINE,
    MINUTE_TAKER,
    MOTHER,
    PEOPLE,
    REASON,
    SOCIAL_WORKER,
    VIEWS,
    WITHOUT_FAMILY,
)
from tests.journeys.listening import hear_exactly
from tests.journeys.people import TONES, ChairPerson, Person, browser_with_voice, tab_in

IN_BROWSERS = (CHAIR, MINUTE_TAKER, MOTHER, FATHER)
Browsers = list[Browser]


@pytest.fixture(scope="module")
async def browsers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browsers]:
    """One each, because a browser's microphone is given to it when it starts."""
    folder = tmp_path_factory.mktemp("voices")
    async with async_playwright() as playwright:
        started = [await browser_with_voice(playwright, folder, each) for each in TONES[:4]]
        yield started
        for browser in started:
            await browser.close()


@dataclass
class Gathering:
    """Four people in browsers, each with a tone; the others are raw clients, and silent."""

    chair: ChairPerson
    minute_taker: Person
    mother: Person
    father: Person
    raw: dict[str, Visitor]

    @property
    def pages(self) -> tuple[Person, ...]:
        return self.chair, self.minute_taker, self.mother, self.father

    async def tell(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """A journey that failed says what everybody saw."""
        if error is None:
            return
        for person in self.pages:
            error.add_note(await person.shows())


@asynccontextmanager
async def gathered(service: Quorate, browsers: Browsers) -> AsyncGenerator[Gathering]:
    """Twelve people in the lobby."""
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(tab_in(browser)) for browser in browsers]
        chair = ChairPerson(CHAIR, service.link(CHAIR), TONES[0], pages[0])
        others = [
            Person(name, service.link(name), hertz, page)
            for name, hertz, page in zip(IN_BROWSERS[1:], TONES[1:4], pages[1:], strict=True)
        ]
        for person in (chair, *others):
            await person.arrive()
        raw: dict[str, Visitor] = {}
        for name in PEOPLE:
            if name not in IN_BROWSERS:
                raw[name] = await stack.enter_async_context(Visitor(service.link(name)))
                await raw[name].arrive()
        minute_taker, mother, father = others
        here = Gathering(chair, minute_taker, mother, father, raw)
        stack.push_async_exit(here.tell)
        yield here


async def open_and_admit(here: Gathering) -> None:
    await here.chair.press("Open the conference")
    await here.chair.is_inside()
    for name in PEOPLE:
        if await here.chair.page.get_by_role("button", name=f"Admit {name}").count():
            await here.chair.admit(name)
    for person in here.pages:
        await person.is_inside()


async def all_hear_each_other(here: Gathering) -> None:
    for listener in here.pages:
        await hear_exactly(listener, [p for p in here.pages if p is not listener])


def ledger_says(service: Quorate) -> str:
    """The verdict of the operator's own tool."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "ledger", "verify"],
        env={"QUORATE_DATA_FOLDER": str(service.folder), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return f"{done.returncode} {done.stdout}{done.stderr}"


async def test_a_conference_from_the_lobby_to_the_ledger(
    service: Quorate, browsers: Browsers
) -> None:
    async with gathered(service, browsers) as here:
        for person in here.pages:
            await hear_exactly(person, [])
        await open_and_admit(here)
        await all_hear_each_other(here)

        writer = here.minute_taker.page
        speaker = writer.get_by_role("combobox", name="Who is speaking")
        mother = speaker.locator("option", has_text=MOTHER)
        await speaker.select_option(await mother.get_attribute("value"))
        await writer.get_by_role("textbox", name="What was said").fill(LINE)
        await here.minute_taker.press("Write line")
        await expect(here.chair.page.get_by_text(LINE)).to_be_visible()
        await expect(here.mother.page.get_by_text(LINE)).to_have_count(0)

        await here.chair.exclude(FATHER, REASON)
        await here.father.sees("The chair has asked you to leave this part")
        await hear_exactly(here.father, [])
        await hear_exactly(here.mother, [here.chair, here.minute_taker])
        await expect(here.mother.page.get_by_text(FATHER)).to_have_count(0)
        assert await here.father.page.get_by_text(MOTHER).count() == 0

        await here.father.answer()
        await here.chair.press(f"Bring back {FATHER}")
        await here.father.is_inside()
        await all_hear_each_other(here)

        await here.chair.press("Show who could hear")
        table = here.chair.page.get_by_role("table", name="Who could hear each line")
        await expect(table.get_by_text(MOTHER)).to_be_visible()
        await here.chair.press("Close the conference")
        await here.chair.press("Close now")
        await here.mother.sees("The conference has ended")
        await hear_exactly(here.mother, [])
    assert ledger_says(service).startswith("0 ")


async def test_a_part_without_the_family_is_silent_for_them_and_they_come_back(
    service: Quorate, browsers: Browsers
) -> None:
    async with gathered(service, browsers) as here:
        await open_and_admit(here)
        await here.chair.complete_script()
        await here.chair.go_to(WITHOUT_FAMILY)
        for parent in (here.mother, here.father):
            await hear_exactly(parent, [])
            await expect(parent.page.get_by_text(WITHOUT_FAMILY)).to_have_count(0)
        await hear_exactly(here.chair, [here.minute_taker])
        assert here.raw[SOCIAL_WORKER].screen == "inside"
        supporter = here.raw["Euphemia Larkspur"]
        assert supporter.closed_with is not None
        await supporter.connect(again=True)
        await supporter.until(lambda: supporter.screen == "waiting")

        await here.chair.go_to(VIEWS)
        for parent in (here.mother, here.father):
            await parent.answer()
        await supporter.answer()
        await here.chair.sees_that_all_have_answered()
        await here.chair.press("Bring everyone back", exact=False)
        await all_hear_each_other(here)


async def test_the_chairs_page_crashes_and_comes_back(service: Quorate, browsers: Browsers) -> None:
    async with gathered(service, browsers) as here:
        await open_and_admit(here)
        await here.chair.page.close()
        await hear_exactly(here.mother, [])
        paused = "The conference is paused. Nobody can hear or see anyone."
        await expect(here.mother.page.get_by_text(paused, exact=True).first).to_be_visible()

        here.chair.page = await here.chair.page.context.new_page()
        await here.chair.arrive()
        await here.mother.answer()
        await here.father.answer()
        await here.raw["Euphemia Larkspur"].answer()
        await here.chair.sees_that_all_have_answered()
        await here.chair.press("Bring everyone back", exact=False)
        await here.chair.is_inside()
        await all_hear_each_other(here)


async def test_after_a_kill_everybody_is_in_the_lobby_and_one_tap_brings_them_back(
    service: Quorate, browsers: Browsers
) -> None:
    async with gathered(service, browsers) as here:
        await open_and_admit(here)
        await here.chair.exclude(FATHER, REASON)
        await all_hear_each_other_but(here, here.father)
        service.kill_api()
        for person in here.pages:
            await expect(person.page.get_by_role("button", name="Send my answers")).to_be_visible()
        for person in here.pages:
            await person.answer()
        await here.chair.sees_that_all_have_answered()
        await here.chair.press("Bring everyone back", exact=False)
        await all_hear_each_other_but(here, here.father)
        await hear_exactly(here.father, [])
        await here.father.sees("You are in the right place")
    assert ledger_says(service).startswith("0 ")


async def all_hear_each_other_but(here: Gathering, outside: Person) -> None:
    inside = [person for person in here.pages if person is not outside]
    for listener in inside:
        await hear_exactly(listener, [p for p in inside if p is not listener])


def test_the_demo_links_file_is_for_its_owner_alone(service: Quorate) -> None:
    file = service.folder / "demo.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text())
