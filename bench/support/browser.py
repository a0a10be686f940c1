"""Real browsers with fake devices: Debian's Chromium, a tone of its own for each person."""

import base64
import math
import struct
import wave
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy
from numpy.typing import NDArray
from playwright.async_api import Browser, Page, Playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=fps=5",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
)
RATE = 48_000
SNAPSHOT = 32_768
"""Samples of one look at what an audio element plays: 0.68 s."""


async def launch(playwright: Playwright, microphone: Path | None = None) -> Browser:
    """A browser of its own; `microphone`: the WAV file that it hears over and over."""
    flags = [*FLAGS]
    if microphone is not None:
        flags.append(f"--use-file-for-fake-audio-capture={microphone}")
    return await playwright.chromium.launch(executable_path=CHROMIUM, args=flags)


def write_tone(file: Path, hertz: float, seconds: float = 2.0) -> Path:
    """Speech-like bursts of one tone, so that the browser's noise suppression lets it through."""
    samples = bytearray()
    for n in range(int(seconds * RATE)):
        envelope = 0.5 - 0.5 * math.cos(2 * math.pi * n / RATE / 0.5)
        value = 0.5 * envelope * math.sin(2 * math.pi * hertz * n / RATE)
        samples += struct.pack("<h", int(value * 32767))
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(bytes(samples))
    return file


async def open_link(page: Page, link: str) -> None:
    """Open a personal link and press Continue."""
    await page.goto(link)
    await page.get_by_role("button", name="Continue").click()
    await page.wait_for_url("**/live")


CLEAR = {
    "alone": "yes",
    "others_can_hear": "no",
    "child_can_hear": "no",
    "headphones": "yes",
    "safe_to_talk": "yes",
    "will_not_record": "yes",
}


BOTH = "Turn on camera and microphone"
NEITHER = "Join without camera or microphone"


async def walk_in(page: Page, devices: str = BOTH, **other: str) -> None:
    """Every step from the link to the lobby, in English; `other`: what is not clear."""
    await go_on(page)
    await turn_on(page, devices)
    await page.get_by_role("heading", name="Your connection").wait_for()
    await go_on(page)
    await accept_rules(page, other.get("will_not_record", "yes"))
    await page.get_by_role("heading", name="Who is with you?").wait_for()
    await answer_questions(page, **other)


async def go_on(page: Page) -> None:
    await page.get_by_role("button", name="Continue", exact=True).click()


async def turn_on(page: Page, devices: str = BOTH) -> None:
    """Choose one way, look at oneself, go on."""
    await page.get_by_role("button", name=devices).click()
    await page.get_by_role("heading", name="See and hear yourself").wait_for()
    await go_on(page)


async def accept_rules(page: Page, will_not_record: str = "yes") -> None:
    await page.get_by_role("heading", name="What everybody agrees to").wait_for()
    await page.locator(f"input[name=will_not_record][value={will_not_record}]").check()
    await go_on(page)


async def answer_questions(page: Page, **other: str) -> None:
    """All clear, unless something else is said; then on. What was said before is not asked."""
    button = page.locator("form.q-form button")
    await button.wait_for()
    for name, value in {**CLEAR, **other}.items():
        question = page.locator(f"input[name={name}][value={value}]")
        if await question.count():
            await question.check()
    await button.click()


LISTEN = """() => {
  window.quorateEars = window.quorateEars || new Map();
  window.quorateContext = window.quorateContext || new AudioContext({ sampleRate: 48000 });
  const context = window.quorateContext;
  for (const element of document.querySelectorAll("audio[data-mid]")) {
    const stream = element.srcObject;
    const known = window.quorateEars.get(element.dataset.mid);
    if (!stream || known?.stream === stream) continue;
    known?.disconnect();
    const ear = context.createAnalyser();
    ear.fftSize = SNAPSHOT;
    context.createMediaStreamSource(stream).connect(ear);
    ear.stream = stream; // a page that connects anew plays new streams
    window.quorateEars.set(element.dataset.mid, ear);
  }
}""".replace("SNAPSHOT", str(SNAPSHOT))

FIRST_SOUND = """() => new Promise((done) => {
  const look = () => {
    for (const ear of window.quorateEars.values()) {
      const seen = new Float32Array(256);
      ear.getFloatTimeDomainData(seen);
      if (seen.some((sample) => Math.abs(sample) > 0.001))
        return done(performance.timeOrigin + performance.now());
    }
    setTimeout(look, 2);
  };
  look();
})"""

HEARD = """() => {
  const sum = new Float32Array(SNAPSHOT);
  for (const ear of window.quorateEars.values()) {
    const one = new Float32Array(SNAPSHOT);
    ear.getFloatTimeDomainData(one);
    for (let n = 0; n < sum.length; n += 1) sum[n] += one[n];
  }
  const bytes = new Uint8Array(sum.buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}""".replace("SNAPSHOT", str(SNAPSHOT))


async def listen_for_first_sound(page: Page) -> Callable[[], Awaitable[float]]:
    """Listens from now on; what it returns waits for the first sound's time, ms since 1970."""
    await page.evaluate(LISTEN)

    async def heard() -> float:
        at: float = await page.evaluate(FIRST_SOUND)
        return at

    return heard


async def heard_now(page: Page) -> NDArray[numpy.float32]:
    """The last 0.68 s of everything that the page plays, mono, 48 kHz."""
    await page.evaluate(LISTEN)
    text: str = await page.evaluate(HEARD)
    return numpy.frombuffer(base64.b64decode(text), dtype=numpy.float32)


def loudness_db(samples: NDArray[numpy.float32], hertz: float) -> float:
    """How loud one tone is, in dB below full scale, by Goertzel's filter with a Hann window."""
    windowed = samples * numpy.hanning(len(samples))
    turns = numpy.exp(-2j * numpy.pi * hertz * numpy.arange(len(samples)) / RATE)
    power = abs(numpy.dot(windowed, turns)) * 4 / len(samples)
    return float(20 * math.log10(max(power, 1e-9)))
