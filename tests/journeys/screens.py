"""Every kind of page and state, reached one after the other, for whoever looks at them all.

A look is given a name and a page in one of four shapes: wide or narrow, in English or Welsh. What
the chair does goes by the routes of her own page, so that words on buttons may change.
"""

import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal, Self

import httpx2
from playwright.async_api import Page, Response, WebSocket, expect

from bench.support.browser import CLEAR
from bench.support.visitor import Chair, Json
from tests.journeys.family import FATHER, SOCIAL_WORKER, write_conference

ROOM = "Civic Centre"
Language = Literal["en", "cy"]
Shape = tuple[int, Language]
WIDE, NARROW = 1280, 390
HEIGHTS = {WIDE: 900, NARROW: 844}
SHAPES: tuple[Shape, ...] = ((WIDE, "en"), (WIDE, "cy"), (NARROW, "en"), (NARROW, "cy"))

Look = Callable[[str, Page, Shape], Awaitable[None]]
"""What is done with each page that is reached: its name, and the shape it is in."""

SEND = """
async ([method, path, body]) => {
  const headers = { "content-type": "application/json" };
  const request = { method, headers, body: JSON.stringify(body) };
  const answer = await fetch(path, request);
  return [answer.status, await answer.text()];
}
"""
TELL_OF_SOCKETS = """
const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => window.received(data));
    this.addEventListener("close", () => window.sent('{"type": "closed"}'));
  }
  send(text) {
    window.sent(text);
    super.send(text);
  }
};
"""
"""Debian's Firefox tells nobody else of its sockets."""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
CHANGED = """([before, address]) => {
  const main = document.querySelector("main");
  if (location.href !== address) return true;
  return main?.innerText !== before && main?.querySelector("button:disabled") === null;
}"""
"""Once what was pressed has come to its end: devices take their time to open."""
ONWARD = "button:not(.govuk-button--secondary, .govuk-button--warning, .q-link-button, .q-back)"
ANY = "button:not(.q-back)"
SILENTLY = re.compile("^Use this device without sound")
STEPS_AT_MOST = 14


async def nobody_looks(_: str) -> None:
    return


class AtPage(Chair):
    """A person at a real page: their newest view is read off the page's own socket."""

    def __init__(self, link: str, page: Page) -> None:
        super().__init__(link)
        self.link = link
        self.page = page
        self.sent: set[str] = set()
        self.asked: set[str] = set()
        """Every address that the page has asked for anything."""
        self.policies: set[str] = set()
        page.on("request", lambda request: self.asked.add(request.url))
        page.on("response", self._note_policy)

    async def __aenter__(self) -> Self:
        browser = self.page.context.browser
        if browser is not None and browser.browser_type.name == "firefox":
            await self.page.expose_function("received", self._read_frame)
            await self.page.expose_function("sent", self._read_sent)
            await self.page.add_init_script(TELL_OF_SOCKETS)
        else:
            self.page.on("websocket", self._follow)
        return await super().__aenter__()

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._read_frame)
        socket.on("framesent", self._read_sent)
        socket.on("close", lambda _: self._note({"type": "closed"}))

    def _read_frame(self, text: str | bytes) -> None:
        self._take(json.loads(text))

    def _read_sent(self, text: str | bytes) -> None:
        self._note(json.loads(text))

    def _note(self, message: Json) -> None:
        self.sent.add(message["type"])
        self._ring()

    def _note_policy(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.policies.add(response.headers.get("content-security-policy", ""))

    async def put(self, path: str, body: Json) -> httpx2.Response:
        return await self.ask("PUT", path, body)

    async def ask(self, method: str, path: str, body: Json) -> httpx2.Response:
        """As this page would."""
        status, text = await self.page.evaluate(SEND, [method, f"{self.path}{path}", body])
        return httpx2.Response(status, text=text)

    async def sees(self, screen: str) -> None:
        await self.until(lambda: self.screen == screen)

    async def is_in(self, section: str) -> None:
        await self.until(lambda: self.view["screen"].get("section") == section)

    async def is_told(self, notice: str) -> None:
        def is_told() -> bool:
            told = self.view["screen"]["notice"] if self.screen == "waiting" else None
            return bool(told) and told["code"] == notice

        await self.until(is_told)

    async def walk_in(
        self, look: Callable[[str], Awaitable[None]] = nobody_looks, *, silently: bool = False
    ) -> None:
        """Whatever the steps are: look, answer what is asked, press the one button that goes on.

        `silently`: as the device that somebody in a shared room has beside the room's own.
        """
        await self.page.goto(self.link)
        for step in range(STEPS_AT_MOST):
            await look(f"{step}")
            quietly = self.page.get_by_role("button", name=SILENTLY)
            if silently and await quietly.count():
                await quietly.click()
                await self.until(lambda: self.view.get("room") is not None)
                return
            if "want_media" in self.sent:
                return
            await self._go_on()
        raise AssertionError(f"never in: {await self.page.inner_text('main')}")

    async def _go_on(self) -> None:
        main = self.page.get_by_role("main")
        before = await self.page.evaluate("document.querySelector('main').innerText")
        address = self.page.url
        await self._fill_in()
        onward, buttons = (main.locator(each).locator("visible=true") for each in (ONWARD, ANY))
        await buttons.first.wait_for()
        await (onward if await onward.count() else buttons).first.click()
        await self.page.wait_for_function(CHANGED, arg=[before, address])
        if "/live" in self.page.url:
            await self.until(lambda: self.view != {})
            await self.page.evaluate(SETTLED)

    async def _fill_in(self) -> None:
        main = self.page.get_by_role("main")
        for name, value in CLEAR.items():
            for choice in await main.locator(f"input[name={name}][value={value}]").all():
                await choice.check()
        for box in await main.get_by_role("checkbox").all():
            await box.check()

    async def answer_again(self) -> None:
        await expect(self.page.get_by_role("radio").first).to_be_visible()
        await self._fill_in()
        form = self.page.get_by_role("main").locator("form:has(input[name=alone])")
        await form.locator("button:not([type=button])").click()
        await self.until(lambda: not self.view["screen"]["answers_needed"])

    def leg_in(self, name: str, kind: str) -> Json:
        """For the chair's page: one connection of a person's; empty where there is none."""
        return next((leg for leg in self.person(name)["legs"] if leg["kind"] == kind), {})


def must(answer: httpx2.Response) -> None:
    assert answer.status_code == 204, answer.text


async def in_language(page: Page, language: Language) -> None:
    """By the page's own toggle, behind an open window as well."""
    if await page.evaluate("document.documentElement.lang") == language:
        return
    toggle = page.locator("#language")
    if await toggle.count():
        await toggle.evaluate("(link) => link.click()")
        await expect(page.locator(f"html[lang={language}]")).to_be_attached()


async def in_all_shapes(
    name: str, page: Page, look: Look, shapes: tuple[Shape, ...] = SHAPES
) -> None:
    for width, language in shapes:
        await page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        await in_language(page, language)
        await page.evaluate(SETTLED)
        await look(name, page, (width, language))
    await in_language(page, "en")


def write_conference_with_room(folder: Path) -> Path:
    """The invented family, and a room in which the social worker is with the father."""
    file = write_conference(folder)
    spec = json.loads(file.read_text())
    there = [SOCIAL_WORKER, FATHER]
    spec["places"] = [{"name": ROOM, "host": SOCIAL_WORKER, "expected": there}]
    file.write_text(json.dumps(spec))
    return file


async def press(page: Page, words: str) -> None:
    """The first button whose words begin so."""
    await page.get_by_role("button", name=re.compile(f"^{words}")).first.click()
