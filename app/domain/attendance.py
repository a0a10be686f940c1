"""What the chair does to people: identity, answers, admit, refuse, exclude, hold, bring back."""

from typing import assert_never

from app.domain.commands import (
    Actor,
    AdmitParticipant,
    AskAgain,
    AttendanceCommand,
    ConfirmIdentity,
    ExcludeParticipant,
    GiveAnswers,
    HoldLeg,
    ReadmitParticipant,
    RefuseAdmission,
    ReleaseHold,
    StateRoom,
)
from app.domain.conference import RUNNING, Conference, carries_media
from app.domain.errors import (
    IdentityNeeded,
    KeptApart,
    NotInAudience,
    NotPermitted,
    UnknownParticipant,
    WrongPhase,
    WrongStanding,
    WrongZone,
)
from app.domain.events import (
    AdmissionRefused,
    AnswersAsked,
    AnswersGiven,
    Event,
    HoldReleased,
    IdentityConfirmed,
    LegHeld,
    ParticipantAdmitted,
    ParticipantExcluded,
    ParticipantReadmitted,
    RoomStated,
)
from app.domain.freshness import check_answers, check_chair, check_seen
from app.domain.ids import Micros, ParticipantId
from app.domain.people import HELD, LOBBY, MAIN, Leg, LegKind, Participant, Role, Standing
from app.domain.routing import are_kept_apart


def decide(
    conference: Conference, command: AttendanceCommand, actor: Actor, now: Micros
) -> list[Event]:
    match command:
        case ConfirmIdentity(participant_id, leg_id, method):
            person, leg = _person_at(conference, participant_id, conference.leg(leg_id))
            return [IdentityConfirmed(person.id, leg.device, method)]
        case GiveAnswers():
            return give_answers(conference, command, actor)
        case AskAgain(leg_id):
            return [AnswersAsked(conference.leg(leg_id).id)]
        case StateRoom():
            return state_room(conference, command, actor)
        case AdmitParticipant():
            return admit(conference, command, actor, now)
        case RefuseAdmission():
            return refuse(conference, command)
        case ExcludeParticipant():
            return exclude(conference, command)
        case ReadmitParticipant():
            return readmit(conference, command, now)
        case HoldLeg(leg_id, notice_minutes):
            return hold(conference, conference.leg(leg_id), notice_minutes, actor)
        case ReleaseHold():
            return release(conference, command, now)
        case _:
            assert_never(command)


def give_answers(conference: Conference, command: GiveAnswers, actor: Actor) -> list[Event]:
    leg = conference.leg(command.leg_id)
    if actor.leg_id != leg.id or leg.kind is LegKind.ROOM:
        raise NotPermitted("Each answers for their own place; a room's host answers for the room.")
    return [AnswersGiven(leg.id, command.answers, command.with_whom)]


def state_room(conference: Conference, command: StateRoom, actor: Actor) -> list[Event]:
    """The host says who is there now. Nobody else may, and there is no way round it (REQ-45)."""
    leg = conference.leg(command.leg_id)
    if leg.place is None or conference.place(leg.place).host != actor.participant_id:
        raise NotPermitted("Only the host of the room states who is there.")
    for id in command.present:
        conference.participant(id)
    together = [(a, b) for a in command.present for b in command.present]
    if any(frozenset(pair) in conference.kept_apart for pair in together):
        raise KeptApart("These people may not be in one room. Nobody there will be heard.")
    return [RoomStated(leg.id, command.present, command.answers)]


