"""Who may be rung, and what is noted of a call or told by key."""

from typing import assert_never

from app.domain.commands import Actor
from app.domain.conference import LIVE, Conference
from app.domain.errors import (
    Incomplete,
    NotPermitted,
    RingingForbidden,
    RungTooOften,
    WrongPhase,
    WrongStanding,
    WrongZone,
)
from app.domain.ids import Micros, ParticipantId
from app.domain.noting.events import RingingAsked
from app.domain.people import LegKind, Participant
from app.domain.presence import asked_for
from app.domain.routing import sees_inside
from app.domain.telephones.commands import (
    AskCallBack,
    NeedCommand,
    NoteCall,
    NoteCallPlaced,
    NotePinFailed,
    NotePractice,
    PlanCall,
    SettleNeed,
    StopRinging,
    TelephoneCommand,
    TellNeed,
    WithdrawNeed,
)
from app.domain.telephones.events import (
    CallBackChosen,
    CallPlaced,
    CallPlanned,
    CallProgressed,
    Need,
    NeedSettled,
    NeedTold,
    PinFailed,
    PracticeNoted,
    Progress,
    TelephoneEvent,
)
from app.domain.telephoning.due import (
    allows,
    calls_to_place,
    is_on_telephone,
    is_open,
    is_rung_enough,
)

MINUTES_OF_A_DAY = 24 * 60


def decide(
    conference: Conference, command: TelephoneCommand, actor: Actor, now: Micros
) -> list[TelephoneEvent]:
    match command:
        case PlanCall():
            return plan_call(conference, command)
        case StopRinging(id):
            return stop(conference, conference.participant(id), now)
        case AskCallBack():
            return ask_call_back(conference, command, actor)
        case NoteCallPlaced(id):
            return place(conference, conference.participant(id), now)
        case NoteCall(id, progress):
            call = conference.telephones.calls.get(id)
            is_news = call is not None and call.is_placed and call.progress is not progress
            return [CallProgressed(id, progress)] if is_news else []
        case NotePinFailed(id):
            return [PinFailed(conference.participant(id).id)]
        case TellNeed() | SettleNeed() | WithdrawNeed() | NotePractice():
            return told(conference, command, actor)
        case _:
            assert_never(command)


def plan_call(conference: Conference, command: PlanCall) -> list[TelephoneEvent]:
    person = conference.participant(command.participant_id)
    if command.may_ring and command.number is None:
        raise Incomplete("Whoever may be rung has a number.")
    if command.after_drop and not command.may_ring:
        raise Incomplete("Whoever may not be rung is not rung back after a drop.")
    from_minute, to_minute = command.from_minute, command.to_minute
    if (from_minute is None) is not (to_minute is None):
        raise Incomplete("The time of day has a beginning and an end.")
    if from_minute is not None and to_minute is not None:
        _check_hours(from_minute, to_minute)
    return [
        CallPlanned(
            person.id,
            command.number,
            command.may_ring,
            command.after_drop,
            command.withheld,
            from_minute,
            to_minute,
        )
    ]


def _check_hours(from_minute: int, to_minute: int) -> None:
    if not 0 <= from_minute < to_minute <= MINUTES_OF_A_DAY:
        raise Incomplete("The time of day ends after it begins, on the same day.")


def ring(conference: Conference, person: Participant, now: Micros) -> list[RingingAsked]:
    """The chair asks for it. Where no plan exists, somebody rings by hand: nothing is placed."""
    if conference.phase not in LIVE:
        raise WrongPhase("The conference is not open.")
    plan = conference.telephones.plans.get(person.id)
    if plan is None:
        return [RingingAsked(person.id)]
    if not allows(plan, now):
        raise RingingForbidden("The safety plan does not allow that they are rung, or not now.")
    if is_on_telephone(conference, person.id):
        raise WrongStanding("This person is connected by telephone.")
    call = conference.telephones.calls.get(person.id)
    if call is not None and is_open(conference, call, now):
        return []
    if is_rung_enough(conference, person.id, now):
        raise RungTooOften("This person was rung often enough in this hour.")
    return [RingingAsked(person.id)]


def stop(conference: Conference, person: Participant, now: Micros) -> list[TelephoneEvent]:
    call = conference.telephones.calls.get(person.id)
    if call is None or not is_open(conference, call, now):
        raise WrongStanding("This person is not being rung.")
    return [CallProgressed(person.id, Progress.STOPPED)]


def place(conference: Conference, person: Participant, now: Micros) -> list[TelephoneEvent]:
    """The one gate before a call: what it refuses is not placed, whoever thought it due."""
    plan = conference.telephones.plans.get(person.id)
    if plan is None or not allows(plan, now):
        raise RingingForbidden("The safety plan does not allow that they are rung, or not now.")
    if person.id not in calls_to_place(conference, now):
        raise WrongStanding("No call to this person is due.")
    return [CallPlaced(person.id, conference.telephones.calls[person.id].attempts + 1)]


def ask_call_back(
    conference: Conference, command: AskCallBack, actor: Actor
) -> list[TelephoneEvent]:
    leg = conference.leg(command.leg_id)
    if (leg.id, leg.owner) != (actor.leg_id, actor.participant_id) or leg.owner is None:
        raise NotPermitted("Each chooses for themselves.")
    if conference.phase not in LIVE:
        raise WrongPhase("The conference is not open.")
    if leg.kind is not LegKind.PHONE or sees_inside(conference, leg):
        raise WrongZone("Whoever waits by telephone may choose to be rung back.")
    if not may_be_rung(conference, leg.owner):
        raise RingingForbidden("The safety plan does not allow that they are rung.")
    wanted = conference.telephones.call_back_wanted
    return [] if leg.owner in wanted else [CallBackChosen(leg.owner)]


def may_be_rung(conference: Conference, id: ParticipantId) -> bool:
    """At some time of the day."""
    plan = conference.telephones.plans.get(id)
    return plan is not None and plan.may_ring


def told(conference: Conference, command: NeedCommand, actor: Actor) -> list[TelephoneEvent]:
    match command:
        case TellNeed(leg_id, need, for_whom):
            id = asked_for(conference, leg_id, for_whom, actor)
            if conference.phase not in LIVE:
                raise WrongPhase("The conference is not open.")
            return [] if _waits(conference, id, need) else [NeedTold(id, need)]
        case SettleNeed(id, need):
            return settled(conference, conference.participant(id).id, need)
        case WithdrawNeed(need) if actor.participant_id is not None:
            return settled(conference, actor.participant_id, need)
        case WithdrawNeed():
            raise NotPermitted("Each takes back their own need.")
        case NotePractice(id, result):
            return [PracticeNoted(conference.participant(id).id, result)]
        case _:
            assert_never(command)


def settled(conference: Conference, id: ParticipantId, need: Need) -> list[TelephoneEvent]:
    if not _waits(conference, id, need):
        raise WrongStanding("This person has told no such need.")
    return [NeedSettled(id, need)]


def _waits(conference: Conference, id: ParticipantId, need: Need) -> bool:
    needs = conference.telephones.needs
    return any((each.participant_id, each.need) == (id, need) for each in needs)
