"""Somebody on the telephone, for the tests: presses keys, lets time pass, hears what is said."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from app.pages.catalogue import prompts
from signalling.messages import Aside, Ended, Inside, Person, View, Waiting
from signalling.panel import Notice
from signalling.phone.acts import (
    Act,
    CheckPin,
    Cut,
    HangUp,
    Hush,
    Joined,
    PinAnswer,
    PinChecked,
    Pressed,
    Saw,
    Say,
    Settled,
    Spoken,
)
from signalling.phone.dialogue import LOOK_SECONDS, Dialogue

CLIPS = prompts()
WORD_EVERY = 45.0
PIN = "1234567890"
MY_LEG = UUID(int=7)


class OnTheLine:
    """Every clip takes two seconds, unless it is hushed or the test says otherwise."""

    def __init__(self, *, is_ours: bool = False, is_again: bool = False) -> None:
        self.now = 1000.0
        self.says_a_clip_in = 2.0
        self.dialogue = Dialogue(CLIPS, is_ours=is_ours, is_again=is_again)
        self.wanted: list[Act] = []
        """Everything that is not speech."""
        self.heard: list[str] = []
        """Names of clips, as far as they were not hushed before they began."""
        self.inside: list[str] = []
        """Those of them that tell of the conference."""
        self.heard_at: list[float] = []
        self._queue: list[tuple[Say, int]] = []
        self._next_at = 0.0
        self._ending = 0
        """The number of the utterance whose last clip is being spoken."""
        self.hung_up = False
        self._take(self.dialogue.begin())

    # ------------------------------------------------------------ what they do

    def press(self, *digits: str, gap: float = 0.3) -> None:
        for digit in digits:
            self._take(self.dialogue.hears(Pressed(digit), self.now))
            self.wait(gap)

    def wait(self, seconds: float) -> None:
        end = self.now + seconds
        while self.now < end - 1e-9:
            self.now = min(end, self.now + LOOK_SECONDS)
            self._speak()
            self._take(self.dialogue.passes(self.now))

    def wait_until_quiet(self) -> None:
        while self._queue or self._ending:
            self.wait(LOOK_SECONDS)

    def enter(
        self, pin: str = PIN, answer: PinAnswer = PinAnswer.RIGHT, language: str = "1"
    ) -> None:
        """From the first prompt to the answer to the PIN."""
        self.press(language)
        self.give_pin(pin, answer)

    def give_pin(self, pin: str = PIN, answer: PinAnswer = PinAnswer.RIGHT) -> None:
        self.press(*pin)
        self.told(PinChecked(answer))
        if answer is PinAnswer.RIGHT:
            self.told(Joined(MY_LEG, WORD_EVERY))

    def told(self, heard: PinChecked | Joined | Saw | Cut | Settled) -> None:
        self._take(self.dialogue.hears(heard, self.now))

    def sees(self, screen: Waiting | Inside | Aside | Ended) -> None:
        self.told(Saw(view_of(screen)))

    def since(self, mark: int) -> list[str]:
        return self.heard[mark:]

    @property
    def mark(self) -> int:
        return len(self.heard)

    # ------------------------------------------------------------ what they are told

    def _take(self, acts: Sequence[Act]) -> None:
        for act in acts:
            match act:
                case Say():
                    self._queue += [(act, at) for at in range(len(act.clips))]
                case Hush():
                    numbers = {said.number for said, _ in self._queue} | {self._ending} - {0}
                    self._queue.clear()
                    self._ending, self._next_at = 0, self.now
                    for number in sorted(numbers):
                        self._take(self.dialogue.hears(Spoken(number), self.now))
                case HangUp(after):
                    self.wait_until_spoken(after)
                case CheckPin():
                    self.wanted.append(act)
                case _:
                    self.wanted.append(act)
        self._speak()

    def wait_until_spoken(self, number: int) -> None:
        while self._ending == number or any(said.number == number for said, _ in self._queue):
            self.now += LOOK_SECONDS
            self._speak()
        self.hung_up = True

    def _speak(self) -> None:
        while self.now >= self._next_at and (self._ending or self._queue):
            if self._ending:
                ended, self._ending = self._ending, 0
                self._take(self.dialogue.hears(Spoken(ended), self.now))
            if self._queue:
                self._begin(*self._queue.pop(0))

    def _begin(self, said: Say, at: int) -> None:
        name = said.clips[at]
        self.heard.append(name)
        self.heard_at.append(self.now)
        self.inside += [name] * said.is_inside
        self._next_at = self.now + self.says_a_clip_in
        self._ending = said.number if at == len(said.clips) - 1 else 0


def view_of(screen: Waiting | Inside | Aside | Ended) -> View:
    return View(number=1, screen=screen, panel=None, room=None, responder=None)


def waiting(
    notice: str | None = None,
    minutes: int | None = None,
    *,
    answers_needed: bool = False,
    may_be_rung: bool = False,
) -> Waiting:
    return Waiting(
        notice=None if notice is None else Notice(code=notice, minutes=minutes),
        answers_needed=answers_needed,
        asked=False,
        asked_for_break=False,
        may_be_rung=may_be_rung,
    )


def person(role: str, id: UUID | None = None, leg: UUID | None = None) -> Person:
    return Person(
        participant_id=id or uuid4(),
        leg_id=leg or uuid4(),
        name="Wilhelmina Featherstonehaugh",
        role=role,
        place=None,
        muted=False,
    )


ME = person("parent", leg=MY_LEG)
CHAIR = person("independent_chair")


def inside(
    *others: Person,
    kind: str = "opening",
    paused: bool = False,
    muted: bool = False,
    answers_needed: bool = False,
) -> Inside:
    return Inside(
        paused=paused,
        section="Croeso",
        section_kind=kind,
        people=[ME, *others],
        lines=[],
        may_write=False,
        answers_needed=answers_needed,
        asked=False,
        asked_for_break=False,
        muted=muted,
        reminders=0,
    )


def aside(*others: Person, reply_wanted: bool = False, answers_needed: bool = False) -> Aside:
    return Aside(
        people=[ME, *others],
        answers_needed=answers_needed,
        asked=False,
        asked_for_break=False,
        reply_wanted=reply_wanted,
    )


HEALTH = person("health")


def in_lobby() -> OnTheLine:
    caller = OnTheLine()
    caller.enter()
    caller.sees(waiting())
    caller.wait_until_quiet()
    return caller


def let_in() -> OnTheLine:
    caller = in_lobby()
    caller.sees(inside(CHAIR, HEALTH))
    caller.wait_until_quiet()
    return caller