def admit(
    conference: Conference, command: AdmitParticipant, actor: Actor, now: Micros
) -> list[Event]:
    """Let one person in on one leg. The chair may let herself in; nobody else without her."""
    person, leg = _person_at(conference, command.participant_id, conference.leg(command.leg_id))
    check_seen(conference, command.seen, person.id)
    if conference.phase not in RUNNING:
        raise WrongPhase("Open the conference first.")
    if person.standing is Standing.EXCLUDED:
        raise WrongStanding("This person is excluded: bring them back instead.")
    if person.id != actor.participant_id:
        check_chair(conference)
    if leg.zone == HELD or (leg.zone == MAIN and person.standing is Standing.ADMITTED):
        raise WrongZone("This person is in already.")
    known = leg.device in person.identified
    if not known and command.identity is None:
        raise IdentityNeeded("Say first how you know who this is.")
    check_answers(conference, leg, now, excused=command.reason is not None)
    check_place(conference, person, leg)
    admitted = ParticipantAdmitted(person.id, leg.id, command.reason)
    if command.identity is None:
        return [admitted]
    return [IdentityConfirmed(person.id, leg.device, command.identity), admitted]


def check_place(conference: Conference, person: Participant, leg: Leg) -> None:
    """Raises NotInAudience or KeptApart, whoever asks."""
    section = conference.governing
    if section is None or person.id not in section.audience:
        raise NotInAudience("This section is not for this person.")
    inside = [
        id
        for other in conference.legs.values()
        if other.zone != LOBBY and other.id != leg.id
        for id in other.present
    ]
    if are_kept_apart(conference, leg.present | {person.id}, inside):
        raise KeptApart("This person may not be here at the same time as somebody inside.")


def _person_at(
    conference: Conference, id: ParticipantId, leg: Leg
) -> tuple[Participant, Leg]:
    person = conference.participant(id)
    if id not in leg.present:
        raise UnknownParticipant("This person is not at that connection.")
    if not carries_media(leg):
        raise WrongZone("A companion device is never let in by itself.")
    return person, leg


def refuse(conference: Conference, command: RefuseAdmission) -> list[Event]:
    person, leg = _person_at(conference, command.participant_id, conference.leg(command.leg_id))
    if leg.zone != LOBBY:
        raise WrongZone("This person is in already: exclude or hold instead.")
    return [AdmissionRefused(person.id, leg.id, command.reason)]


def exclude(conference: Conference, command: ExcludeParticipant) -> list[Event]:
    """Put one person out. Whoever shares their microphone goes dark with them."""
    person = conference.participant(command.participant_id)
    if person.standing is Standing.EXCLUDED:
        raise WrongStanding("This person is excluded already.")
    if person.role is Role.INDEPENDENT_CHAIR:
        raise NotPermitted("The chair cannot be excluded.")
    return [
        ParticipantExcluded(
            person.id,
            command.ground,
            command.reason,
            command.told,
            command.views_route,
            command.span,
            command.notice_minutes,
        )
    ]


def readmit(conference: Conference, command: ReadmitParticipant, now: Micros) -> list[Event]:
    person, leg = _person_at(conference, command.participant_id, conference.leg(command.leg_id))
    if person.standing is not Standing.EXCLUDED:
        raise WrongStanding("Only an excluded person is brought back.")
    if conference.phase not in RUNNING:
        raise WrongPhase("The conference is not running.")
    check_seen(conference, command.seen, person.id)
    check_chair(conference)
    if leg.device not in person.identified:
        raise IdentityNeeded("Say first how you know who this is.")
    check_answers(conference, leg, now, excused=False)
    check_place(conference, person, leg)
    return [ParticipantReadmitted(person.id, leg.id)]


def hold(
    conference: Conference, leg: Leg, notice_minutes: int | None, actor: Actor
) -> list[Event]:
    if leg.zone != MAIN:
        raise WrongZone("Only somebody inside can be held.")
    if leg.id == actor.leg_id:
        raise NotPermitted("The chair pauses the conference instead.")
    return [LegHeld(leg.id, notice_minutes)]


def release(conference: Conference, command: ReleaseHold, now: Micros) -> list[Event]:
    leg = conference.leg(command.leg_id)
    if leg.zone != HELD:
        raise WrongZone("This connection is not held.")
    for id in leg.present:
        check_seen(conference, command.seen, id)
        check_place(conference, conference.participant(id), leg)
    check_chair(conference)
    check_answers(conference, leg, now, excused=True)
    return [HoldReleased(leg.id)]
