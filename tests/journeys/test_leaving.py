"""The quick way out: neutral at once, from wherever one is, and back leads nowhere near."""

from collections.abc import Generator
from itertools import cycle

import pytest
from playwright.async_api import Browser, Page, expect

from bench.support.browser import walk_in
from bench.support.service import Quorate, running
from tests.journeys.family import FATHER, MOTHER, OTHERS, write_conference
from tests.journeys.people import tab_in

NUMBER = "01632 960500"
EXIT_MS = 300
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


async def sees(page: Page, heading: str) -> None:
    await expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


PRESSED = """() => document.addEventListener("click", () => {
  const pressed = performance.timeOrigin + performance.now();
  sessionStorage.setItem("pressed", pressed);
  requestAnimationFrame(() => sessionStorage.setItem("neutral", JSON.stringify({
    ms: performance.timeOrigin + performance.now() - pressed,
    title: document.title, path: location.pathname, words: document.body.innerText,
  })));
}, true)"""
NEUTRAL = """() => new Promise((done) => {
  const kept = sessionStorage.getItem("neutral");
  if (kept) return done(JSON.parse(kept));
  const look = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    if (!paint) return setTimeout(look, 10);
    const at = performance.timeOrigin + paint.startTime;
    done({ ms: at - Number(sessionStorage.getItem("pressed")), title: document.title,
      path: location.pathname, words: document.body.innerText });
  };
  look();
})"""
"""What was first painted after the press: still by the page that is left, or by the next one."""


async def at_every_step(page: Page, link: str, step: str) -> None:
    await page.goto(link)
    if step == "language":
        return
    await press(page, "Continue in English")
    await sees(page, "Getting ready")
    if step == "lobby":
        await walk_in(page)
        await sees(page, "You are in the right place")


@pytest.mark.req("REQ-41")
@pytest.mark.parametrize("step", ["language", "start", "lobby", "refused", "not-found"])
async def test_the_way_out_is_neutral_within_300_ms_and_back_leads_nowhere_near(
    service: Quorate, browser: Browser, guest: str, step: str
) -> None:
    async with tab_in(browser) as page:
        await page.goto("about:blank#before")
        if step == "not-found":
            await page.goto(f"{service.address}/nowhere")
        elif step == "refused":
            await page.goto(service.link(guest).partition("#")[0] + "#wrong")
            await press(page, "Continue in English")
            await sees(page, "This link could not be opened")
        else:
            await at_every_step(page, service.link(guest), step)
        await page.evaluate(PRESSED)
        await page.locator("#quick-exit").click()
        await page.wait_for_url("**/left")
        await sees(page, "Weather")
        first = await page.evaluate(NEUTRAL)
        assert first["ms"] < EXIT_MS
        assert (first["title"], first["path"]) == ("Weather", "/left")
        assert first["words"].startswith("Weather")
        assert await page.title() == "Weather"
        icon = await page.locator("link[rel=icon]").get_attribute("href")
        assert icon == "/static/icon.svg"
        await page.go_back()
        assert page.url == "about:blank#before"
