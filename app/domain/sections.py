"""The course of a conference: lobby, seal, sections, pause, close; what the service has done."""

from typing import assert_never

from app.domain.booking import check_booking
from app.domain.chairing.closing import check_may_close
from app.domain.chairing.guards import check_script
from app.domain.commands import (
    Actor,
    AnchorJournal,
    BeginSection,
    BookConference,
    BringBackEveryone,
    Close,
    ConfirmSealed,
    NoteMediaFault,
    NotePlanApplied,
    NoteRestart,
    OpenConference,
    OpenLobby,
    Pause,
    Resume,
    SectionCommand,
)
from app.domain.conference import RUNNING, Conference, Phase, Section
from app.domain.decisions.guards import check_may_begin
from app.domain.errors import AnswersNeeded, ChairAway, NotInAudience, WrongPhase
from app.domain.events import (
    ConferenceClosed,
    ConferencePaused,
    ConferenceResumed,
    Event,
    JournalAnchored,
    LegDropped,
    LobbyOpened,
    PlanApplied,
    SealBegun,
    SectionOpened,
)
from app.domain.freshness import check_chair, check_seen, is_fresh, may_go_on
from app.domain.gating.conditions import audience_of
from app.domain.ids import Micros, ParticipantId, SectionId
from app.domain.inside import chair_takes_part
from app.domain.people import MAIN, Leg, LegKind, Role, Standing
from app.domain.returning import bring_back_everyone, open_conference


def decide(
    conference: Conference, command: SectionCommand, actor: Actor, now: Micros
) -> list[Event]:
    match command:
        case BookConference() | OpenLobby():
            events = prepare(conference, command)
        case OpenConference():
            events = open_conference(conference, command, actor, now)
        case BeginSection(section_id, seen):
            events = begin_section(conference, section_id, seen, now)
        case ConfirmSealed(section_id):
            events = confirm_sealed(conference, section_id)
        case BringBackEveryone():
            events = bring_back_everyone(conference, command, actor, now)
        case Pause() | Resume() | Close():
            events = halt_or_go_on(conference, command, now)
        case NotePlanApplied() | AnchorJournal() | NoteRestart() | NoteMediaFault():
            events = note(conference, command)
        case _:
            assert_never(command)
    return events


def _check_phase(conference: Conference, *allowed: Phase) -> None:
    if conference.phase not in allowed:
        raise WrongPhase("This is not possible at this point of the conference.")


def prepare(conference: Conference, command: BookConference | OpenLobby) -> list[Event]:
    match command:
        case BookConference(booked):
            _check_phase(conference, Phase.UNBOOKED)
            check_booking(booked)
            return [booked]
        case OpenLobby():
            _check_phase(conference, Phase.BOOKED)
            return [LobbyOpened()]
        case _:
            assert_never(command)


def begin_section(
    conference: Conference, section_id: SectionId, seen: int, now: Micros
) -> list[Event]:
    """Open a section; seal first where it is restricted, or narrower than the one before it.

    Also where nobody of those it leaves out is inside any more: that they are is what is confirmed.
    """
    _check_phase(conference, Phase.IN_SECTION)
    check_seen(conference, seen)
    check_chair(conference)
    section = conference.section(section_id)
    if not _chairs(conference) <= section.audience:
        raise NotInAudience("The chair must be in every section.")
    check_script(conference, section)
    check_may_begin(conference, section)
    inside = [leg for leg in conference.legs.values() if leg.zone == MAIN]
    audience = audience_of(conference, section)
    staying = [leg for leg in inside if leg.present <= audience]
    if len(staying) == len(inside) and not _is_closed(conference, section):
        return [SectionOpened(section.id)]
    _check_rooms(conference, inside, section)
    if not all(is_fresh(conference, leg, now, section) for leg in staying if leg.present):
        raise AnswersNeeded("Ask everybody who stays who is with them first.")
    return [SealBegun(section.id)]


def _is_closed(conference: Conference, section: Section) -> bool:
    before = conference.current
    return section.restricted or (before is not None and not before.audience <= section.audience)


def _chairs(conference: Conference) -> frozenset[ParticipantId]:
    people = conference.participants.values()
    return frozenset(p.id for p in people if p.role is Role.INDEPENDENT_CHAIR)


def _check_rooms(conference: Conference, inside: list[Leg], section: Section) -> None:
    """Nobody can be sealed out of the room they sit in: they leave, and the host says so (REQ-45).

    Where nobody is there to say so, the chair holds the room first.
    """
    audience = audience_of(conference, section)
    may_stay = {
        person.id
        for person in conference.participants.values()
        if person.id in audience and person.standing is not Standing.EXCLUDED
    }
    if any(leg.kind is LegKind.ROOM and not leg.present <= may_stay for leg in inside):
        raise NotInAudience("Somebody leaves the shared room first; its host says who remains.")


def confirm_sealed(conference: Conference, section_id: SectionId) -> list[Event]:
    _check_phase(conference, Phase.SEALING)
    if conference.next_id != section_id:
        raise WrongPhase("Another section is being sealed.")
    return [SectionOpened(section_id)]


def halt_or_go_on(
    conference: Conference, command: Pause | Resume | Close, now: Micros
) -> list[Event]:
    match command:
        case Pause():
            _check_phase(conference, Phase.IN_SECTION, Phase.SEALING, Phase.STOPPED)
            return [ConferencePaused("chair")]
        case Resume(seen):
            return resume(conference, seen, now)
        case Close():
            _check_phase(conference, *RUNNING, Phase.LOBBY_OPEN)
            check_may_close(conference)
            return [ConferenceClosed()]
        case _:
            assert_never(command)


def resume(conference: Conference, seen: int, now: Micros) -> list[Event]:
    """Refused while a family leg inside has not answered since the pause, or any are stale."""
    _check_phase(conference, Phase.PAUSED)
    check_seen(conference, seen)
    before_it_opened = conference.resumes_to is Phase.LOBBY_OPEN
    if not before_it_opened and not chair_takes_part(conference):
        raise ChairAway("The chair must hear and be heard before the conference goes on.")
    if not may_go_on(conference, now):
        raise AnswersNeeded("Somebody inside has not answered since the pause, or too long ago.")
    return [ConferenceResumed()]


def note(
    conference: Conference,
    command: NotePlanApplied | AnchorJournal | NoteRestart | NoteMediaFault,
) -> list[Event]:
    """What the service has done is recorded too; it is never refused."""
    match command:
        case NotePlanApplied(version):
            newer = conference.applied_version < version <= conference.version
            return [PlanApplied(version)] if newer else []
        case AnchorJournal(entries, head):
            return [JournalAnchored(entries, head)]
        case NoteRestart():
            gone = [LegDropped(leg_id, "restart") for leg_id in conference.legs]
            return [*gone, *_pause(conference, "restart")]
        case NoteMediaFault():
            return _pause(conference, "media")
        case _:
            assert_never(command)


def _pause(conference: Conference, reason: str) -> list[Event]:
    if conference.phase in {Phase.IN_SECTION, Phase.SEALING}:
        return [ConferencePaused(reason)]
    return []
