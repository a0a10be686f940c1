"""A mother in Firefox ESR and a chair in Chromium, in the network namespace that this runs in.

    python -m tests.journeys.in_firefox FOLDER

Firefox offers no candidate on loopback, so pages come by loopback and media by `SERVER`.
"""

import os
import sys
from pathlib import Path

import anyio
from playwright.async_api import Browser, Page, Playwright, async_playwright

from bench.stage.network import SERVER
from bench.support.service import Quorate, running
from tests.journeys.family import CHAIR, MOTHER, write_conference
from tests.journeys.listening import hear_exactly
from tests.journeys.people import (
    FIREFOX_TONE,
    PATIENCE_MS,
    TONES,
    ChairPerson,
    Person,
    browser_with_voice,
    tab_in,
)

FIREFOX = "/usr/bin/firefox-esr"
PREFERENCES: dict[str, str | float | bool] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.cubeb.force_mock_context": True,  # a sound card: without one no sound is played
}
THREE_PICTURES = """() => {
  const shown = (video) => new Promise((done) => video.requestVideoFrameCallback(done));
  const videos = [...document.querySelectorAll("video")];
  return Promise.all(videos.map(async (video) => {
    for (let n = 0; n < 3; n += 1) await shown(video);
    return video.videoWidth;
  }));
}"""


async def firefox(playwright: Playwright) -> Browser:
    return await playwright.firefox.launch(
        channel="moz-firefox", executable_path=FIREFOX, firefox_user_prefs=PREFERENCES
    )


async def sees_both_move(page: Page) -> None:
    """Their own picture, and the other's."""
    with anyio.fail_after(PATIENCE_MS / 1000):
        assert await page.evaluate(THREE_PICTURES) == [640, 640]


async def meet(service: Quorate, folder: Path) -> None:
    async with (
        async_playwright() as playwright,
        tab_in(await browser_with_voice(playwright, folder, TONES[0])) as hers,
        tab_in(await firefox(playwright), permissions=[]) as mothers,  # its preferences gave them
    ):
        chair = ChairPerson(CHAIR, service.link(CHAIR), TONES[0], hers)
        mother = Person(MOTHER, service.link(MOTHER), FIREFOX_TONE, mothers)
        for person in (chair, mother):
            await person.arrive()
        await chair.press("Open the conference")
        await chair.admit(MOTHER)
        await mother.is_inside()
        await hear_exactly(mother, [chair])
        await hear_exactly(chair, [mother])
        for person in (chair, mother):
            await sees_both_move(person.page)
        await chair.exclude(MOTHER, "A reason")
        await mother.sees("The chair has asked you to leave this part")
        await hear_exactly(mother, [])
        await hear_exactly(chair, [])


def main() -> None:
    folder = Path(sys.argv[1])
    os.environ["QUORATE_MEDIA_HOST"] = SERVER
    os.environ["QUORATE_MEDIA_ADDRESSES"] = f'["{SERVER}"]'
    with running(folder / "data", spec=write_conference(folder)) as service:
        anyio.run(meet, service, folder)
    sys.stdout.write("met\n")


if __name__ == "__main__":
    main()
