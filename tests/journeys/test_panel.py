"""The chair's panel in a real browser: by keyboard alone, and as a screen reader is told of it."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, expect

from bench.support.service import Quorate
from bench.support.visitor import Json, Visitor
from tests.journeys.family import (
    CHAIR,
    FATHER,
    MINUTE_TAKER,
    MOTHER,
    SOCIAL_WORKER,
    VIEWS,
    WITHOUT_FAMILY,
)
from tests.journeys.people import ChairPerson, tab_in

HERE = (MINUTE_TAKER, MOTHER, FATHER, SOCIAL_WORKER)
"""Whoever has signed in is let in by the opening; the parents are not known yet."""

EXCLUDED_WITHIN_MS = 15_000
MOST_STEPS = 400
"""Presses of the tab key before a control counts as out of reach."""

FOCUSED = """() => {
  const at = document.activeElement;
  return at === null || at === document.body ? "" : at.textContent.replace(/\\s+/g, " ").trim();
}"""


@dataclass
class Led:
    """The chair in a browser, the others as raw clients."""

    chair: ChairPerson
    others: dict[str, Visitor]

    @property
    def page(self) -> Page:
        return self.chair.page


@asynccontextmanager
async def led(service: Quorate, browser: Browser) -> AsyncGenerator[Led]:
    async with AsyncExitStack() as stack:
        page = await stack.enter_async_context(tab_in(browser))
        chair = ChairPerson(CHAIR, service.link(CHAIR), 440.0, page)
        await chair.arrive()
        others: dict[str, Visitor] = {}
        for name in HERE:
            others[name] = await stack.enter_async_context(Visitor(service.link(name)))
            await others[name].arrive()
        yield Led(chair, others)


async def tab_to(page: Page, words: str) -> None:
    """From where the focus is, forwards, until it is on what says these words."""
    for _ in range(MOST_STEPS):
        if (await page.evaluate(FOCUSED)).startswith(words):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {words}")


async def press(page: Page, words: str) -> None:
    await tab_to(page, words)
    await page.keyboard.press("Enter")


async def choose(page: Page, label: str, letters: str) -> None:
    """By its first letters, as people choose from a list."""
    field = page.get_by_role("dialog").get_by_role("combobox", name=label)
    await expect(field).to_be_visible()
    while not await field.evaluate("(at) => at === document.activeElement"):
        await page.keyboard.press("Tab")
    await page.keyboard.type(letters)


async def admit_by_keyboard(led: Led, name: str) -> None:
    page = led.page
    await press(page, f"Admit {name}")
    await choose(page, "How do you know who this is?", "I")
    await press(page, "Admit now")
    await led.others[name].until(lambda: led.others[name].screen == "inside")


async def put_out(person: Visitor) -> None:
    """Their socket was cut; what they come back to is the waiting screen."""
    await person.until(lambda: person.closed_with is not None)
    await person.connect(again=True)
    await person.until(lambda: person.screen == "waiting")


@pytest.mark.req("REQ-63")
async def test_the_chair_leads_by_keyboard_alone(service: Quorate, browser: Browser) -> None:
    async with led(service, browser) as here:
        page = here.page
        await press(page, "Open the conference")
        await here.chair.is_inside()
        for name in (MOTHER, FATHER):
            await expect(page.get_by_role("button", name=f"Admit {name}")).to_be_visible()
            await admit_by_keyboard(here, name)

        began: float = await page.evaluate("performance.now()")
        await press(page, f"Exclude {FATHER}")
        await choose(page, "Ground", "Vio")
        await page.keyboard.press("Tab")
        await page.keyboard.type("Shouting at everybody")
        await choose(page, "How they are told", "On")
        await choose(page, "How their views are still heard", "In")
        await choose(page, "For how long", "From")
        await press(page, "Exclude now")
        father = here.others[FATHER]
        await father.until(lambda: father.closed_with is not None)
        assert await page.evaluate("performance.now()") - began < EXCLUDED_WITHIN_MS
        await put_out(father)
        await expect(page.get_by_text("Excluded since")).to_be_visible()

        await father.answer()
        await press(page, f"Bring back {FATHER}")
        await father.until(lambda: father.screen == "inside")

        await here.chair.complete_script()
        await press(page, f"Close off and go on {WITHOUT_FAMILY}")
        await put_out(here.others[MOTHER])
        await expect(page.get_by_role("heading", name=WITHOUT_FAMILY).first).to_be_visible()
        await press(page, f"Go on {VIEWS}")

        await page.keyboard.press("F8")
        await expect(page.get_by_text("If somebody is in danger, ring 999 now.")).to_be_visible()
        social_worker = here.others[SOCIAL_WORKER]
        await social_worker.until(lambda: social_worker.screen == "waiting")


async def tree_of(page: Page) -> list[Json]:
    """All that a screen reader is given of the page, as the browser computes it."""
    session = await page.context.new_cdp_session(page)
    found = await session.send("Accessibility.getFullAXTree")
    nodes: list[Json] = found["nodes"]
    return [node for node in nodes if not node.get("ignored", False)]


CONTROLS = {"button", "combobox", "textbox", "checkbox", "radio", "link", "DisclosureTriangle"}


def controls_of(tree: list[Json]) -> list[tuple[str, str, Json]]:
    """Role, name and states; a name's spaces count once, however they are made."""
    return [
        (
            node["role"]["value"],
            " ".join(node["name"]["value"].split()),
            {each["name"]: each["value"].get("value") for each in node.get("properties", [])},
        )
        for node in tree
        if node["role"]["value"] in CONTROLS
    ]


