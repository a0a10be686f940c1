"""What is said about who is where: who it is, who is with them, who is in a shared room."""

from typing import assert_never

from app.domain.commands import (
    Actor,
    AskAgain,
    ConfirmIdentity,
    GiveAnswers,
    PresenceCommand,
    StateRoom,
)
from app.domain.conference import Conference
from app.domain.errors import NotPermitted, UnknownParticipant
from app.domain.events import (
    AnswersAsked,
    AnswersGiven,
    Event,
    IdentityConfirmed,
    LegHeld,
    RoomStated,
)
from app.domain.ids import LegId, ParticipantId
from app.domain.inside import is_chairs
from app.domain.people import MAIN, Answers, IdentityMethod, Leg, LegKind, Participant
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
    given = AnswersGiven(leg.id, command.answers, command.with_whom)
    return [given, *_hold_if_exposed(conference, leg, command.answers)]


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
    return [stated, *_hold_if_exposed(conference, leg, command.answers)]


def may_state(conference: Conference, room: Leg, actor: Actor) -> bool:
    """From a device that is known to be the host's: the one it comes over, else any of theirs."""
    return any(
        leg.owner == actor.participant_id and place is not None and place.id == room.place
        for leg in conference.legs.values()
        if actor.leg_id in {None, leg.id}
        for place in [hosted_place(conference, leg)]
    )


def _hold_if_exposed(conference: Conference, leg: Leg, answers: Answers) -> list[Event]:
    """Inside, and now somebody could hear who could not before: silence until the chair has looked.

    The chair alone is not held: she hears what she hears, and she decides.
    """
    before = frozenset[str]() if leg.answers is None else leg.answers.exposures
    if leg.zone != MAIN or answers.exposures <= before or is_chairs(conference, leg):
        return []
    return [LegHeld(leg.id, None)]
