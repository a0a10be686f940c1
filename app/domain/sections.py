"""The course of a conference: lobby, opening, seal, sections, pause, close, and the way back."""

from typing import assert_never

from app.domain.attendance import check_place
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
from app.domain.errors import (
    AnswersNeeded,
    ChairAway,
    KeptApart,
    NotInAudience,
    WrongPhase,
)
from app.domain.events import (
    ConferenceClosed,
    ConferencePaused,
    ConferenceResumed,
    Event,
    JournalAnchored,
    LegDropped,
    LobbyOpened,
    ParticipantAdmitted,
    PlanApplied,
    SealBegun,
    SectionOpened,
)
from app.domain.freshness import check_chair, check_seen, is_fresh, newest_lobby_leg
from app.domain.ids import Micros, ParticipantId, SectionId
from app.domain.people import FAMILY_SIDE, MAIN, Leg, Role, Standing


def decide(
    conference: Conference, command: SectionCommand, actor: Actor, now: Micros
) -> list[Event]:
    match command:
        case BookConference(booked):
            _check_phase(conference, Phase.UNBOOKED)
            return [booked]
        case OpenLobby():
            _check_phase(conference, Phase.BOOKED)
            return [LobbyOpened()]
        case OpenConference(seen):
            return open_conference(conference, seen, actor, now)
        case BeginSection(section_id, seen):
            return begin_section(conference, section_id, seen, now)
        case ConfirmSealed(section_id):
            return confirm_sealed(conference, section_id)
        case BringBackEveryone(seen):
            return bring_back_everyone(conference, seen, actor, now)
        case Pause() | Resume() | Close():
            return halt_or_go_on(conference, command, now)
        case NotePlanApplied() | AnchorJournal() | NoteRestart() | NoteMediaFault():
            return note(conference, command)
        case _:
            assert_never(command)


def _check_phase(conference: Conference, *allowed: Phase) -> None:
    if conference.phase not in allowed:
        raise WrongPhase("This is not possible at this point of the conference.")


def open_conference(
    conference: Conference, seen: int, actor: Actor, now: Micros
) -> list[Event]:
    """Admits all who are clear, identified and in the first audience, each as its own event."""
    _check_phase(conference, Phase.LOBBY_OPEN)
    check_seen(conference, seen)
    if not conference.sections:
        raise WrongPhase("The running order is empty.")
    first = conference.sections[0]
    admitted = _ready(conference, first.audience, now)
    if actor.participant_id not in {event.participant_id for event in admitted}:
        raise ChairAway("Answer who is with you first: the chair opens from inside.")
    return [SectionOpened(first.id), *admitted]


def _ready(
    conference: Conference, people: frozenset[ParticipantId], now: Micros
) -> list[ParticipantAdmitted]:
    """Of each person the newest clear leg; nobody who is kept apart from somebody before them.

    Chair first, then in a stable order: of a pair kept apart neither is let in by a mass act.
    """
    apart = {id for pair in conference.kept_apart for id in pair}
    admitted: list[ParticipantAdmitted] = []
    for id in sorted(people - apart, key=str):
        person = conference.participants.get(id)
        if person is None or person.standing is Standing.EXCLUDED:
            continue
        leg_id = newest_lobby_leg(conference, id, now)
        if leg_id is not None:
            admitted.append(ParticipantAdmitted(id, leg_id, None))
    return admitted


def begin_section(
    conference: Conference, section_id: SectionId, seen: int, now: Micros
) -> list[Event]:
    """Open a section; seal first where somebody inside may not be in it, or it is restricted."""
    _check_phase(conference, Phase.IN_SECTION)
    check_seen(conference, seen)
    check_chair(conference)
    section = conference.section(section_id)
    if not _chairs(conference) <= section.audience:
        raise NotInAudience("The chair must be in every section.")
    inside = [leg for leg in conference.legs.values() if leg.zone == MAIN]
    staying = [leg for leg in inside if leg.present <= section.audience]
    if section.restricted:
        _check_restricted(conference, staying, now)
    if section.restricted or len(staying) < len(inside):
        return [SealBegun(section.id)]
    return [SectionOpened(section.id)]


