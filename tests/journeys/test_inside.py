"""What a parent sees and does inside, in a real browser; the chair is a client that reads along."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

from bench.support.service import Quorate
from bench.support.visitor import Chair, Json
from tests.journeys.family import CHAIR, MOTHER, WELCOME
from tests.journeys.looking_on import Mother, Seen, look_on
from tests.journeys.people import TONES, browser_with_voice, tab_in

pytestmark = pytest.mark.browser

WINDOW = 2.0
"""Seconds from asking to speak until it leaves, whatever was meant by it (c.4)."""
PHONE_SIZE: ViewportSize = {"width": 390, "height": 844}

ROOT_SIZE = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await browser_with_voice(playwright, tmp_path_factory.mktemp("voice"), TONES[0])
        yield started
        await started.close()


@asynccontextmanager
async def mother_inside(service: Quorate, browser: Browser) -> AsyncGenerator[tuple[Mother, Chair]]:
    async with Chair(service.link(CHAIR)) as chair, tab_in(browser) as page:
        mother = Mother(MOTHER, service.link(MOTHER), TONES[0], page)
        await chair.arrive()
        await mother.arrive()
        assert (await chair.course("open")).is_success
        await chair.until(lambda: chair.screen == "inside")
        assert (await chair.admit(MOTHER)).is_success
        await mother.is_inside()
        yield mother, chair


def waiting(chair: Chair, queue: str) -> list[str]:
    """Whose wish of this kind is on the chair's panel."""
    panel: Json = chair.panel
    kept = panel["telephones"]["needs"] if queue == "needs" else panel["conduct"][queue]
    return [each["participant_id"] for each in kept]


# ---------------------------------------------------------------- asking


@pytest.mark.req("REQ-53", partial="phone")
@pytest.mark.req("REQ-70", partial="phone")
@pytest.mark.parametrize(
    ("ask", "take_back", "queue"),
    [
        ("Ask to speak", "Stop asking", "queue"),
        ("Ask for a break", "No break needed", "breaks"),
        ("I cannot hear", "I can hear now", "needs"),
    ],
)
async def test_what_one_asks_for_is_on_the_chairs_panel_until_it_is_taken_back(
    service: Quorate, browser: Browser, ask: str, take_back: str, queue: str
) -> None:
    async with mother_inside(service, browser) as (mother, chair):
        await mother.tool(ask).click()
        await chair.until(lambda: len(waiting(chair, queue)) == 1)
        await expect(mother.tool(take_back)).to_have_attribute("aria-pressed", "true")
        await mother.tool(take_back).click()
        await chair.until(lambda: waiting(chair, queue) == [])
        await expect(mother.tool(ask)).to_have_attribute("aria-pressed", "false")


async def ask_and_take_back(mother: Mother, chair: Chair) -> Seen:
    asked = await look_on(mother, presses=1)
    await chair.until(lambda: len(waiting(chair, "queue")) == 1)
    assert waiting(chair, "signals") == []
    await mother.press("Stop asking")
    await chair.until(lambda: waiting(chair, "queue") == [])
    await expect(mother.tool("Ask to speak")).to_be_visible()
    return asked


@pytest.mark.req("REQ-35")
async def test_a_silent_signal_looks_in_every_pixel_and_byte_like_asking_to_speak(
    service: Quorate, browser: Browser, tmp_path: Path
) -> None:
    async with mother_inside(service, browser) as (mother, chair):
        await mother.is_still()
        # Once beforehand: letters that were drawn again differ by a shade from those drawn first.
        await ask_and_take_back(mother, chair)
        asked = await ask_and_take_back(mother, chair)

        signalled = await look_on(mother, presses=2)
        await chair.until(lambda: len(waiting(chair, "signals")) == 1)

        for moment in ("before", "at_once", "after"):
            one, other = getattr(asked, moment), getattr(signalled, moment)
            (tmp_path / f"{moment}-asked.png").write_bytes(one)
            (tmp_path / f"{moment}-signalled.png").write_bytes(other)
            assert one == other, (moment, tmp_path)
        assert len({asked.before, asked.at_once, asked.after}) == 3
        assert asked.said == signalled.said
        assert asked.sizes == signalled.sizes
        assert len(asked.sizes) == 1
        for seconds in (asked.seconds, signalled.seconds):
            assert WINDOW - 0.1 < seconds < WINDOW + 0.7


@pytest.mark.req("REQ-35")
async def test_a_long_press_of_asking_to_speak_is_the_signal_as_well(
    service: Quorate, browser: Browser
) -> None:
    async with mother_inside(service, browser) as (mother, chair):
        await mother.tool("Ask to speak").hover()
        await mother.page.mouse.down()
        await expect(mother.tool("One moment…")).to_be_visible()
        await mother.page.mouse.up()
        await chair.until(lambda: len(waiting(chair, "signals")) == 1)
        await expect(mother.tool("Stop asking")).to_be_visible()


# ---------------------------------------------------------------- where one is, and the line


