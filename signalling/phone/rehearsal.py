"""A practice: the same dialogue, with a conference that is not there and shows nothing real.

questions --> waiting --> let in --> key 3 --> key 5 --> key 5 twice --> 9 9
                                                         (only where it is safe to speak of it)
"""

from enum import Enum, auto
from uuid import UUID, uuid4

from signalling.messages import Inside, Person, View, Waiting
from signalling.phone.acts import Act, Answer, AskToSpeak, Heard, Instructed, Joined, Saw, Signal

WORD_EVERY = 45.0
LET_IN_AFTER = 12.0
"""Seconds in the lobby: long enough to hear what waiting is like."""
NEXT_AFTER = 9.0
"""Seconds between one thing to try and the next."""

ROLES = ("independent_chair", "minute_taker", "lead_social_worker")


class Step(Enum):
    QUESTIONS = auto()
    WAITING = auto()
    WHO = auto()
    SPEAK = auto()
    SIGNAL = auto()
    END = auto()


class Rehearsal:
    def __init__(self) -> None:
        self.leg_id = uuid4()
        self.is_practised = False
        """They have come as far as the silent signal, or as far as is safe."""
        self._step = Step.QUESTIONS
        self._since: float | None = None
        self._may_speak_freely = False
        self._people = [_person(role) for role in ROLES]

    def begin(self) -> list[Heard]:
        return [
            Instructed(("practice-welcome",)),
            Joined(self.leg_id, WORD_EVERY),
            Saw(_view(_waiting(answers_needed=True))),
        ]

    def wants(self, act: Act, at: float) -> list[Heard]:
        """The caller has pressed something: what the rehearsal makes of it."""
        match act:
            case Answer():
                self._may_speak_freely = act.alone and act.safe_to_talk and not act.others_can_hear
                return self._go(Step.WAITING, at, Saw(_view(_waiting(answers_needed=False))))
            case AskToSpeak() if self._step is Step.SPEAK:
                return self._after_speaking(at)
            case Signal() if self._step is Step.SIGNAL:
                self.is_practised = True
                return self._go(Step.END, at)
            case _:
                return []

    def _after_speaking(self, at: float) -> list[Heard]:
        """Of the signal nothing is said where somebody else could hear it."""
        if self._may_speak_freely:
            return self._go(Step.SIGNAL, at)
        self.is_practised = True
        return self._go(Step.END, at)

    def passes(self, at: float) -> list[Heard]:
        passed = 0.0 if self._since is None else at - self._since
        if self._step is Step.WAITING and passed >= LET_IN_AFTER:
            return self._go(Step.WHO, at, Saw(_view(self._inside())))
        if passed < NEXT_AFTER or self._step not in SAYS:
            return []
        clip = SAYS[self._step]
        self._since = None
        heard: list[Heard] = [Instructed((clip,))]
        return [*heard, *self._go(Step.SPEAK, at)] if self._step is Step.WHO else heard

    def _go(self, step: Step, at: float, *heard: Heard) -> list[Heard]:
        self._step, self._since = step, at
        return list(heard)

    def _inside(self) -> Inside:
        return Inside(
            paused=False,
            section=None,
            section_kind="opening",
            people=self._people,
            lines=[],
            may_write=False,
            answers_needed=False,
            asked=False,
            asked_for_break=False,
            muted=False,
            reminders=0,
        )


SAYS = {
    Step.WHO: "practice-who",
    Step.SPEAK: "practice-speak",
    Step.SIGNAL: "practice-signal",
    Step.END: "practice-end",
}


def _view(screen: Waiting | Inside) -> View:
    return View(number=0, screen=screen, panel=None, room=None, responder=None)


def _waiting(*, answers_needed: bool) -> Waiting:
    return Waiting(notice=None, answers_needed=answers_needed, asked=False, asked_for_break=False)


def _person(role: str) -> Person:
    nobody: UUID = uuid4()
    return Person(participant_id=nobody, leg_id=nobody, name="", role=role, place=None, muted=False)
