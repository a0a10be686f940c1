"""One caller's dialogue: pure; time comes in with each step.

entry (language, PIN) --> talk (questions, waiting, inside, a private room) --> goodbye
"""

from collections.abc import Collection

from signalling.phone.acts import (
    Act,
    Cut,
    Heard,
    Instructed,
    Joined,
    NoPlace,
    OfThePlace,
    PinAnswer,
    PinChecked,
    Pressed,
    Released,
    Saw,
    Settled,
    Spoken,
)
from signalling.phone.entry import Entry
from signalling.phone.talk import Talk
from signalling.phone.voice import Voice

LOOK_SECONDS = 0.25
"""How often `passes` is to be called."""


class Dialogue:
    def __init__(self, clips: Collection[str], *, is_ours: bool, is_again: bool) -> None:
        """`clips`: the names of the prompts that there are."""
        self._voice = Voice(clips)
        self._entry = Entry(self._voice, is_ours=is_ours, is_again=is_again)
        self._talk = Talk(self._voice)

    def begin(self) -> list[Act]:
        return self._entry.begin()

    def hears(self, heard: Heard, at: float) -> list[Act]:
        """What is to be done because of this. `at`: seconds on a clock that never goes back."""
        match heard:
            case Pressed(digit):
                return self._key(digit, at)
            case Spoken(number):
                self._voice.spoken(number)
                return []
            case PinChecked(answer):
                return self._checked(answer)
            case Settled(act, is_done):
                return self._talk.settled(act, at, is_done=is_done)
            case _:
                return self._told(heard, at)

    def _told(self, heard: OfThePlace, at: float) -> list[Act]:
        match heard:
            case Joined():
                return self._talk.joined(heard, at)
            case Saw(view):
                return self._talk.saw(view, at)
            case Cut():
                return self._talk.cut()
            case Instructed(clips):
                return [self._voice.say(*clips)]
            case Released():
                return self._talk.goodbye("released")
            case NoPlace(why):
                return self._talk.goodbye(f"pin-{why}")

    def passes(self, at: float) -> list[Act]:
        """Time goes by."""
        return self._talk.passes(at) if self._entry.is_done else self._entry.passes(at)

    def _key(self, digit: str, at: float) -> list[Act]:
        return self._talk.key(digit, at) if self._entry.is_done else self._entry.key(digit)

    def _checked(self, answer: PinAnswer) -> list[Act]:
        acts = self._entry.checked(answer)
        return [*acts, *self._talk.begin()] if self._entry.is_done else acts
