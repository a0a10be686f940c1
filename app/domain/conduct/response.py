"""What the chair and the named responder do about a silent signal; nobody else learns of it."""

from typing import assert_never

from app.domain.asking.commands import (
    AskQuestion,
    EndResponse,
    NoteReply,
    NoteSafePhrase,
    NoteSignalAnswered,
    PauseForCheck,
    PlanSafety,
    ReadAudit,
    ResponseCommand,
)
from app.domain.asking.events import (
    AuditRead,
    Outcome,
    QuestionAnswered,
    QuestionAsked,
    ResponseBegun,
    ResponseEnded,
    SafePhraseNoted,
    SafetyPlanned,
    SignalAnswered,
    SilentSignalled,
)
from app.domain.asking.state import Response
from app.domain.attendance import check_place
from app.domain.commands import Actor
from app.domain.conduct.turns import open_signal
from app.domain.conference import (
    ASIDE_OPEN,
    OVER,
    TECHNICAL_CHECK,
    Conference,
    Phase,
    carries_media,
)
from app.domain.errors import (
    AnswersNeeded,
    KeptApart,
    NotPermitted,
    WrongPhase,
    WrongStanding,
    WrongZone,
)
from app.domain.events import ConferencePaused, Event
from app.domain.freshness import check_chair, check_seen, is_fresh
from app.domain.gating.company import exposures_at
from app.domain.gating.conditions import condition
from app.domain.ids import LegId, Micros, ParticipantId
from app.domain.inside import is_elsewhere
from app.domain.people import LOBBY, MAIN, Leg, Role, may_answer, side_of
from app.domain.routing import are_kept_apart


def decide(
    conference: Conference, command: ResponseCommand, actor: Actor, now: Micros
) -> list[Event]:
    match command:
        case PlanSafety():
            return plan_safety(conference, command)
        case NoteSignalAnswered(participant_id):
            return [SignalAnswered(conference.participant(participant_id).id)]
        case PauseForCheck(participant_id):
            _check_answers_it(conference, participant_id, actor)
            return pause_for_check(conference, participant_id)
        case AskQuestion(participant_id, question):
            _check_answers_it(conference, participant_id, actor)
            _going_on(conference, participant_id)
            return [QuestionAsked(participant_id, question)]
        case NoteReply():
            return note_reply(conference, command, actor)
        case NoteSafePhrase(participant_id):
            _check_answers_it(conference, participant_id, actor)
            _going_on(conference, participant_id)
            return [SafePhraseNoted(participant_id)]
        case EndResponse():
            _check_answers_it(conference, command.participant_id, actor)
            return end_response(conference, command, now)
        case ReadAudit():
            return read_audit(conference, actor)
        case _:
            assert_never(command)


def plan_safety(conference: Conference, command: PlanSafety) -> list[Event]:
    person = conference.participant(command.participant_id)
    responder = conference.participant(command.responder)
    if conference.phase in OVER:
        raise WrongPhase("The conference is over.")
    if person.id == responder.id or responder.role is Role.INDEPENDENT_CHAIR:
        raise NotPermitted("Somebody else answers: the chair leads the conference meanwhile.")
    if are_kept_apart(conference, frozenset({person.id}), frozenset({responder.id})):
        raise KeptApart("These two may not meet.")
    if not may_answer(responder.role):
        raise NotPermitted("Whoever answers a signal is somebody trained for it.")
    return [SafetyPlanned(person.id, responder.id, command.phrase, command.plan)]


def _check_answers_it(conference: Conference, id: ParticipantId, actor: Actor) -> None:
    plan = conference.asking.plans.get(id)
    is_responder = plan is not None and plan.responder == actor.participant_id
    if actor.role is not Role.INDEPENDENT_CHAIR and not is_responder:
        raise NotPermitted("This role may not do this.")