def _chairs(conference: Conference) -> frozenset[ParticipantId]:
    people = conference.participants.values()
    return frozenset(p.id for p in people if p.role is Role.INDEPENDENT_CHAIR)


def _check_restricted(conference: Conference, staying: list[Leg], now: Micros) -> None:
    """Stale answers inside a restricted part refuse the seal (REQ-39)."""
    limit = conference.rules.restricted_stale_after
    if any(now - leg.answered_at > limit for leg in staying):
        raise AnswersNeeded("Ask everybody who stays who is with them first.")


def confirm_sealed(conference: Conference, section_id: SectionId) -> list[Event]:
    _check_phase(conference, Phase.SEALING)
    if conference.next_id != section_id:
        raise WrongPhase("Another section is being sealed.")
    return [SectionOpened(section_id)]


def bring_back_everyone(
    conference: Conference, seen: int, actor: Actor, now: Micros
) -> list[Event]:
    """The one tap: all who were in, may be in this section and have answered since; no more."""
    _check_phase(conference, *RUNNING)
    check_seen(conference, seen)
    me = actor.participant_id
    wanted = conference.was_in | ({me} if me is not None else set())
    section = conference.governing
    admitted = _ready(conference, wanted & _audience(section), now)
    admitted += _apart_but_alone(conference, wanted & _audience(section), now)
    chair_in = any(event.participant_id == me for event in admitted)
    if not chair_in:
        check_chair(conference)
    paused = conference.phase is Phase.PAUSED and conference.pause_reason != "chair"
    return [*admitted, *([ConferenceResumed()] if paused else [])]


def _audience(section: Section | None) -> frozenset[ParticipantId]:
    return frozenset() if section is None else section.audience


def _apart_but_alone(
    conference: Conference, wanted: frozenset[ParticipantId], now: Micros
) -> list[ParticipantAdmitted]:
    """Kept-apart people come back by the tap only if the other one is nowhere near being in."""
    back: list[ParticipantAdmitted] = []
    for pair in sorted(conference.kept_apart, key=lambda pair: sorted(map(str, pair))):
        for id in pair & wanted:
            leg_id = newest_lobby_leg(conference, id, now)
            if leg_id is None or pair <= wanted:
                continue
            try:
                check_place(conference, conference.participant(id), conference.leg(leg_id))
            except (NotInAudience, KeptApart):
                continue
            back.append(ParticipantAdmitted(id, leg_id, None))
    return list(dict.fromkeys(back))


def halt_or_go_on(
    conference: Conference, command: Pause | Resume | Close, now: Micros
) -> list[Event]:
    match command:
        case Pause():
            _check_phase(conference, Phase.IN_SECTION, Phase.SEALING)
            return [ConferencePaused("chair")]
        case Resume(seen):
            return resume(conference, seen, now)
        case Close():
            _check_phase(conference, *RUNNING)
            return [ConferenceClosed()]
        case _:
            assert_never(command)


def resume(conference: Conference, seen: int, now: Micros) -> list[Event]:
    """Refused while a remote family leg inside has not answered since the pause (REQ-39)."""
    _check_phase(conference, Phase.PAUSED)
    check_seen(conference, seen)
    check_chair(conference)
    unanswered = [
        leg
        for leg in conference.legs.values()
        if leg.zone == MAIN and _is_family(conference, leg) and not is_fresh(conference, leg, now)
    ]
    if unanswered:
        raise AnswersNeeded("A family member inside has not answered since the pause.")
    return [ConferenceResumed()]


def _is_family(conference: Conference, leg: Leg) -> bool:
    return any(conference.participant(id).role in FAMILY_SIDE for id in leg.present)


def note(
    conference: Conference,
    command: NotePlanApplied | AnchorJournal | NoteRestart | NoteMediaFault,
) -> list[Event]:
    """What the service has done is recorded too; it is never refused."""
    match command:
        case NotePlanApplied(version):
            return [PlanApplied(version)] if version <= conference.version else []
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

