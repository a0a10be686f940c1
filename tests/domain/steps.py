"""Commands by what they want, each with whoever usually sends it."""

from collections.abc import Callable, Iterable

from app.domain.commands import (
    SERVICE,
    Actor,
    AdmitParticipant,
    AskAgain,
    BeginSection,
    BringBackEveryone,
    Command,
    ConfirmIdentity,
    ConfirmSealed,
    DropLegs,
    ExcludeParticipant,
    GiveAnswers,
    HoldLeg,
    Join,
    NoteConnected,
    NoteRestart,
    OpenConference,
    Pause,
    ReadmitParticipant,
    RefuseAdmission,
    ReleaseHold,
    Resume,
    StateRoom,
    WriteLine,
)
from app.domain.conference import Conference
from app.domain.events import Ground, LineKind, Span, Told, ViewsRoute
from app.domain.gates.commands import AgreeCompany
from app.domain.ids import LegId, LineId, ParticipantId, SectionId
from app.domain.people import Answers, IdentityMethod, LegKind, TextRef
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLEAR,
    LINE,
    MINUTE_TAKER,
    MOTHER,
    REASON,
    SOCIAL_WORKER,
    STAFF,
    TABLET,
    TEACHER,
    USUAL,
    device_of,
    room_device,
    who,
)

Wanted = Command | Callable[[Conference], Command]
"""A command, or how to make it of what its sender sees now."""

Step = tuple[Wanted, ParticipantId | Actor]
"""A command, and whose it usually is."""


def join(id: ParticipantId, leg: LegId | None = None, kind: LegKind = LegKind.BROWSER) -> Step:
    at = leg or USUAL[id]
    kind = LegKind.COMPANION if at == TABLET else kind
    return Join(at, kind, device_of(at), id in STAFF), who(id, at)


def join_room(leg: LegId) -> Step:
    return Join(leg, LegKind.ROOM, device_of(leg), signed_in=False), room_device(leg)


def connect(leg: LegId) -> Step:
    return NoteConnected(leg), SERVICE


def answer(
    id: ParticipantId,
    answers: Answers = CLEAR,
    leg: LegId | None = None,
    with_whom: TextRef | None = None,
    here: Iterable[ParticipantId] = (),
) -> Step:
    at = leg or USUAL[id]
    return GiveAnswers(at, answers, with_whom, frozenset(here)), who(id, at)


def agree(id: ParticipantId, *company: ParticipantId) -> Step:
    return AgreeCompany(id, frozenset(company)), CHAIR


def restate(room: LegId, *present: ParticipantId, answers: Answers = CLEAR) -> Step:
    host = SOCIAL_WORKER if room == CIVIC_CENTRE else TEACHER
    return StateRoom(room, frozenset(present), answers), host


def ask(leg: LegId) -> Step:
    return AskAgain(leg), CHAIR


def confirm(id: ParticipantId, leg: LegId) -> Step:
    return ConfirmIdentity(id, leg, IdentityMethod.KNOWN_TO_CHAIR), CHAIR


def admit(
    id: ParticipantId,
    leg: LegId | None = None,
    reason: TextRef | None = None,
    identity: IdentityMethod | None = IdentityMethod.KNOWN_TO_CHAIR,
) -> Step:
    at = leg or USUAL[id]
    return lambda seen: AdmitParticipant(id, at, identity, reason, seen.version), CHAIR


def refuse(id: ParticipantId, leg: LegId | None = None) -> Step:
    return RefuseAdmission(id, leg or USUAL[id], REASON), CHAIR


def exclude(id: ParticipantId, minutes: int | None = None) -> Step:
    command = ExcludeParticipant(
        id,
        Ground.VIOLENCE_OR_DISRUPTION,
        REASON,
        Told.IN_PERSON,
        ViewsRoute.SOCIAL_WORKER,
        Span.THIS_PART,
        minutes,
    )
    return command, CHAIR


def readmit(id: ParticipantId, leg: LegId | None = None) -> Step:
    return lambda seen: ReadmitParticipant(id, leg or USUAL[id], seen.version), CHAIR


def hold(leg: LegId, minutes: int | None = None) -> Step:
    return HoldLeg(leg, minutes), CHAIR


def release(leg: LegId) -> Step:
    return lambda seen: ReleaseHold(leg, seen.version), CHAIR


def open_conference() -> Step:
    return lambda seen: OpenConference(seen.version), CHAIR


def begin(section: SectionId) -> Step:
    return lambda seen: BeginSection(section, seen.version), CHAIR


def sealed(section: SectionId) -> Step:
    return ConfirmSealed(section), SERVICE


def pause() -> Step:
    return Pause(), CHAIR


def resume() -> Step:
    return lambda seen: Resume(seen.version), CHAIR


def bring_back() -> Step:
    return lambda seen: BringBackEveryone(seen.version), CHAIR


def restart() -> Step:
    return NoteRestart(), SERVICE


def drop(*legs: LegId) -> Step:
    return DropLegs(frozenset(legs), "socket"), SERVICE


def write(line: LineId = LINE, speaker: ParticipantId = MOTHER, ago: int = 0) -> Step:
    return WriteLine(line, speaker, LineKind.FACT, REASON, ago), MINUTE_TAKER
