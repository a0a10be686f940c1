"""What is said about who is where: who it is, who is with them, who is in a shared room."""

from dataclasses import replace
from typing import assert_never

from app.domain.commands import (
    Actor,
    AskAgain,
    ConfirmIdentity,
    GiveAnswers,
    PresenceCommand,
    StateRoom,
)
from app.domain.conference import Conference, carries_media
from app.domain.errors import NotAgreed, NotPermitted, UnknownParticipant
from app.domain.events import (
    AnswersAsked,
    AnswersGiven,
    CompanyStated,
    Event,
    IdentityConfirmed,
    LegHeld,
    RoomStated,
)
from app.domain.gating.company import company_of, exposures_at
from app.domain.ids import LegId, ParticipantId
from app.domain.inside import is_chairs
from app.domain.people import MAIN, IdentityMethod, Leg, LegKind, Participant
from app.domain.routing import hosted_place


def decide(conference: Conference, command: PresenceCommand, actor: Actor) -> list[Event]:
    match command:
        case ConfirmIdentity(participant_id, leg_id, method):
            person, leg = person_at(conference, participant_id, leg_id)
            return [confirmed(person, leg, method)]
        case GiveAnswers():
            return give_answers(conference, command, actor)
        case AskAgain(leg_id):
            return [AnswersAsked(conference.leg(leg_id).id)]
        case StateRoom():
            return state_room(conference, command, actor)
        case _:
            assert_never(command)


def person_at(conference: Conference, id: ParticipantId, leg_id: LegId) -> tuple[Participant, Leg]:
    person, leg = conference.participant(id), conference.leg(leg_id)
    if id not in leg.present:
        raise UnknownParticipant("This person is not at that connection.")
    return person, leg


def confirmed(person: Participant, leg: Leg, method: IdentityMethod) -> IdentityConfirmed:
    if method is IdentityMethod.SIGN_IN:
        raise NotPermitted("Only a sign-in counts as one.")
    return IdentityConfirmed(person.id, leg.device, method)


def give_answers(conference: Conference, command: GiveAnswers, actor: Actor) -> list[Event]:
    leg = conference.leg(command.leg_id)
    if (leg.id, leg.owner) != (actor.leg_id, actor.participant_id) or leg.kind is LegKind.ROOM:
        raise NotPermitted("Each answers for their own place; a room's host answers for the room.")
    present = leg.present if leg.owner is None else _company(conference, leg.owner, leg, command)
    stated = [] if present == leg.present else [CompanyStated(leg.id, present)]
    given = AnswersGiven(leg.id, command.answers, command.with_whom)
    after = replace(leg, present=present, answers=command.answers, with_whom=command.with_whom)
    return [*stated, given, *_hold_if_exposed(conference, leg, after)]


def _company(
    conference: Conference, owner: ParticipantId, leg: Leg, command: GiveAnswers
) -> frozenset[ParticipantId]:
    """Everybody at this place. Only who was agreed beforehand is named: others are words."""
    others = command.here - {owner}
    if others and not carries_media(leg):
        raise NotPermitted("Who is in a meeting room is said by its host.")
    if not others <= company_of(conference, owner):
        raise NotAgreed("Somebody named was not agreed beforehand: say who it is in words.")
    return others | {owner}


def state_room(conference: Conference, command: StateRoom, actor: Actor) -> list[Event]:
    """The host says who is there now. Nobody else may, and there is no way round it (REQ-45).

    It is recorded whoever is there: the rule of `routing` darkens a room that may not be heard.
    """
    leg = conference.leg(command.leg_id)
    if leg.place is None or not may_state(conference, leg, actor):
        raise NotPermitted("Only the host of the room states who is there.")
    for id in command.present:
        conference.participant(id)
    stated = RoomStated(leg.id, command.present, command.answers)
    after = replace(leg, present=command.present, answers=command.answers)
    return [stated, *_hold_if_exposed(conference, leg, after)]


def may_state(conference: Conference, room: Leg, actor: Actor) -> bool:
    """From a device that is known to be the host's: the one it comes over, else any of theirs."""
    return any(
        leg.owner == actor.participant_id and place is not None and place.id == room.place
        for leg in conference.legs.values()
        if actor.leg_id in {None, leg.id}
        for place in [hosted_place(conference, leg)]
    )


def asked_for(
    conference: Conference, leg_id: LegId, for_whom: ParticipantId | None, actor: Actor
) -> ParticipantId:
    """Whose wish it is that comes over this leg: its owner's, or of somebody in a host's room."""
    leg = conference.leg(leg_id)
    if leg.owner is None:
        if not may_state(conference, leg, actor):
            raise NotPermitted("Only the host of the room asks for somebody in it.")
        if for_whom is None or for_whom not in leg.present:
            raise UnknownParticipant("This person is not in that room.")
        return for_whom
    mine = (leg.id, leg.owner) == (actor.leg_id, actor.participant_id)
    if not mine or for_whom not in {None, leg.owner}:
        raise NotPermitted("Each asks for themselves; a room's host asks for the room.")
    return leg.owner


def _hold_if_exposed(conference: Conference, leg: Leg, after: Leg) -> list[Event]:
    """Inside, and now somebody could hear who could not before: silence until the chair has looked.

    The chair alone is not held: she hears what she hears, and she decides.
    """
    no_more = exposures_at(conference, after) <= exposures_at(conference, leg)
    if leg.zone != MAIN or no_more or is_chairs(conference, leg):
        return []
    return [LegHeld(leg.id, None)]