async def test_a_screen_reader_finds_name_role_and_state_of_each_control(
    service: Quorate, browser: Browser
) -> None:
    async with led(service, browser) as here:
        page = here.page
        await here.chair.press("Open the conference")
        await here.chair.is_inside()
        await here.chair.admit(MOTHER)
        await here.chair.press(f"More {MOTHER}")
        await here.chair.press(f"Mute {MOTHER}")
        await expect(page.get_by_role("dialog")).to_be_visible()
        inside_dialog = controls_of(await tree_of(page))
        assert {role for role, _, _ in inside_dialog} >= {"textbox", "button"}
        await here.chair.press("Cancel")

        controls = controls_of(await tree_of(page))
        names = {name for _, name, _ in controls}
        assert len(controls) > 20
        assert all(name for _, name, _ in [*controls, *inside_dialog])
        assert {f"Admit {FATHER}", f"Exclude {MOTHER}", f"Hold {MOTHER}"} <= names
        assert any(name.startswith("Stop everything") for name in names)
        twice = [name for name in names if [n for _, n, _ in controls].count(name) > 1]
        assert twice == []

        states = {name: state for _, name, state in controls}
        assert states[f"More {MOTHER}"]["expanded"] is True
        assert states[f"More {FATHER}"]["expanded"] is False
        assert states["Running order"]["expanded"] is True
        assert states["Waiting: 1 person"]["expanded"] is True
        assert all(state.get("focusable") for _, _, state in controls if not state.get("disabled"))


async def test_the_stop_is_in_reach_on_a_phone_wherever_one_has_read(
    service: Quorate, browser: Browser
) -> None:
    async with led(service, browser) as here:
        page = here.page
        await page.set_viewport_size({"width": 390, "height": 844})
        await here.chair.press("Open the conference")
        await here.chair.is_inside()
        stop = page.get_by_role("button", name="Stop everything")
        for where in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
            await page.evaluate(f"scrollTo(0, {where})")
            await expect(stop).to_be_in_viewport()
        width: int = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390
        await stop.click()
        await expect(page.get_by_text("If somebody is in danger, ring 999 now.")).to_be_visible()
