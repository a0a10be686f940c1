"""The sending half of a raw client: its streams, and the beat on which they go out."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.load import rtp, sources
from bench.load.connection import Connection, State
from bench.load.sdp import LEVEL_URI, MID_URI, RID_URI, MediaLine, Offer

REPORT_EVERY_S = 1.0
LEVEL_IS_VOICE = 0x80


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One stream and the header extension that its packets carry."""

    stream: rtp.Stream
    elements: bytes
    rid: str = ""


class Sender:
    """Silent until told otherwise. Each kind of sending replaces the one before it."""

    def __init__(self, offer: Offer) -> None:
        self.packets = 0
        self.key_frames_asked = 0
        self._sound_line = offer.line("audio", "recvonly")
        self._picture_line = offer.line("video", "recvonly")
        self._sound = _stream(self._sound_line)
        rids = (self._picture_line.rids or ("",)) if self._picture_line else ()
        self._layers = [(rid, _stream(self._picture_line)) for rid in rids]
        self._voice: sources.Sound | None = None
        self._pictures: Sequence[sources.Picture] = ()
        self._beats: dict[str, asyncio.Handle] = {}
        self._way: Connection | None = None

    @property
    def sound_ssrc(self) -> int:
        return self._sound.ssrc

    @property
    def picture_ssrcs(self) -> tuple[int, ...]:
        return tuple(stream.ssrc for _, stream in self._layers)

    def start(self, way: Connection) -> None:
        self._way = way
        self._again("report", REPORT_EVERY_S, self._report)

    def speak(self, voice: sources.Sound) -> None:
        self._voice = voice
        self._again("sound", sources.SOUND_EVERY_S, self._send_sound)

    def show(self, pictures: Sequence[sources.Picture]) -> None:
        self._pictures = pictures
        self._again("picture", sources.PICTURE_EVERY_S, self._send_pictures)

    def show_clips(self) -> None:
        self.show([sources.a_clip(rid) for rid, _ in self._layers])

    def show_load(self) -> None:
        self.show([sources.picture_load(rid) for rid, _ in self._layers])

    def stop(self, *names: str) -> None:
        """`sound`, `picture`; nothing: everything, the reports too."""
        for name in names or tuple(self._beats):
            if name in self._beats:
                self._beats.pop(name).cancel()

    def on_rtcp(self, compound: bytes) -> None:
        for ssrc in rtp.key_frames_asked(compound):
            self.key_frames_asked += 1
            for (_, stream), picture in zip(self._layers, self._pictures, strict=False):
                if stream.ssrc == ssrc:
                    picture.ask_key_frame()

    def _again(self, name: str, every: float, what: Callable[[], None]) -> None:
        """Call it on a fixed beat, from now until the name is taken by another."""
        self.stop(name)
        loop = asyncio.get_running_loop()
        due = loop.time()

        def beat() -> None:
            nonlocal due
            due = max(due + every, loop.time() - every)  # after a stall: no burst of the past
            self._beats[name] = loop.call_at(due, beat)
            what()

        self._beats[name] = loop.call_soon(beat)

    def outgoing(self, level_dbov: int = sources.LOUD) -> Iterator[Outgoing]:
        """The sound stream, then the picture layers, for one who sends them by other means."""
        if self._sound_line is not None:
            yield Outgoing(self._sound, self._sound_elements(self._sound_line, level_dbov))
        for rid, stream in self._layers:
            yield Outgoing(stream, self._layer_elements(rid), rid)

    def _send_sound(self) -> None:
        line, voice = self._sound_line, self._voice
        if line is None or voice is None:
            return
        self._sound.timestamp += sources.SOUND_STEP
        elements = self._sound_elements(line, voice.level_dbov)
        self._send(self._sound.packet(voice.frame(), elements))

    def _send_pictures(self) -> None:
        for (rid, stream), picture in zip(self._layers, self._pictures, strict=False):
            stream.timestamp += sources.PICTURE_STEP
            elements = self._layer_elements(rid)
            payloads = picture.frame()
            for at, payload in enumerate(payloads, start=1):
                self._send(stream.packet(payload, elements, marker=at == len(payloads)))

    def _sound_elements(self, line: MediaLine, level_dbov: int) -> bytes:
        loudness = level_dbov | (LEVEL_IS_VOICE if level_dbov < sources.SILENCE else 0)
        return rtp.extension(
            (line.extensions.get(MID_URI), line.mid.encode()),
            (line.extensions.get(LEVEL_URI), bytes([loudness])),
        )

    def _layer_elements(self, rid: str) -> bytes:
        line = self._picture_line
        if line is None:
            return b""
        return rtp.extension(
            (line.extensions.get(MID_URI), line.mid.encode()),
            (line.extensions.get(RID_URI) if rid else None, rid.encode()),
        )

    def _send(self, packet: bytes) -> None:
        if self._way is not None and self._way.state is State.UP:
            self.packets += 1
            self._way.send_rtp(packet)

    def _report(self) -> None:
        for stream in (self._sound, *(stream for _, stream in self._layers)):
            if stream.packets and self._way is not None:
                self._way.send_rtcp(stream.sender_report(time.time()))


def _stream(line: MediaLine | None) -> rtp.Stream:
    return rtp.Stream(
        ssrc=secrets.randbits(31) + 1,
        payload_type=line.codec[1] if line else 0,
        sequence=secrets.randbits(15),
        timestamp=secrets.randbits(31),
    )