async def test_where_one_is_stands_beside_the_controls_in_words(
    service: Quorate, browser: Browser
) -> None:
    async with mother_inside(service, browser) as (mother, chair):
        here = mother.page.locator(".q-where")
        await expect(here).to_contain_text(f"Section 1: {WELCOME}")
        await expect(here).to_contain_text("Connection: good")
        leg = next(leg for leg in chair.person(MOTHER)["legs"] if leg["zone"] == "main")
        held = await chair.put(f"/legs/{leg['leg_id']}/hold", {"notice_minutes": 5})
        assert held.is_success
        await expect(here).to_contain_text(
            "The chair has asked you to wait. "
            "You cannot hear anyone, and nobody can hear or see you."
        )


@pytest.mark.req("REQ-74", partial="phone")
async def test_whoever_is_muted_reads_why_and_until_when_and_then_that_they_may_speak(
    service: Quorate, browser: Browser
) -> None:
    async with mother_inside(service, browser) as (mother, chair):
        path = f"/participants/{chair.person(MOTHER)['participant_id']}"
        assert (await chair.put(f"{path}/mute", {"reason": "Too many at once"})).is_success
        alert = mother.page.get_by_role("alert").filter(has_text="The chair has muted you")
        await expect(alert).to_be_visible()
        await expect(mother.page.get_by_text("This lasts until the chair")).to_be_visible()
        assert (await chair.put(f"{path}/unmute", {})).is_success
        await expect(mother.page.get_by_text("You may speak")).to_be_visible()


async def test_a_lost_connection_is_told_tried_again_and_comes_back_by_itself(
    service: Quorate, browser: Browser
) -> None:
    async with mother_inside(service, browser) as (mother, chair):
        page = mother.page
        await page.context.set_offline(True)
        lost = page.get_by_role("region", name="Connection: lost")
        await expect(lost.get_by_role("alert")).to_contain_text("The connection is lost.")
        await expect(lost).to_contain_text("We try again in")
        await lost.get_by_role("button", name="Reconnect").click()
        await expect(lost).to_contain_text("ring the person who sent you your link")
        await chair.until(lambda: waiting(chair, "missing") != [], within=40)
        await page.context.set_offline(False)
        await expect(lost).to_have_count(0)
        await expect(page.get_by_role("button", name="Send my answers")).to_be_visible()
        await expect(page.get_by_role("list", name="People here")).to_have_count(0)


# ---------------------------------------------------------------- the page itself


async def test_the_largest_text_fits_a_small_telephone_and_is_kept_on_the_device(
    service: Quorate, browser: Browser
) -> None:
    async with mother_inside(service, browser) as (mother, _):
        page = mother.page
        await page.set_viewport_size(PHONE_SIZE)
        usual = await page.evaluate(ROOT_SIZE)
        await mother.press("Larger text")
        await mother.press("Largest text")
        assert await page.evaluate(ROOT_SIZE) >= 1.4 * usual
        assert await page.evaluate(TOO_WIDE) <= 0
        for name in ("Turn camera off", "Ask to speak", "Usual text", "Leave"):
            await is_whole_and_large(mother.tool(name), page)
        await page.reload()
        await expect(page.locator("html")).to_have_attribute("data-text", "largest")


async def is_whole_and_large(tool: Locator, page: Page) -> None:
    """In the window without scrolling, and large enough for a finger."""
    box = await tool.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE_SIZE["width"]
    assert box["y"] + box["height"] <= PHONE_SIZE["height"]
    assert min(box["width"], box["height"]) >= 44
    inner = await tool.evaluate(
        "(e) => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]"
    )
    assert max(inner) <= 0, (page.url, inner)


async def test_single_keys_work_and_can_be_switched_off(service: Quorate, browser: Browser) -> None:
    async with mother_inside(service, browser) as (mother, chair):
        keys = mother.page.keyboard
        await keys.press("m")
        await expect(mother.tool("Unmute microphone")).to_be_visible()
        await keys.press("v")
        await expect(mother.tool("Turn camera on")).to_be_visible()
        await keys.press("r")
        await chair.until(lambda: len(waiting(chair, "queue")) == 1)
        assert waiting(chair, "signals") == []
        await keys.press("p")
        people = mother.page.get_by_role("region", name="People")
        await expect(people.get_by_role("listitem")).to_have_count(2)
        await keys.press("?")
        help_box = mother.page.get_by_role("region", name="Help")
        await help_box.get_by_role("checkbox", name="Use single keys").uncheck()
        await keys.press("Escape")
        await mother.page.locator("h1").first.click()
        await keys.press("m")
        await keys.press("p")
        await expect(people).to_have_count(0)
        await expect(mother.tool("Unmute microphone")).to_be_visible()
        await keys.press("F2")
        await expect(mother.tool("Unmute microphone")).to_be_focused()


async def test_leaving_asks_once_and_offers_the_way_back(
    service: Quorate, browser: Browser
) -> None:
    async with mother_inside(service, browser) as (mother, _):
        await mother.press("Leave")
        await mother.press("Cancel")
        await mother.is_inside()
        await mother.press("Leave")
        await mother.press("Leave now")
        await mother.sees("You have left")
        await expect(mother.page.get_by_role("list", name="People here")).to_have_count(0)
        await mother.press("Join again")
        await expect(mother.page.get_by_role("heading", name="You have left")).to_have_count(0)
        await expect(mother.page.get_by_role("heading", level=1)).to_be_visible()
