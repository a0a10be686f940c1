"""The six questions of safety, by keys 1 and 2 (REQ-32, REQ-33).

Whatever is pressed, the caller hears the same words: who stands beside them learns nothing.
"""

from dataclasses import dataclass

from signalling.phone.acts import Act, Answer
from signalling.phone.voice import Voice

ASKED_AGAIN_AFTER = 8.0
"""Seconds without a key before a question is asked again."""


@dataclass(frozen=True, slots=True)
class Question:
    clip: str
    field: str
    yes_means: bool
    """What key 1 says of the field."""


QUESTIONS = (
    Question("ask-safe", "safe_to_talk", yes_means=True),
    Question("ask-alone", "alone", yes_means=True),
    Question("ask-others", "others_can_hear", yes_means=True),
    Question("ask-child", "child_can_hear", yes_means=True),
    Question("ask-loudspeaker", "headphones", yes_means=False),
    Question("ask-recording", "will_not_record", yes_means=True),
)


class Questions:
    """One asking, from the first question to the answer set."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._given: dict[str, bool] = {}
        self._quiet_since: float | None = None

    def begin(self, *, again: bool) -> list[Act]:
        opening = "questions-again" if again else "questions-begin"
        return [self._voice.say(opening, self._question.clip)]

    @property
    def _question(self) -> Question:
        return QUESTIONS[len(self._given)]

    def repeat(self) -> list[Act]:
        """With the keys, for whoever has forgotten them."""
        self._quiet_since = None
        return self._voice.instead(self._question.clip, "yes-or-no")

    def key(self, digit: str) -> list[Act]:
        """1 or 2. The last answer gives the set."""
        question = self._question
        self._given[question.field] = (digit == "1") is question.yes_means
        self._quiet_since = None
        if len(self._given) < len(QUESTIONS):
            return self._voice.instead(self._question.clip)
        return [*self._voice.instead("questions-done"), Answer(**self._given)]

    @property
    def is_done(self) -> bool:
        return len(self._given) == len(QUESTIONS)

    def passes(self, at: float) -> list[Act]:
        """Nobody has pressed a key for a while: ask again."""
        if not self._voice.is_quiet:
            self._quiet_since = None
            return []
        if self._quiet_since is None:
            self._quiet_since = at
        return self.repeat() if at - self._quiet_since >= ASKED_AGAIN_AFTER else []
