"""The way in, in real browsers: language, devices, connection, rules, questions; the way out."""

import subprocess
import sys
from collections.abc import AsyncIterator, Generator
from itertools import cycle
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from bench.stage.network import Cable
from bench.support.browser import (
    CHROMIUM,
    FLAGS,
    accept_rules,
    answer_questions,
    go_on,
    open_link,
    turn_on,
    walk_in,
)
from bench.support.service import Quorate, running
from bench.support.visitor import Chair, Visitor
from tests.journeys.family import CHAIR, FATHER, MOTHER, OTHERS, write_conference
from tests.journeys.people import PATIENCE_MS, tab_in

pytestmark = pytest.mark.browser

NUMBER = "01632 960500"
RESTART_MS = 60_000
GUESTS = cycle([MOTHER, FATHER, *OTHERS])


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Generator[Quorate]:
    folder = tmp_path_factory.mktemp("service")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("QUORATE_PHONE_NUMBER", NUMBER)
        with running(folder / "data", spec=write_conference(folder)) as started:
            yield started


@pytest.fixture
def guest() -> str:
    """Another one for each test: nobody is there twice, and no link is opened too often."""
    return next(GUESTS)


async def plain_browser(*without: str, more: tuple[str, ...] = ()) -> AsyncIterator[Page]:
    """A page of a browser that lacks some of the usual flags."""
    flags = [flag for flag in FLAGS if not flag.startswith(without)]
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*flags, *more])
        context = await started.new_context()
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        yield page
        await started.close()


async def sees(page: Page, heading: str) -> None:
    await expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


# ---------------------------------------------------------------- the steps


async def test_every_step_comes_after_the_one_before_and_says_one_thing(
    service: Quorate, browser: Browser, guest: str
) -> None:
    async with tab_in(browser) as page:
        await page.goto(service.link(guest))
        await expect(page.get_by_role("button", name="Parhau yn Gymraeg")).to_be_visible()
        await press(page, "Continue in English")
        await sees(page, "Getting ready")
        await expect(page.get_by_text(guest)).to_be_visible()
        await go_on(page)
        await sees(page, "Your camera and microphone")
        await press(page, "Turn on camera and microphone")
        await sees(page, "See and hear yourself")
        await expect(page.get_by_role("combobox", name="Microphone")).to_be_visible()
        await expect(page.get_by_role("combobox", name="Camera")).to_be_visible()
        await expect(page.get_by_role("combobox", name="Speaker")).to_be_visible()
        await expect(page.get_by_text("Your microphone works.")).to_be_visible()
        await press(page, "Play a sound")
        await go_on(page)
        await sees(page, "Your connection")
        await expect(page.get_by_text("Your connection is good.")).to_be_visible()
        await expect(page.get_by_text("bit/s")).to_have_count(0)
        await go_on(page)
        await accept_rules(page)
        await sees(page, "Who is with you?")
        await answer_questions(page)
        await sees(page, "You are in the right place")


async def test_the_same_steps_in_welsh_and_the_toggle_keeps_its_place(
    service: Quorate, browser: Browser, guest: str
) -> None:
    async with tab_in(browser) as page:
        await page.goto(service.link(guest))
        await press(page, "Parhau yn Gymraeg")
        await sees(page, "Paratoi")
        await press(page, "Parhau")
        await press(page, "Ymuno heb gamera na meicroffon")
        await sees(page, "Gweld a chlywed eich hun")
        await page.get_by_role("link", name="View this page in English").click()
        await sees(page, "See and hear yourself")
        await page.get_by_role("link", name="Gweld y dudalen hon yn Gymraeg").click()
        await press(page, "Parhau")
        await sees(page, "Eich cysylltiad")
        await press(page, "Parhau")
        await page.locator("input[name=will_not_record][value=yes]").check()
        await press(page, "Parhau")
        await answer_questions(page)
        await sees(page, "Rydych chi yn y lle iawn")
        await page.goto("about:blank")
        await page.goto(service.link(guest))
        await expect(page.get_by_role("button", name="Parhau", exact=True)).to_be_visible()


async def test_a_page_that_is_loaded_again_comes_back_to_its_step_with_its_devices(
    service: Quorate, browser: Browser, guest: str
) -> None:
    async with tab_in(browser) as page:
        await open_link(page, service.link(guest))
        await go_on(page)
        await page.reload()
        await sees(page, "Your camera and microphone")
        await turn_on(page)
        await page.reload()
        await sees(page, "Your connection")
        await go_on(page)
        await accept_rules(page)
        await sees(page, "Who is with you?")
        await page.locator("input[name=alone][value=yes]").check()
        await page.reload()
        await sees(page, "Who is with you?")
        assert await page.locator("input:checked").count() == 0
        assert await page.locator("input[name=will_not_record]").count() == 2
        await answer_questions(page)
        await sees(page, "You are in the right place")
        await expect(page.get_by_role("button", name="Mute microphone")).to_be_visible()


