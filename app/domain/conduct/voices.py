"""Who keeps to their role, and whose voice is taken for a while (REQ-74, REQ-22)."""

from typing import assert_never

from app.domain.commands import Actor
from app.domain.conference import Conference
from app.domain.errors import NotPermitted, WrongStanding, WrongZone
from app.domain.events import Event
from app.domain.halting.commands import (
    AgreeToObserver,
    Mute,
    RemindOfRole,
    SetOwnMute,
    Unmute,
    VoiceCommand,
)
from app.domain.halting.events import (
    ObserverAgreed,
    ParticipantMuted,
    ParticipantUnmuted,
    RoleReminded,
    SelfMuted,
    SelfUnmuted,
)
from app.domain.inside import is_inside
from app.domain.people import WITHOUT_VOICE, Participant, Role

SUPPORTING = frozenset({Role.SUPPORTER, Role.SOLICITOR})
"""They support; they do not answer for anybody."""


def decide(conference: Conference, command: VoiceCommand, actor: Actor) -> list[Event]:
    match command:
        case RemindOfRole(participant_id):
            if conference.participant(participant_id).role not in SUPPORTING:
                raise WrongStanding("A supporter or a solicitor is reminded.")
            return [RoleReminded(participant_id)]
        case Mute(participant_id, reason):
            _check_may_mute(conference, conference.participant(participant_id))
            return [ParticipantMuted(participant_id, reason)]
        case Unmute(participant_id):
            if participant_id not in conference.halting.muted:
                raise WrongStanding("This person is not muted.")
            return [ParticipantUnmuted(participant_id)]
        case SetOwnMute():
            return mute_oneself(conference, command, actor)
        case AgreeToObserver(participant_id):
            if conference.participant(participant_id).role not in WITHOUT_VOICE:
                raise WrongStanding("This person is no observer.")
            return [ObserverAgreed(participant_id)]
        case _:
            assert_never(command)


def _check_may_mute(conference: Conference, person: Participant) -> None:
    if person.role is Role.INDEPENDENT_CHAIR:
        raise NotPermitted("The chair cannot be muted.")
    if person.id in conference.halting.muted:
        raise WrongStanding("This person is muted already.")
    rooms = [leg for leg in conference.legs_of(person.id) if leg.owner is None]
    if any(is_inside(leg.zone) and leg.present != frozenset({person.id}) for leg in rooms):
        raise WrongZone("They share a microphone: the host of the room asks them to stop.")


def mute_oneself(conference: Conference, command: SetOwnMute, actor: Actor) -> list[Event]:
    leg = conference.leg(command.leg_id)
    if (leg.id, leg.owner) != (actor.leg_id, actor.participant_id):
        raise NotPermitted("Each mutes their own connection.")
    if command.muted == (leg.id in conference.halting.own_mutes):
        return []
    return [SelfMuted(leg.id) if command.muted else SelfUnmuted(leg.id)]
