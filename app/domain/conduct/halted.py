"""What is remembered of a halt, of private rooms and of voices."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from app.domain.conduct.moved import brought_back, set_aside
from app.domain.conference import Conference, Phase
from app.domain.halting.events import (
    AsideEvent,
    BreakBegun,
    CameFromAside,
    ConductPrepared,
    ConferenceAdjourned,
    ConferenceNotHeld,
    ConferenceStopped,
    HaltEvent,
    HaltingEvent,
    MovedAside,
    ObserverAgreed,
    ParticipantMuted,
    ParticipantUnmuted,
    PointRepeated,
    RoleReminded,
    SelfMuted,
    SelfUnmuted,
    VoiceEvent,
)
from app.domain.halting.state import Halting
from app.domain.people import side_of


def evolve(conference: Conference, event: HaltingEvent) -> Conference:
    if isinstance(event, AsideEvent):
        return _moved(conference, event)
    if isinstance(event, VoiceEvent):
        return replace(conference, halting=_voice(conference.halting, event))
    return _halt(conference, event)


def _halt(conference: Conference, event: HaltEvent) -> Conference:
    halting = conference.halting
    match event:
        case ConductPrepared():
            return replace(conference, halting=_prepared(halting, event))
        case ConferenceStopped():
            return _stopped(conference)
        case BreakBegun(minutes):
            given = replace(conference.asking, breaks=(), needs=())
            after = replace(halting, break_minutes=minutes)
            return replace(conference, halting=after, asking=given)
        case ConferenceAdjourned():
            after = replace(halting, new_date=event.new_date)
            return _over(replace(conference, halting=after), Phase.ADJOURNED)
        case ConferenceNotHeld():
            return _over(conference, Phase.NOT_HELD)
        case PointRepeated(id):
            after = replace(halting, to_repeat=halting.to_repeat - {id})
            return replace(conference, halting=after)
        case _:
            assert_never(event)


def _prepared(halting: Halting, event: ConductPrepared) -> Halting:
    return replace(
        halting,
        initial=event.initial,
        bank_holidays=event.bank_holidays,
        redate_within=event.redate_within,
        signal_within=event.signal_within,
        signal_lasts=event.signal_lasts,
    )


def _stopped(conference: Conference) -> Conference:
    """Where a later pause leads back to is where the conference was before all this."""
    again = conference.phase is Phase.PAUSED
    return replace(
        conference,
        resumes_to=conference.resumes_to if again else conference.phase,
        phase=Phase.STOPPED,
        narrowed_at=conference.version,
    )


def _over(conference: Conference, phase: Phase) -> Conference:
    return replace(conference, phase=phase, was_in=frozenset(), narrowed_at=conference.version)


def _moved(conference: Conference, event: AsideEvent) -> Conference:
    leg = conference.leg(event.leg_id)
    match event:
        case MovedAside(_, room_of):
            asking = conference.asking
            waiting = tuple(b for b in asking.breaks if b.participant_id not in leg.present)
            needs = tuple(b for b in asking.needs if b.participant_id not in leg.present)
            # What was said there before no longer counts for the way back.
            asked = replace(leg, asked_version=conference.version)
            after = set_aside(conference, [asked], side_of(room_of))
            return replace(after, asking=replace(asking, breaks=waiting, needs=needs))
        case CameFromAside():
            return brought_back(conference, [leg])
        case _:
            assert_never(event)


def _voice(halting: Halting, event: VoiceEvent) -> Halting:
    match event:
        case RoleReminded(id):
            so_far = halting.reminders.get(id, 0)
            reminders = MappingProxyType({**halting.reminders, id: so_far + 1})
            after = replace(halting, reminders=reminders)
        case ParticipantMuted(id):
            after = replace(halting, muted=halting.muted | {id})
        case ParticipantUnmuted(id):
            after = replace(halting, muted=halting.muted - {id})
        case SelfMuted(leg_id):
            after = replace(halting, own_mutes=halting.own_mutes | {leg_id})
        case SelfUnmuted(leg_id):
            after = replace(halting, own_mutes=halting.own_mutes - {leg_id})
        case ObserverAgreed(id):
            after = replace(halting, observers_agreed=halting.observers_agreed | {id})
        case _:
            assert_never(event)
    return after