async def test_whoever_has_done_it_before_on_this_device_skips_the_checks(
    service: Quorate, browser: Browser, guest: str
) -> None:
    async with tab_in(browser) as page:
        await open_link(page, service.link(guest))
        await expect(page.get_by_role("button", name="skip the checks")).to_have_count(0)
        await walk_in(page)
        await sees(page, "You are in the right place")
        again = await page.context.new_page()
        again.set_default_timeout(PATIENCE_MS)
        await open_link(again, service.link(guest))
        await again.get_by_role("button", name="skip the checks").click()
        await accept_rules(again)
        await answer_questions(again)
        await sees(again, "You are in the right place")
        await sees(page, "This page is open in another tab")


# ---------------------------------------------------------------- what does not work


async def test_blocked_devices_are_told_with_the_way_to_unblock_and_the_telephone(
    service: Quorate, guest: str
) -> None:
    async for page in plain_browser("--use-fake-ui", more=("--deny-permission-prompts",)):
        await open_link(page, service.link(guest))
        await go_on(page)
        await press(page, "Turn on camera and microphone")
        told = page.get_by_role("alert").filter(has_text="is blocked")
        await expect(told).to_contain_text("Set Camera and Microphone to Allow")
        await expect(page.get_by_role("link", name=NUMBER)).to_be_visible()
        await press(page, "Show me a new PIN")
        await expect(page.get_by_text("Your PIN is:")).to_be_visible()
        await turn_on(page, "Join without camera or microphone")
        await go_on(page)
        await accept_rules(page)
        await answer_questions(page)
        await sees(page, "You are in the right place")


async def test_absent_devices_are_told_apart_from_blocked_ones(
    service: Quorate, guest: str
) -> None:
    async for page in plain_browser("--use-fake-device"):
        await open_link(page, service.link(guest))
        await go_on(page)
        await press(page, "Turn on camera and microphone")
        told = page.get_by_role("alert").filter(has_text="was found")
        await expect(told).to_contain_text("No camera or microphone was found")


async def test_a_line_that_carries_nothing_more_is_told_to_use_the_telephone(
    service: Quorate, browser: Browser, guest: str
) -> None:
    async with tab_in(browser) as page:
        await open_link(page, service.link(guest))
        await go_on(page)
        await turn_on(page)
        await page.context.route("**/probe*", lambda route: route.abort())
        await page.context.route("**/probe/*", lambda route: route.abort())
        await page.get_by_role("button", name="Check again").click()
        await expect(page.get_by_text("Your connection is poor at the moment.")).to_be_visible()
        await expect(page.get_by_role("link", name=NUMBER)).to_be_visible()


async def test_an_apps_own_window_is_told_at_once_with_the_whole_link_to_copy(
    service: Quorate, browser: Browser, guest: str
) -> None:
    agent = "Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 Chrome/120 [FB_IAB/FB4A]"
    context = await browser.new_context(user_agent=agent)
    page = await context.new_page()
    await page.goto(service.link(guest))
    address = page.get_by_role("textbox", name="Address to copy")
    await expect(address).to_have_value(service.link(guest))
    await expect(page.get_by_text(f"Or ring {NUMBER}.")).to_be_visible()
    await press(page, "Copy the address")
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    await context.close()


# ---------------------------------------------------------------- the lobby


async def test_whoever_waits_reads_what_the_chair_tells_all_and_of_a_second_device(
    service: Quorate, browser: Browser, guest: str
) -> None:
    async with tab_in(browser) as page, Chair(service.link(CHAIR)) as chair:
        await chair.arrive()
        await open_link(page, service.link(guest))
        await walk_in(page, "Join without camera or microphone")
        await sees(page, "You are in the right place")
        body = {"minutes": 10, "words": "A room is being prepared."}
        assert (await chair.put("/waiting-notice", body)).status_code == 204
        lobby = page.locator(".q-lobby")  # the announcement says the same
        await expect(lobby.get_by_text("It will take about 10 more minutes.")).to_be_visible()
        await expect(lobby.get_by_text("A room is being prepared.")).to_be_visible()
        async with Visitor(service.link(guest)) as second:
            await second.arrive(media=False)
            await expect(page.get_by_text("Your link was opened on another device")).to_be_visible()
            assert not second.view["own"]["opened_elsewhere"]
            devices = chair.person(guest)["legs"]
            assert all(leg["second_device"] for leg in devices)
        assert (await chair.put("/waiting-notice", {"minutes": None, "words": None})).is_success
        await expect(page.get_by_text("A room is being prepared.")).to_have_count(0)


async def test_after_the_connection_was_lost_the_lobby_is_there_again(
    service: Quorate, browser: Browser, guest: str
) -> None:
    async with tab_in(browser) as page:
        await open_link(page, service.link(guest))
        await walk_in(page)
        await sees(page, "You are in the right place")
        service.kill_api()
        again = page.get_by_role("heading", name="Tell us again who is with you")
        await expect(again).to_be_visible(timeout=RESTART_MS)
        await answer_questions(page)
        await sees(page, "You are in the right place")


# ---------------------------------------------------------------- the other browser


def test_the_same_way_in_by_firefox(tmp_path: Path) -> None:
    with Cable() as cable:
        command = cable.at_server(
            [sys.executable, "-m", "tests.journeys.joining_in_firefox", str(tmp_path)]
        )
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.stdout == "joined\n", done.stderr[-4000:]
