"""Given, when, then: a conference told through the commands that lead there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.commands import (
    Actor,
    BookConference,
    OpenLobby,
)
from app.domain.conference import UNBOOKED, Conference
from app.domain.decide import decide
from app.domain.errors import Refusal
from app.domain.events import Event
from app.domain.evolve import Recorded, fold
from app.domain.ids import SECOND, LegId, Micros, ParticipantId
from app.domain.routing import Flow, FlowKind, media_plan
from app.domain.views import View, view_for
from tests.domain.people import (
    BOOKING,
    CHAIR,
    CIVIC_CENTRE,
    FATHER,
    FLAT,
    MINUTE_TAKER,
    MOTHER,
    OFFICE_STAFF,
    SOCIAL_WORKER,
    TEACHER,
    USUAL,
    who,
)
from tests.domain.steps import (
    Step,
    admit,
    answer,
    connect,
    join,
    join_room,
    open_conference,
    restate,
)

START = Micros(1_000 * SECOND)


@dataclass(frozen=True)
class Story:
    """What has happened so far. Every step gives a new one."""

    log: tuple[Recorded, ...] = ()
    state: Conference = UNBOOKED
    now: Micros = START
    happened: tuple[Event, ...] = ()
    """Of the last command."""
    refusal: Refusal | None = None

    def when(self, step: "Step", by: ParticipantId | Actor | None = None) -> "Story":
        """One command, by whoever usually sends it or by another. It takes a second."""
        wanted, usual = step
        sender = usual if by is None else by
        actor = sender if isinstance(sender, Actor) else who(sender)
        now = Micros(self.now + SECOND)
        command = wanted(self.state) if callable(wanted) else wanted
        try:
            events = decide(self.state, command, actor, now)
        except Refusal as refusal:
            return replace(self, now=now, happened=(), refusal=refusal)
        new = [
            Recorded(version, now, actor, event)
            for version, event in enumerate(events, start=self.state.version + 1)
        ]
        return Story((*self.log, *new), fold(self.state, new), now, tuple(events), None)

    def and_then(self, *steps: "Step") -> "Story":
        """What else has happened: none of it refused."""
        story = self
        for step in steps:
            story = story.when(step)
            assert story.refusal is None, (story.refusal, step)
        return story

    def later(self, seconds: float) -> "Story":
        return replace(self, now=Micros(self.now + int(seconds * SECOND)))

    def then(self, *events: Event) -> "Story":
        assert self.refusal is None, repr(self.refusal)
        assert self.happened == events
        return self

    def refuses(self, *refusals: type[Refusal]) -> "Story":
        """The last command was refused for one of these reasons."""
        assert isinstance(self.refusal, refusals), (self.refusal, self.happened)
        return self

    def view(self, leg: LegId) -> View:
        return view_for(self.state, leg)


def given(story: Story, *steps: Step) -> Story:
    return story.and_then(*steps)


def as_seen(story: Story, step: Step) -> Step:
    """The same command, made on what its sender sees in `story`."""
    wanted, by = step
    return (wanted(story.state) if callable(wanted) else wanted), by


# ---------------------------------------------------------------- what can be seen of the state


def is_dark(story: Story, leg: LegId) -> bool:
    """In no flow, and nothing of inside on its screen."""
    return leg not in ends_of(media_plan(story.state))


def ends_of(plan: Iterable[Flow]) -> set[LegId]:
    return {leg for flow in plan for leg in (flow.source, flow.sink)}


def hears(story: Story, sink: LegId, source: LegId) -> bool:
    return Flow(source, sink, FlowKind.SOUND) in media_plan(story.state)


def standing_of(story: Story, id: ParticipantId) -> str:
    return story.state.participant(id).standing


# ---------------------------------------------------------------- where stories begin


BOOKED = given(Story(), (BookConference(BOOKING), OFFICE_STAFF))
LOBBY_OPEN = given(BOOKED, (OpenLobby(), OFFICE_STAFF))

ON_THEIR_OWN = (CHAIR, MINUTE_TAKER, TEACHER, MOTHER)
EVERYBODY_WAITS = given(
    LOBBY_OPEN,
    *(join(id) for id in ON_THEIR_OWN),
    *(connect(USUAL[id]) for id in ON_THEIR_OWN),
    *(answer(id) for id in ON_THEIR_OWN),
    join(SOCIAL_WORKER),
    join_room(CIVIC_CENTRE),
    connect(CIVIC_CENTRE),
    restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER),
)
"""Chair, minute taker, teacher and mother each alone; social worker and father in one room."""

IN_SESSION = given(
    EVERYBODY_WAITS,
    open_conference(),
    admit(SOCIAL_WORKER, CIVIC_CENTRE),
    admit(FATHER, CIVIC_CENTRE),
    admit(MOTHER),
)
"""All of them are inside, in the first section."""

WITHOUT_HIM_THERE = given(
    EVERYBODY_WAITS,
    restate(CIVIC_CENTRE, SOCIAL_WORKER),
    join(FATHER),
    connect(FLAT),
    answer(FATHER),
    open_conference(),
    admit(SOCIAL_WORKER, CIVIC_CENTRE),
    admit(FATHER),
    admit(MOTHER),
)
"""As `IN_SESSION`, but the father is in his flat."""
