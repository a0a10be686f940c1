"""What a raw client can send: a tone, silence, real pictures, or stamped load without meaning."""

import struct
import time
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

import av
import numpy as np

from bench.load.rtp import KEY_FRAME_START, vp8_descriptor
from bench.load.tone import AMPLITUDE, SILENCE, level_dbov, opus_silence, opus_tone

SOUND_EVERY_S = 0.020
SOUND_STEP = 960
PICTURE_EVERY_S = 0.050
PICTURE_STEP = 4500
FRAMES_A_SECOND = 20
PACKET_ROOM = 1000
STAMP = struct.Struct("!4sQ")
STAMP_MAGIC = b"QLOD"
SOUND_LOAD_BYTES = 100
PICTURE_LOAD_BYTES = 940
LOUD = 20
LAYER_SIZES = {"h": (640, 360), "l": (320, 180)}
"""Width and height by rid."""
PACKETS_A_FRAME = {"h": 3, "l": 1}
"""60 and 20 packets a second."""


class Sound(Protocol):
    """20 ms of sound, again and again."""

    level_dbov: int

    def frame(self) -> bytes: ...


class Picture(Protocol):
    """One simulcast layer, frame by frame, as the VP8 payloads of its packets."""

    def frame(self) -> list[bytes]: ...

    def ask_key_frame(self) -> None: ...


@dataclass(slots=True)
class Loop:
    """Opus frames round and round."""

    frames: tuple[bytes, ...]
    level_dbov: int
    at: int = 0

    def frame(self) -> bytes:
        self.at = (self.at + 1) % len(self.frames)
        return self.frames[self.at]


def a_tone(hz: float, amplitude: float = AMPLITUDE) -> Loop:
    return Loop(opus_tone(hz, amplitude), level_dbov(amplitude))


def silence() -> Loop:
    return Loop(opus_silence(), SILENCE)


@dataclass(slots=True)
class Clip:
    """A short real VP8 clip, round and round; it starts again when a key frame is asked for."""

    frames: tuple[bytes, ...]
    at: int = 0
    picture_id: int = 0

    def frame(self) -> list[bytes]:
        coded = self.frames[self.at]
        self.at = (self.at + 1) % len(self.frames)
        self.picture_id += 1
        return [
            vp8_descriptor(self.picture_id, starts=start == 0) + coded[start : start + PACKET_ROOM]
            for start in range(0, len(coded), PACKET_ROOM)
        ]

    def ask_key_frame(self) -> None:
        self.at = 0


def a_clip(rid: str) -> Clip:
    """Real pictures that browsers can decode: a grey that brightens and darkens."""
    return Clip(_vp8(*LAYER_SIZES.get(rid, LAYER_SIZES["l"])))


@lru_cache(maxsize=4)
def _vp8(width: int, height: int) -> tuple[bytes, ...]:
    """Two seconds; only the first frame is a key frame."""
    encoder = av.VideoCodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base = Fraction(1, FRAMES_A_SECOND)
    encoder.framerate = Fraction(FRAMES_A_SECOND)
    encoder.thread_count = 1  # pictures so small only wait for each other in threads
    encoder.bit_rate = 150_000
    encoder.options = {"deadline": "realtime", "cpu-used": "8", "g": "1000", "lag-in-frames": "0"}
    coded: list[bytes] = []
    for number in range(2 * FRAMES_A_SECOND):
        shade = 128 + round(64 * np.sin(2 * np.pi * number / (2 * FRAMES_A_SECOND)))
        grey = np.full((height, width), shade, dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(grey, "gray").reformat(format="yuv420p")
        frame.pts = number
        coded += [bytes(packet) for packet in encoder.encode(frame)]
    return tuple(coded)


def stamp() -> bytes:
    """The end of a load payload: when it was sent, in wall clock nanoseconds of this machine."""
    return STAMP.pack(STAMP_MAGIC, time.time_ns())


def delay_ms(payload: bytes) -> float | None:
    """How long ago a load payload was sent; None for any other."""
    if len(payload) < STAMP.size:
        return None
    magic, sent_ns = STAMP.unpack(payload[-STAMP.size :])
    return (time.time_ns() - sent_ns) / 1e6 if magic == STAMP_MAGIC else None


@dataclass(slots=True)
class SoundLoad:
    """100 bytes that only look like Opus, with the time of sending."""

    level_dbov: int = LOUD

    def frame(self) -> bytes:
        return bytes([0x78]).ljust(SOUND_LOAD_BYTES - STAMP.size, b"\x55") + stamp()


@dataclass(slots=True)
class PictureLoad:
    """Frames of 940 byte packets that only look like VP8, with the time of sending."""

    packets: int
    picture_id: int = 0
    key_frame_due: bool = field(default=True)

    def frame(self) -> list[bytes]:
        self.picture_id += 1
        is_key, self.key_frame_due = self.key_frame_due, False
        return [self._payload(is_key=is_key, starts=at == 0) for at in range(self.packets)]

    def ask_key_frame(self) -> None:
        self.key_frame_due = True

    def _payload(self, *, is_key: bool, starts: bool) -> bytes:
        frame_tag = bytes([0x10 if is_key else 0x11, 0, 0]) + KEY_FRAME_START * is_key
        head = vp8_descriptor(self.picture_id, starts=starts) + frame_tag * starts
        return head.ljust(PICTURE_LOAD_BYTES - STAMP.size, b"\x55") + stamp()


def picture_load(rid: str) -> PictureLoad:
    """80 packets a second over both layers."""
    return PictureLoad(PACKETS_A_FRAME.get(rid, 1))
