"""The minute channel in real browsers: what is typed survives, and nobody else reads it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Playwright, async_playwright, expect

from bench.support.browser import launch
from bench.support.service import Quorate
from bench.support.visitor import Visitor
from tests.journeys.family import CHAIR, MINUTE_TAKER, MOTHER, VIEWS, WITHOUT_FAMILY
from tests.journeys.people import TONES, ChairPerson, tab_in
from tests.journeys.writing import (
    chairing,
    change_elsewhere,
    crash,
    go_to,
    lines_of,
    own_letter,
    profile,
    reads,
    texts,
    tick_script,
    write_as,
    write_inside,
)

pytestmark = [pytest.mark.browser]

SENTENCE = "The heliotrope umbrella was mended on Thursday"
HALF = "The heliotrope umb"
SECRET = "The address is in the green folder"


@pytest.fixture(scope="module")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as started:
        yield started


@pytest.fixture(scope="module")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    started = await launch(playwright)
    yield started
    await started.close()


@pytest.mark.req("REQ-79")
async def test_a_line_is_written_by_keys_alone_and_read_by_the_chair(
    service: Quorate, browser: Browser
) -> None:
    async with chairing(service) as chair, tab_in(browser) as page:
        writer = await write_inside(chair, page, service)
        keys = page.get_by_role("combobox", name="Who is speaking")
        label = await keys.locator("option", has_text=MOTHER).inner_text()
        letter = label.rpartition("/")[2][0]
        await writer.words.focus()
        await page.keyboard.type(f"/{letter}")
        await expect(keys.locator("option:checked")).to_have_text(label)
        await expect(writer.words).to_have_value("")
        await page.keyboard.type(f"/3{SENTENCE}")
        await page.keyboard.press("Enter")
        await reads(chair, SENTENCE)
        line = chair.view["screen"]["lines"][0]
        assert (line["speaker_name"], line["kind"]) == (MOTHER, "account")
        await expect(writer.words).to_be_focused()
        await expect(page.get_by_role("listitem").filter(has_text=SENTENCE)).to_have_count(1)


async def test_a_tab_that_is_killed_gives_back_what_was_typed_and_sends_what_was_written(
    service: Quorate, playwright: Playwright, tmp_path: Path
) -> None:
    async with chairing(service) as chair:
        async with profile(playwright, tmp_path / "profile") as context:
            writer = await write_inside(chair, await context.new_page(), service)
            await writer.type(f"/{await own_letter(writer)}")
            await context.route("**/lines", lambda route: route.abort())
            await writer.type(SECRET)
            await writer.page.keyboard.press("Enter")
            await expect(writer.page.get_by_text("1 line is being sent")).to_be_visible()
            await writer.type(HALF)
            await writer.holds(SECRET, HALF)
            assert await writer.kept(SECRET) == {
                "words": 2,
                "keys": 1,
                "bare": False,
                "readable": [False],
            }
            await crash(writer.page)
        assert texts(chair) == []

        async with profile(playwright, tmp_path / "profile") as context:
            writer = await write_inside(chair, await context.new_page(), service)
            await expect(writer.words).to_have_value(HALF)
            await reads(chair, SECRET)
            await writer.type("rella")
            await writer.page.keyboard.press("Enter")
            await reads(chair, SECRET, "The heliotrope umbrella")
            await expect(writer.page.get_by_text("being sent")).to_have_count(0)
            await writer.holds()


async def test_leaving_takes_what_was_typed_off_the_device(
    service: Quorate, browser: Browser
) -> None:
    async with chairing(service) as chair, tab_in(browser) as page:
        writer = await write_inside(chair, page, service)
        await writer.type(SECRET)
        await expect(page.get_by_text("What you type is kept on this device")).to_be_visible()
        await page.locator("#quick-exit").click()
        await page.wait_for_url("**/left")
        found = await writer.kept(SECRET)
        assert (found["words"], found["keys"]) == (0, 0)


async def test_a_line_cut_off_from_the_service_is_written_once_when_it_is_back(
    service: Quorate, browser: Browser
) -> None:
    async with chairing(service) as chair, tab_in(browser) as page:
        writer = await write_inside(chair, page, service)
        await writer.type(f"/{await own_letter(writer)}")
        await page.context.set_offline(offline=True)
        for line in ("One.", "Two.", "Three."):
            await writer.type(line)
            await page.keyboard.press("Enter")
        await expect(page.get_by_text("3 lines are being sent")).to_be_visible()
        await page.context.set_offline(offline=False)
        await reads(chair, "One.", "Two.", "Three.")
        await expect(page.get_by_text("being sent")).to_have_count(0)


@pytest.mark.req("REQ-80")
async def test_two_writers_change_one_line_and_neither_loses_a_word(
    service: Quorate, browser: Browser
) -> None:
    """The same minute taker at two tabs: each has a draft of their own, and the second is told."""
    async with chairing(service) as chair, tab_in(browser) as page:
        writer = await write_inside(chair, page, service)
        await writer.type(f"/{await own_letter(writer)}{SENTENCE}")
        await page.keyboard.press("Enter")
        await reads(chair, SENTENCE)
        await page.get_by_role("button", name="Change").first.click()
        await page.get_by_role("button", name="New words").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_role("textbox", name="What was said").fill("Mine.")
        await dialog.get_by_role("textbox", name="Why the words change").fill("Clearer")
        await change_elsewhere(page, chair, "Theirs.")
        await expect(dialog.get_by_text("Theirs.")).to_be_visible()
        await dialog.get_by_role("button", name="Save new words").click()
        await expect(dialog.get_by_role("textbox", name="What was said")).to_have_value("Mine.")
        await reads(chair, "Theirs.")
        await dialog.get_by_role("button", name="I have read this").click()
        await dialog.get_by_role("button", name="Save new words").click()
        await reads(chair, "Mine.")
        assert chair.view["screen"]["lines"][0]["earlier"] == [SENTENCE, "Theirs."]


@pytest.mark.req("REQ-82")
async def test_what_was_begun_in_a_closed_part_is_written_there_and_looks_restricted(
    service: Quorate, browser: Browser
) -> None:
    async with chairing(service) as chair, tab_in(browser) as page:
        writer = await write_inside(chair, page, service)
        await tick_script(chair)
        await go_to(chair, WITHOUT_FAMILY)
        await expect(page.get_by_text("Restricted", exact=True)).to_be_visible()
        await writer.type(f"/{await own_letter(writer)}{SECRET}")
        await go_to(chair, VIEWS)
        await expect(page.get_by_text("You began this line in")).to_be_visible()
        await page.keyboard.press("Enter")
        await reads(chair, SECRET)
        line = chair.view["screen"]["lines"][0]
        assert (line["section"], line["restricted"]) == (WITHOUT_FAMILY, True)
        row = page.get_by_role("listitem").filter(has_text=SECRET)
        await expect(row.get_by_text("Restricted", exact=True)).to_be_visible()
        border = await row.evaluate("row => getComputedStyle(row).borderLeftStyle")
        assert border == "double"


@pytest.mark.req("REQ-85")
async def test_the_chair_flags_a_line_and_reads_what_each_would_get_before_anything_is_approved(
    service: Quorate, browser: Browser
) -> None:
    async with tab_in(browser) as page, Visitor(service.link(MINUTE_TAKER)) as taker:
        chair = ChairPerson(CHAIR, service.link(CHAIR), TONES[0], page)
        await chair.arrive()
        await taker.arrive(media=False)
        await chair.press("Open the conference")
        await chair.is_inside()
        if taker.screen != "inside":
            await chair.admit(MINUTE_TAKER)
        await taker.until(lambda: taker.screen == "inside")
        await chair.complete_script()
        await chair.go_to(WITHOUT_FAMILY)
        await taker.until(lambda: taker.view["screen"].get("section") == WITHOUT_FAMILY)
        await write_as(taker, SENTENCE)
        row = page.get_by_role("listitem").filter(has_text=SENTENCE)
        await row.get_by_role("button", name="Flag").click()
        await page.get_by_role("textbox", name="What should they look at?").fill("Which Thursday?")
        await page.get_by_role("button", name="Flag now").click()
        await taker.until(lambda: lines_of(taker)[0]["flag_note"] == "Which Thursday?")
        await page.get_by_role("button", name="Show what is still to be done").click()
        reader = page.get_by_role("combobox", name="Whose copy")
        mother = reader.locator("option", has_text=MOTHER)
        await reader.select_option(await mother.get_attribute("value"))
        copy = page.get_by_role("article", name=f"Copy for {MOTHER}")
        await expect(copy.get_by_text("Confidential.")).to_be_visible()
        await expect(copy.get_by_text(SENTENCE)).to_have_count(0)
        await expect(page.get_by_role("button", name="Approve")).to_have_count(0)
        await reader.select_option(
            await reader.locator("option", has_text=MINUTE_TAKER).get_attribute("value")
        )
        taker_copy = page.get_by_role("article", name=f"Copy for {MINUTE_TAKER}")
        await expect(taker_copy.get_by_text(SENTENCE)).to_be_visible()
