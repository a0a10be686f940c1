"""Before anybody is known: the language, then the PIN. Nothing of the purpose of the call.

language -- 1, 2 --> PIN -- ten digits --> being checked -- right --> (the conference)
                      ^______ wrong ______|   wrong three times, or no key: goodbye
"""

from enum import Enum, auto

from signalling.phone.acts import Act, CheckPin, HangUp, Hush, Language, PinAnswer, TryLater
from signalling.phone.voice import Voice

PIN_DIGITS = 10
WRONG_PINS = 3
QUIET_SECONDS = 10.0
"""Without a key before the prompt is said again."""
PROMPTS = 3
"""Times that a prompt is said without any key, before the call is ended."""
LANGUAGES = {"1": Language.ENGLISH, "2": Language.WELSH}


class Step(Enum):
    LANGUAGE = auto()
    PIN = auto()
    CHECKING = auto()
    OVER = auto()
    DONE = auto()


class Entry:
    def __init__(self, voice: Voice, *, is_ours: bool, is_again: bool) -> None:
        """`is_ours`: we have rung them. `is_again`: the line was lost, and the call was not."""
        self._voice = voice
        self._is_ours = is_ours
        self._is_again = is_again
        self._step = Step.LANGUAGE
        self._pin = ""
        self._wrong = 0
        self._prompts = 0
        self._quiet_since: float | None = None

    @property
    def is_done(self) -> bool:
        return self._step is Step.DONE

    def begin(self) -> list[Act]:
        return [self._ask_language()]

    def _ask_language(self) -> Act:
        greeting = "greeting-again" if self._is_again else "greeting"
        return self._voice.in_both(greeting, "choose-language")

    def key(self, digit: str) -> list[Act]:
        self._prompts = 0
        self._quiet_since = None
        if self._step is Step.LANGUAGE:
            return self._language(digit)
        return self._pin_key(digit) if self._step is Step.PIN else []

    def _language(self, digit: str) -> list[Act]:
        if digit not in LANGUAGES:
            return [Hush(), self._ask_language()]
        self._voice.language = LANGUAGES[digit]
        self._step = Step.PIN
        return self._voice.instead(*self._pin_prompt())

    def _pin_prompt(self) -> tuple[str, ...]:
        return ("pin-please", "later-star") if self._is_ours else ("pin-please",)

    def _pin_key(self, digit: str) -> list[Act]:
        if digit == "*" and self._is_ours and not self._pin:
            self._step = Step.OVER
            return [TryLater(), *self._goodbye("later-goodbye")]
        if digit == "*":
            self._pin = ""
            return self._voice.instead("pin-cleared", *self._pin_prompt())
        if digit != "#":
            self._pin += digit
            if len(self._pin) < PIN_DIGITS:
                return []
        self._step = Step.CHECKING
        pin, self._pin = self._pin, ""
        return [*self._voice.instead("pin-thanks"), CheckPin(pin)]

    def checked(self, answer: PinAnswer) -> list[Act]:
        if answer is PinAnswer.RIGHT:
            self._step = Step.DONE
            return []
        if answer is not PinAnswer.WRONG:
            self._step = Step.OVER
            return self._goodbye(f"pin-{answer}")
        self._wrong += 1
        if self._wrong >= WRONG_PINS:
            self._step = Step.OVER
            return self._goodbye("pin-goodbye")
        self._step = Step.PIN
        return [self._voice.say("pin-wrong", *self._pin_prompt())]

    def _again(self) -> list[Act]:
        if self._step is Step.LANGUAGE:
            return [self._ask_language()]
        return [self._voice.say(*self._pin_prompt())]

    def _goodbye(self, name: str) -> list[Act]:
        said = self._voice.instead(name, "goodbye")
        return [*said, HangUp(self._voice.last)]

    def passes(self, at: float) -> list[Act]:
        """Quiet for long enough: say the prompt again; nobody there: end the call."""
        if self._step not in {Step.LANGUAGE, Step.PIN} or not self._voice.is_quiet:
            self._quiet_since = None
            return []
        if self._quiet_since is None:
            self._quiet_since = at
        if at - self._quiet_since < QUIET_SECONDS:
            return []
        self._quiet_since = None
        self._prompts += 1
        if self._prompts >= PROMPTS:
            self._step = Step.OVER
            return self._goodbye("nobody-there")
        return self._again()
