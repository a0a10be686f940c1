"""Real browsers, a test page, and the engine between them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, Route, async_playwright

from media.api import Kind, LegKey, Permission, Sending, SlotBound
from tests.media.conftest import Wire
from tests.media.room import CONFERENCE, Room

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
DEADLINE_MS = 15_000
ANSWER = """
async (offer) => {
  const pc = window.pc = new RTCPeerConnection();
  pc.ontrack = ({track}) => {
    const element = document.createElement(track.kind);
    element.autoplay = true;
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
  };
  window.count = async (mid) => {
    const reports = [...(await pc.getStats()).values()];
    const found = reports.find(r => r.type === 'inbound-rtp' && r.mid === mid);
    return found ? {packets: found.packetsReceived, frames: found.framesDecoded,
                    lost: found.packetsLost, played: found.totalSamplesReceived,
                    invented: found.concealedSamples, width: found.frameWidth} : {packets: 0};
  };
  await pc.setRemoteDescription({type: 'offer', sdp: offer});
  const camera = {width: 640, height: 360, frameRate: 15};
  const media = await navigator.mediaDevices.getUserMedia({audio: true, video: camera});
  const [sound, picture] = pc.getTransceivers();
  await sound.sender.replaceTrack(media.getAudioTracks()[0]);
  await picture.sender.replaceTrack(media.getVideoTracks()[0]);
  sound.direction = picture.direction = 'sendonly';
  await pc.setLocalDescription(await pc.createAnswer());
  return pc.localDescription.sdp;
}
"""


@dataclass(frozen=True)
class Tab:
    """One page with its leg."""

    key: LegKey
    page: Page

    async def join(self, room: Room, *, by_tcp: bool = False) -> None:
        offer = await room.engine.offer(CONFERENCE, self.key, "127.0.0.1")
        lines = [x for x in offer.sdp.split("\r\n") if not (by_tcp and " udp " in x)]
        answer = await self.page.evaluate(ANSWER, "\r\n".join(lines))
        await room.engine.accept(CONFERENCE, self.key, answer)

    async def until(self, mid: str, condition: str) -> None:
        """Wait until the counters of a slot are so."""
        script = f"async () => {{ const c = await count('{mid}'); return {condition}; }}"
        await self.page.wait_for_function(script, polling=100, timeout=DEADLINE_MS)

    async def packets(self, mid: str) -> int:
        return await self.page.evaluate(f"async () => (await count('{mid}')).packets")


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def open_tab(browser: Browser, name: str) -> Tab:
    page = await browser.new_page()

    async def blank(route: Route) -> None:
        await route.fulfill(body="<!doctype html>", content_type="text/html")

    await page.route("**/*", blank)
    await page.goto("http://localhost/")
    return Tab(LegKey(name), page)


def between(one: Tab, other: Tab) -> frozenset[Permission]:
    keys = ((one.key, other.key), (other.key, one.key))
    return frozenset(Permission(a, b, kind) for a, b in keys for kind in Kind)


async def a_second_of_silence(room: Room) -> None:
    room.facts.clear()
    await room.until(Sending, lambda fact: fact.pairs == ())


async def test_two_browsers_see_and_hear_each_other_until_one_is_put_out(
    near: Room, browser: Browser
) -> None:
    mother, chair = await open_tab(browser, "mother"), await open_tab(browser, "chair")
    for tab in (mother, chair):
        await tab.join(near)
    await near.plan(between(mother, chair))
    for tab in (mother, chair):
        await tab.until("a", "c.played > 48000 && c.lost === 0")
        await tab.until("k", "c.frames > 30 && c.width === 640 && c.lost === 0")

    await near.plan(frozenset())
    await a_second_of_silence(near)
    excluded = {mid: await mother.packets(mid) for mid in "ak"}
    await a_second_of_silence(near)
    assert {mid: await mother.packets(mid) for mid in "ak"} == excluded
    assert await mother.page.evaluate("pc.connectionState") == "connected"

    await near.plan(between(mother, chair))
    await mother.until("a", f"c.packets > {excluded['a']} + 20")
    await mother.until("k", f"c.packets > {excluded['k']} + 20 && c.lost === 0")


async def test_every_packet_of_sound_has_the_same_size(
    near: Room, wire: Wire, browser: Browser
) -> None:
    """Whether somebody speaks must not show in the sizes of encrypted packets."""
    mother, chair = await open_tab(browser, "mother"), await open_tab(browser, "chair")
    for tab in (mother, chair):
        await tab.join(near)
    sound = frozenset(p for p in between(mother, chair) if p.kind is Kind.SOUND)
    await near.plan(sound)
    await near.until(SlotBound)
    wire.sent.clear()
    await chair.until("a", "c.packets > 120")
    sizes = {len(d) for _, _, d in wire.sent if d[0] > 127 and d[1] & 0x7F == 111}
    assert len(sizes) == 1


async def test_browsers_that_have_only_tcp_see_and_hear_each_other(
    near: Room, browser: Browser
) -> None:
    mother, chair = await open_tab(browser, "mother"), await open_tab(browser, "chair")
    for tab in (mother, chair):
        await tab.join(near, by_tcp=True)
    await near.plan(between(mother, chair))
    for tab in (mother, chair):
        await tab.until("a", "c.played > 24000")
        await tab.until("k", "c.frames > 10")
