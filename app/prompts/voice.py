"""Says words with espeak-ng, from the wheel `espeakng-loader`. Needed to build, never to run.

The engine (GPL-3) keeps state of its own from one text to the next, so that the same words sound a
little different each time, and it is not safe to use from two threads. So each text is spoken by a
child process that has said nothing before: the same words give the same samples, in any order.
"""

import ctypes
import os
import signal
from collections.abc import Callable, Mapping
from functools import partial

import espeakng_loader

from app.pages.catalogue import Language
from app.prompts.loudness import levelled
from app.prompts.sound import Samples, from_pcm, resampled, with_margins, without_silence

VOICES: Mapping[Language, str] = {"en": "English (Great Britain)", "cy": "Welsh"}
WORDS_A_MINUTE = 145
"""Calm: the engine's own is 175."""

DEADLINE_SECONDS = 20
RATE_BYTES = 4

# From speak_lib.h of espeak-ng.
_RETRIEVE, _DO_NOT_EXIT = 1, 0x8000
_RATE_PARAMETER, _BY_CHARACTER, _UTF8 = 1, 1, 1
_HEARD = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


class Speechless(Exception):
    """The engine did not say it."""


def spoken(words: str, language: Language) -> Samples:
    """The clip of these words: at the prompts' level, with short silence around them.

    Raises Speechless.
    """
    rate, pcm = _from_a_child(partial(_said, words, VOICES[language]))
    sound = without_silence(resampled(from_pcm(pcm), rate))
    if not len(sound):
        raise Speechless
    return with_margins(levelled(sound))


def _from_a_child(work: Callable[[], bytes]) -> tuple[int, bytes]:
    """Rate and PCM from a process of its own. Raises Speechless."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(DEADLINE_SECONDS)
        try:
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(work())
        finally:
            os._exit(0)  # nothing of the parent's may be flushed or closed twice
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if len(answer) <= RATE_BYTES:
        raise Speechless
    return int.from_bytes(answer[:RATE_BYTES], "little"), answer[RATE_BYTES:]


def _said(words: str, voice: str) -> bytes:
    """The rate, then PCM; nothing if the engine refuses."""
    engine = ctypes.CDLL(espeakng_loader.get_library_path())
    place = espeakng_loader.get_data_path().encode()
    rate: int = engine.espeak_Initialize(_RETRIEVE, 0, place, _DO_NOT_EXIT)
    heard = bytearray()
    listener = _HEARD(partial(_listen, heard))
    engine.espeak_SetSynthCallback(listener)
    text = words.encode()
    is_said = (
        rate > 0
        and engine.espeak_SetVoiceByName(voice.encode()) == 0
        and engine.espeak_SetParameter(_RATE_PARAMETER, WORDS_A_MINUTE, 0) == 0
        and engine.espeak_Synth(text, len(text) + 1, 0, _BY_CHARACTER, 0, _UTF8, None, None) == 0
        and engine.espeak_Synchronize() == 0
    )
    return rate.to_bytes(RATE_BYTES, "little") + bytes(heard) if is_said else b""


def _listen(heard: bytearray, samples: int | None, count: int, _events: int | None) -> int:
    """The engine's own call back: 0 means go on."""
    if samples:
        heard += ctypes.string_at(samples, 2 * count)
    return 0