def pause_for_check(conference: Conference, id: ParticipantId) -> list[Event]:
    """Pause everybody and bring the two together. Without a signal the phrase was heard."""
    sender = conference.participant(id)
    if conference.phase not in ASIDE_OPEN:
        raise WrongPhase("The conference is not running.")
    if conference.asking.response is not None and conference.asking.response.outcome is None:
        raise WrongStanding("One response goes on already.")
    heard = _phrase_heard(conference, id)
    in_lobby = conference.phase is Phase.LOBBY_OPEN
    pause = [] if in_lobby else [ConferencePaused(TECHNICAL_CHECK)]
    plan = conference.asking.plans.get(sender.id)
    there = None if plan is None else _movable(conference, plan.responder)
    here = _movable(conference, id)
    if plan is None or there is None or here is None:
        return [*heard, *pause, ResponseBegun(id, None if plan is None else plan.responder, NO_LEG)]
    both = frozenset({here.id, there.id})
    return [*heard, *pause, ResponseBegun(id, plan.responder, both)]


def read_audit(conference: Conference, actor: Actor) -> list[Event]:
    """Whoever may not is refused alike, whether there is anything to read or not."""
    is_chair = actor.role is Role.INDEPENDENT_CHAIR
    responders = {plan.responder for plan in conference.asking.plans.values()}
    if actor.participant_id is None or not (is_chair or actor.participant_id in responders):
        raise NotPermitted("This role may not do this.")
    return [AuditRead(actor.participant_id)]


NO_LEG = frozenset[LegId]()


def _phrase_heard(conference: Conference, id: ParticipantId) -> list[Event]:
    if open_signal(conference, id) is not None:
        return []
    legs = conference.legs_of(id)
    if not legs:
        raise WrongStanding("This person has no connection and no signal is open.")
    return [SilentSignalled(id, legs[-1].id)]


def _movable(conference: Conference, id: ParticipantId) -> Leg | None:
    """A connection where this known person is alone; inside before outside.

    Not one that somebody shares with them, a room or a laptop: whoever sits there would hear that
    they are asked. It stays where it is, silent while the conference is paused.
    """
    person = conference.participant(id)
    alone = [
        leg
        for leg in conference.legs_of(id)
        if leg.present == frozenset({id})
        and carries_media(leg)
        and leg.lost_at is None
        and leg.device in person.identified
        and leg.zone in {LOBBY, MAIN}
        and not is_elsewhere(conference, leg)
        and condition(conference, person) is None
    ]
    return max(alone, key=lambda leg: (leg.zone == MAIN, leg.joined_at), default=None)


def _going_on(conference: Conference, id: ParticipantId) -> Response:
    response = conference.asking.response
    if response is None or response.participant_id != id or response.outcome is Outcome.SAFE:
        raise WrongStanding("There is no response for this person.")
    return response


def note_reply(conference: Conference, command: NoteReply, actor: Actor) -> list[Event]:
    if actor.participant_id != command.participant_id:
        _check_answers_it(conference, command.participant_id, actor)
    response = _going_on(conference, command.participant_id)
    if response.question is None:
        raise WrongPhase("No question is open.")
    return [QuestionAnswered(command.participant_id, response.question, command.yes)]


def end_response(conference: Conference, command: EndResponse, now: Micros) -> list[Event]:
    """Safe only after the safe phrase and answers given since; else there is another day."""
    response = _going_on(conference, command.participant_id)
    ended = ResponseEnded(response.participant_id, command.outcome)
    if command.outcome is not Outcome.SAFE:
        return [ended]
    check_seen(conference, command.seen)
    check_chair(conference)
    if not response.phrase_given or not _has_answered(conference, response, now):
        raise AnswersNeeded("The phrase and new answers, all clear, come first.")
    room = side_of(response.participant_id)
    for leg_id, aside in conference.halting.asides.items():
        if aside.moved_from == MAIN and conference.leg(leg_id).zone == room:
            _check_comes_back(conference, conference.leg(leg_id))
    return [ended]


def _check_comes_back(conference: Conference, leg: Leg) -> None:
    if leg.present != conference.halting.asides[leg.id].members:
        raise WrongZone("Somebody else is there now.")
    for id in leg.present:
        check_place(conference, conference.participant(id), leg)


def _has_answered(conference: Conference, response: Response, now: Micros) -> bool:
    return any(
        leg.owner == response.participant_id
        and leg.answers is not None
        and not exposures_at(conference, leg)
        and leg.answered_version > response.begun_version
        and is_fresh(conference, leg, now)
        for leg in conference.legs_of(response.participant_id)
    )
