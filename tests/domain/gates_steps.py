"""A prepared conference with a supporter, a solicitor, an interpreter, an observer and a child."""

from dataclasses import replace

from app.domain.booked import ConferenceBooked, Expected, PlannedSection
from app.domain.commands import (
    Actor,
    AdmitParticipant,
    BookConference,
    ExcludeParticipant,
    GiveAnswers,
    Join,
    OpenConference,
    OpenLobby,
    ReadmitParticipant,
)
from app.domain.events import Ground, Span, Told, ViewsRoute
from app.domain.gates.commands import (
    AcceptConfidentiality,
    ApproveSupporter,
    AssignInterpreter,
    ConsentToObserver,
    DecideChildAttendance,
    DescribeSupport,
    PrepareGates,
)
from app.domain.gates.events import Consented, Relation, SupportKind
from app.domain.halting.commands import AgreeToObserver
from app.domain.ids import LegId, ParticipantId, SectionId
from app.domain.people import Answers, IdentityMethod, LegKind, Role
from tests.domain.people import (
    CHAIR,
    CLEAR,
    FATHER,
    MINUTE_TAKER,
    MOTHER,
    OFFICE_STAFF,
    POLICY,
    REASON,
    SOCIAL_WORKER,
    device_of,
    named,
    words,
)
from tests.domain.scenario import Story, given
from tests.domain.steps import Step, connect

FRIEND, SOLICITOR, INTERPRETER, GUEST, DAUGHTER = (
    ParticipantId(named(0xB_1000 + n)) for n in range(5)
)
"""The mother's friend, her solicitor and her interpreter; an observer; a child."""

CAST = {
    CHAIR: Role.INDEPENDENT_CHAIR,
    MINUTE_TAKER: Role.MINUTE_TAKER,
    SOCIAL_WORKER: Role.LEAD_SOCIAL_WORKER,
    MOTHER: Role.PARENT,
    FATHER: Role.PARENT,
    FRIEND: Role.SUPPORTER,
    SOLICITOR: Role.SOLICITOR,
    INTERPRETER: Role.INTERPRETER,
    GUEST: Role.OBSERVER,
    DAUGHTER: Role.CHILD,
}
HOME = {id: LegId(named(0xE_3000 + n)) for n, id in enumerate(CAST)}
FIRST, CLOSED, LAST = (SectionId(named(0x5_1000 + n)) for n in range(3))
ALL = frozenset(CAST)
PLANNED = {FIRST: ALL, CLOSED: ALL - {MOTHER}, LAST: ALL}
BOOKED_WITH_GATES = ConferenceBooked(
    title=words(2),
    people=tuple(Expected(id, role, words(400 + n)) for n, (id, role) in enumerate(CAST.items())),
    places=(),
    sections=tuple(
        PlannedSection(id, "part", words(450 + n), audience, restricted=False)
        for n, (id, audience) in enumerate(PLANNED.items())
    ),
    kept_apart=frozenset(),
    policy=POLICY,
)


def as_(id: ParticipantId) -> Actor:
    return Actor(CAST[id], id, None, HOME[id])


def come(id: ParticipantId, leg: LegId | None = None) -> list[Step]:
    """Join, connect and answer, all clear; the staff have signed in."""
    at = leg or HOME[id]
    by = replace(as_(id), leg_id=at)
    staff = id in {CHAIR, MINUTE_TAKER, SOCIAL_WORKER}
    join = Join(at, LegKind.BROWSER, device_of(at), signed_in=staff)
    return [(join, by), connect(at), say(id, leg=at)]


def say(
    id: ParticipantId,
    answers: Answers = CLEAR,
    *here: ParticipantId,
    leg: LegId | None = None,
) -> Step:
    at = leg or HOME[id]
    return GiveAnswers(at, answers, None, frozenset(here)), replace(as_(id), leg_id=at)


def let_in(id: ParticipantId, leg: LegId | None = None) -> Step:
    known = IdentityMethod.KNOWN_TO_CHAIR
    at = leg or HOME[id]
    return lambda seen: AdmitParticipant(id, at, known, None, seen.version), as_(CHAIR)


def put_out(id: ParticipantId) -> Step:
    ground, told, route = Ground.OTHER, Told.ON_SCREEN, ViewsRoute.IN_WRITING
    command = ExcludeParticipant(id, ground, REASON, told, route, Span.THIS_PART, None)
    return command, as_(CHAIR)


def let_back(id: ParticipantId) -> Step:
    return lambda seen: ReadmitParticipant(id, HOME[id], seen.version), as_(CHAIR)


def describe(
    id: ParticipantId, *supports: ParticipantId, kind: SupportKind = SupportKind.FRIEND
) -> Step:
    return DescribeSupport(id, kind, frozenset(supports), frozenset()), OFFICE_STAFF


def approve(id: ParticipantId) -> Step:
    return ApproveSupporter(id), as_(CHAIR)


def accept(id: ParticipantId) -> Step:
    return AcceptConfidentiality(id, Consented.ON_SCREEN), as_(id)


def accepted_by_phone(id: ParticipantId) -> Step:
    return AcceptConfidentiality(id, Consented.BY_PHONE), as_(CHAIR)


def consent(id: ParticipantId, how: Consented = Consented.ON_SCREEN) -> Step:
    by = as_(id) if how is Consented.ON_SCREEN else as_(CHAIR)
    return ConsentToObserver(GUEST, id, how), by


def chair_agrees() -> Step:
    return AgreeToObserver(GUEST), as_(CHAIR)


def assign(
    interpreter: ParticipantId = INTERPRETER,
    serves: ParticipantId = MOTHER,
    relation: Relation = Relation.NONE,
) -> Step:
    return AssignInterpreter(interpreter, serves, relation), OFFICE_STAFF


def attends(*sections: SectionId) -> Step:
    return DecideChildAttendance(DAUGHTER, frozenset(sections), REASON), as_(CHAIR)


def opening() -> Step:
    return lambda seen: OpenConference(seen.version), as_(CHAIR)


BOOKED = given(Story(), (BookConference(BOOKED_WITH_GATES), OFFICE_STAFF))
PREPARED = given(BOOKED, (PrepareGates(), OFFICE_STAFF), (OpenLobby(), OFFICE_STAFF))


def running(story: Story, *inside: ParticipantId) -> Story:
    """The first section is open; these and the chair are inside."""

    opened = given(story, *come(CHAIR), opening())
    for id in inside:
        opened = given(opened, *come(id), let_in(id))
    return opened
