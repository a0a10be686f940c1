"""The minute taker in front of a page, and what her browser keeps."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import anyio
import pytest
from playwright.async_api import BrowserContext, Error, Locator, Page, Playwright, expect

from app.domain.agenda.codes import SCRIPT
from bench.support.browser import (
    CHROMIUM,
    FLAGS,
    NEITHER,
    open_link,
    walk_in,
)
from bench.support.service import Quorate
from bench.support.visitor import Chair, Json, Visitor, new_line_id
from tests.journeys.family import CHAIR, MINUTE_TAKER
from tests.journeys.people import PATIENCE_MS

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


TEXTS_ON_DISK = """async () => {
  const open = indexedDB.open("quorate");
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const stores = database.transaction(["keys", "words"]);
  const all = (name) => new Promise((done) => {
    const asked = stores.objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const [[key], words] = await Promise.all([all("keys"), all("words")]);
  database.close();
  return Promise.all(words.map(async ({ iv, sealed }) => {
    const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
    return JSON.parse(new TextDecoder().decode(bytes)).text;
  }));
}"""
"""What the page itself can read of what it keeps."""


@dataclass
class Writer:
    """The minute taker in front of a page."""

    page: Page

    async def type(self, keys: str) -> None:
        await self.words.press_sequentially(keys)

    @property
    def words(self) -> Locator:
        return self.page.get_by_role("textbox", name="What was said")

    async def holds(self, *texts: str) -> None:
        """These are on this device, and no others."""
        with anyio.fail_after(PATIENCE_MS / 1000):
            while sorted(await self.page.evaluate(TEXTS_ON_DISK)) != sorted(texts):
                continue

    async def kept(self, secret: str) -> Json:
        found: Json = await self.page.evaluate(KEPT_ON_DISK, secret)
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
    await open_link(page, service.link(MINUTE_TAKER))
    await walk_in(page, NEITHER)
    await let_in(chair)
    await expect(writer.words).to_be_visible(timeout=PATIENCE_MS)
    return writer


async def let_in(chair: Chair) -> None:
    """Once the connection of before, if there was one, is gone."""

    def is_outside() -> bool:
        return all(leg["zone"] != "main" for leg in chair.person(MINUTE_TAKER)["legs"])

    await chair.until(is_outside, within=PATIENCE_MS / 1000)
    answer = await chair.admit(MINUTE_TAKER)
    assert answer.status_code == 204, answer.text


def lines_of(reader: Visitor) -> list[Json]:
    lines: list[Json] = reader.view["screen"].get("lines", [])
    return lines


def texts(reader: Visitor) -> list[str]:
    return [line["text"] for line in lines_of(reader)]


async def write_as(taker: Visitor, text: str) -> None:
    """Without a page."""
    minutes = taker.view["screen"]["minutes"]
    said = {"speaker": minutes["speakers"][0]["participant_id"], "kind": "fact", "text": text}
    line = {"line_id": new_line_id(), "section_id": minutes["section_id"], "began_seconds_ago": 1}
    answer = await taker.http.post(f"{taker.path}/lines", json={**line, **said})
    assert answer.status_code == 204, answer.text


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


async def own_letter(writer: Writer) -> str:
    options = writer.page.get_by_role("combobox", name="Who is speaking").locator("option")
    label = await options.filter(has_text=MINUTE_TAKER).inner_text()
    return label.rpartition("/")[2][0]


async def crash(page: Page) -> None:
    """The process of the tab is killed: no event tells it so."""
    with pytest.raises(Error):
        await page.goto("chrome://crash")


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


async def tick_script(chair: Chair) -> None:
    for step in SCRIPT:
        assert (await chair.put(f"/script/{step}", {})).status_code == 204


async def go_to(chair: Chair, title: str) -> None:
    await chair.section(title)
    await chair.until(lambda: chair.view["screen"].get("section") == title)
