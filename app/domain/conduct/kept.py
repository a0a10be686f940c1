"""What is remembered of asking, answering a signal, halting, private rooms and voices."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from app.domain.asking.events import (
    AskedBack,
    AskingEvent,
    AuditRead,
    BreakAsked,
    BreakWithdrawn,
    CovertErased,
    HandLowered,
    HandRaised,
    Level,
    Outcome,
    ParticipantSpoke,
    QuestionAnswered,
    QuestionAsked,
    ResponseBegun,
    ResponseEnded,
    SafePhraseNoted,
    SafetyPlanned,
    SignalAnswered,
    SignalEvent,
    SilentSignalled,
    TurnEvent,
)
from app.domain.asking.state import Asking, Hand, Plan, Response, Signal
from app.domain.conduct import halted
from app.domain.conduct.moved import brought_back, set_aside
from app.domain.conference import Conference
from app.domain.halting.events import HaltingEvent
from app.domain.ids import Micros
from app.domain.people import side_of


def evolve(conference: Conference, event: AskingEvent | HaltingEvent, at: Micros) -> Conference:
    if isinstance(event, TurnEvent):
        return replace(conference, asking=_turn(conference.asking, event, at))
    if isinstance(event, SignalEvent):
        return _signal(conference, event, at)
    return halted.evolve(conference, event)


def _turn(asking: Asking, event: TurnEvent, at: Micros) -> Asking:
    match event:
        case HandRaised(id, leg_id):
            return replace(asking, hands=(*asking.hands, Hand(id, leg_id, at)))
        case HandLowered(id):
            return replace(asking, hands=tuple(h for h in asking.hands if h.participant_id != id))
        case BreakAsked(id, leg_id):
            return replace(asking, breaks=(*asking.breaks, Hand(id, leg_id, at)))
        case BreakWithdrawn(id):
            rest = tuple(each for each in asking.breaks if each.participant_id != id)
            return replace(asking, breaks=rest)
        case ParticipantSpoke(id):
            hands = tuple(hand for hand in asking.hands if hand.participant_id != id)
            return replace(asking, spoken=asking.spoken | {id}, hands=hands)
        case AskedBack(id, _, answered):
            known = MappingProxyType({**asking.asked_back, id: answered})
            return replace(asking, asked_back=known)
        case _:
            assert_never(event)


def _signal(conference: Conference, event: SignalEvent, at: Micros) -> Conference:
    asking = conference.asking
    match event:
        case SafetyPlanned(id, responder, phrase, plan):
            plans = MappingProxyType({**asking.plans, id: Plan(responder, phrase, plan)})
            return replace(conference, asking=replace(asking, plans=plans))
        case SilentSignalled(id, leg_id, Level.NEED_BREAK):
            needs = (*asking.needs, Hand(id, leg_id, at))
            return replace(conference, asking=replace(asking, needs=needs))
        case SilentSignalled(id, leg_id):
            rest = tuple(each for each in asking.signals if each.participant_id != id)
            new = Signal(id, leg_id, at, open=True, lost_at=None)
            return replace(conference, asking=replace(asking, signals=(*rest, new)))
        case SignalAnswered():
            return conference
        case ResponseBegun():
            return _begun(conference, event)
        case QuestionAsked() | QuestionAnswered() | SafePhraseNoted() | ResponseEnded():
            return _answered(conference, event)
        case AuditRead() | CovertErased():
            return conference
        case _:
            assert_never(event)


def _begun(conference: Conference, event: ResponseBegun) -> Conference:
    response = Response(
        participant_id=event.participant_id,
        responder=event.responder,
        begun_version=conference.version,
        question=None,
        replies=(),
        phrase_given=False,
        outcome=None,
    )
    legs = [conference.legs[id] for id in event.leg_ids if id in conference.legs]
    after = set_aside(conference, legs, side_of(event.participant_id))
    return replace(after, asking=replace(after.asking, response=response))


def _answered(
    conference: Conference,
    event: QuestionAsked | QuestionAnswered | SafePhraseNoted | ResponseEnded,
) -> Conference:
    response = conference.asking.response
    if response is None:
        return conference
    match event:
        case QuestionAsked(_, question):
            changed = replace(response, question=question)
        case QuestionAnswered(_, question, yes):
            replies = (*response.replies, (question, yes))
            changed = replace(response, question=None, replies=replies)
        case SafePhraseNoted():
            changed = replace(response, phrase_given=True)
        case ResponseEnded(_, outcome):
            changed = replace(response, outcome=outcome, question=None)
        case _:
            assert_never(event)
    after = replace(conference, asking=replace(conference.asking, response=changed))
    return _over(after, changed) if changed.outcome is Outcome.SAFE else after


def _over(conference: Conference, response: Response) -> Conference:
    """All back where they were, and the signal answered."""
    signals = tuple(
        replace(each, open=False, lost_at=None)
        if each.participant_id == response.participant_id
        else each
        for each in conference.asking.signals
    )
    room = side_of(response.participant_id)
    legs = [leg for leg in conference.legs.values() if leg.zone == room]
    after = brought_back(conference, legs)
    return replace(after, asking=replace(after.asking, signals=signals))
