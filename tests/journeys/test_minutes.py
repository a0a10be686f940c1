"""The minute channel in real browsers: what is typed survives, and nobody else reads it."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    Error,
    Locator,
    Page,
    Playwright,
    async_playwright,
    expect,
)

from app.domain.agenda.codes import SCRIPT
from bench.support.browser import CHROMIUM, FLAGS, launch
from bench.support.service import Quorate
from bench.support.visitor import Chair, Json
from tests.journeys.family import CHAIR, MINUTE_TAKER, MOTHER, VIEWS, WITHOUT_FAMILY
from tests.journeys.people import PATIENCE_MS, TONES, Person, tab_in

pytestmark = pytest.mark.browser

SENTENCE = "The heliotrope umbrella was mended on Thursday"
HALF = "The heliotrope umb"
SECRET = "The address is in the green folder"

KEPT_ON_DISK = """async (secret) => {
  const open = indexedDB.open("quorate");
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = (name) => new Promise((done) => {
    const asked = database.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const words = await all("words");
  const keys = await all("keys");
  const text = words.map(({ sealed }) => new TextDecoder().decode(sealed)).join(" ");
  const readable = await Promise.all(keys.map((key) =>
    crypto.subtle.exportKey("raw", key).then(() => true, () => false)));
  database.close();
  return { words: words.length, keys: keys.length, bare: text.includes(secret), readable };
}"""
"""How many words and keys this browser holds, and whether anybody could read them there."""


COUNT_ON_DISK = """async (wanted) => {
  const open = indexedDB.open("quorate");
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const asked = database.transaction("words").objectStore("words").count();
  const count = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  database.close();
  return count === wanted;
}"""


@pytest.fixture(scope="module")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as started:
        yield started


@pytest.fixture(scope="module")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    started = await launch(playwright)
    yield started
    await started.close()


@dataclass
class Writer:
    """The minute taker in front of a page."""

    page: Page

    async def type(self, keys: str) -> None:
        await self.words.press_sequentially(keys)

    @property
    def words(self) -> Locator:
        return self.page.get_by_role("textbox", name="What was said")

    async def holds(self, words: int) -> None:
        """So many are on this device."""
        await self.page.wait_for_function(COUNT_ON_DISK, arg=words)

    async def kept(self) -> Json:
        found: Json = await self.page.evaluate(KEPT_ON_DISK, SECRET)
        return found


@asynccontextmanager
async def chairing(service: Quorate) -> AsyncGenerator[Chair]:
    async with Chair(service.link(CHAIR)) as chair:
        await chair.arrive(media=False)
        await chair.course("open")
        await chair.until(lambda: chair.screen == "inside")
        yield chair


async def write_inside(chair: Chair, page: Page, service: Quorate) -> Writer:
    """The minute taker, let in and ready to write."""
    writer = Writer(page)
    page.set_default_timeout(PATIENCE_MS)
    await Person(MINUTE_TAKER, service.link(MINUTE_TAKER), TONES[0], page).arrive()
    await let_in(chair)
    await expect(writer.words).to_be_visible(timeout=PATIENCE_MS)
    return writer


async def let_in(chair: Chair) -> None:
    answer = await chair.admit(MINUTE_TAKER)
    assert answer.status_code == 204, answer.text


def texts(chair: Chair) -> list[str]:
    return [line["text"] for line in chair.view["screen"].get("lines", [])]


async def reads(chair: Chair, *lines: str) -> None:
    await chair.until(lambda: texts(chair) == list(lines))


@asynccontextmanager
async def profile(playwright: Playwright, folder: Path) -> AsyncGenerator[BrowserContext]:
    """A browser that is ended like a crash: its storage stays, and nothing is told to the page."""
    context = await playwright.chromium.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=[*FLAGS]
    )
    yield context
    await context.close()


@pytest.mark.req("REQ-79", partial="pages")
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
            await writer.holds(2)
            assert await writer.kept() == {
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
            await writer.holds(0)


async def own_letter(writer: Writer) -> str:
    options = writer.page.get_by_role("combobox", name="Who is speaking").locator("option")
    label = await options.filter(has_text=MINUTE_TAKER).inner_text()
    return label.rpartition("/")[2][0]


async def crash(page: Page) -> None:
    """The process of the tab is killed: no event tells it so."""
    with pytest.raises(Error):
        await page.goto("chrome://crash")


async def test_leaving_takes_what_was_typed_off_the_device(
    service: Quorate, browser: Browser
) -> None:
    async with chairing(service) as chair, tab_in(browser) as page:
        writer = await write_inside(chair, page, service)
        await writer.type(SECRET)
        await expect(page.get_by_text("What you type is kept on this device")).to_be_visible()
        await page.locator("#quick-exit").click()
        await page.wait_for_url("**/left")
        found = await writer.kept()
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


@pytest.mark.req("REQ-80", partial="pages")
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


async def change_elsewhere(page: Page, chair: Chair, text: str) -> None:
    line = chair.view["screen"]["lines"][0]["line_id"]
    path = page.url.partition("/live")[0] + f"/lines/{line}/text"
    status: int = await page.evaluate(
        """async ([path, text]) => {
          const headers = { "content-type": "application/json" };
          const body = JSON.stringify({ text, reason: "Elsewhere", known: 0 });
          return (await fetch(path, { method: "PUT", headers, body })).status;
        }""",
        [path, text],
    )
    assert status == 204
    await reads(chair, text)


@pytest.mark.req("REQ-82", partial="pages")
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


async def tick_script(chair: Chair) -> None:
    for step in SCRIPT:
        assert (await chair.put(f"/script/{step}", {})).status_code == 204


async def go_to(chair: Chair, title: str) -> None:
    await chair.section(title)
    await chair.until(lambda: chair.view["screen"].get("section") == title)
