"""What the chair sees of asking and halting, and what the named responder sees. Nobody else."""

from dataclasses import dataclass
from itertools import chain

from app.domain.asking.events import Outcome, Question
from app.domain.asking.state import Asking, Hand, Response, Signal
from app.domain.conference import FLOWING, Conference, Phase
from app.domain.halting.state import Missed
from app.domain.ids import LegId, Micros, ParticipantId
from app.domain.noting.state import Flag
from app.domain.people import FAMILY, FAMILY_SIDE, Leg, LegKind, Standing, TextRef
from app.domain.routing import is_identified, owner_of, sees_inside, taking_part

AFTER_STOP = ("call_999", "building_security")
IN_RESPONSE = ("call_999_from_here", "silent_999_then_55")


@dataclass(frozen=True, slots=True)
class PanelHand:
    participant_id: ParticipantId
    leg_id: LegId
    kind: LegKind
    since: Micros


@dataclass(frozen=True, slots=True)
class PanelSignal:
    participant_id: ParticipantId
    leg_id: LegId
    since: Micros
    lost: bool
    """Their connection is gone since."""
    responder: ParticipantId | None
    phrase: TextRef | None
    plan: TextRef | None


@dataclass(frozen=True, slots=True)
class PanelResponse:
    participant_id: ParticipantId
    responder: ParticipantId | None
    question: Question | None
    replies: tuple[tuple[Question, bool], ...]
    phrase_given: bool
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class ConductPanel:
    queue: tuple[PanelHand, ...]
    """Whoever has waited longest first; whoever has signalled is not to be named, so not here."""
    breaks: tuple[PanelHand, ...]
    not_spoken: tuple[ParticipantId, ...]
    """Of the family inside, who has not spoken in this part. Their supporters are not family."""
    asked_back: tuple[tuple[ParticipantId, bool], ...]
    signals: tuple[PanelSignal, ...]
    response: PanelResponse | None
    missing: tuple[tuple[ParticipantId, Micros], ...]
    to_repeat: tuple[Missed, ...]
    """Repeat the point before new business."""
    offer_pause: bool
    """A family connection is lost while the conference goes on."""
    break_minutes: int | None
    muted: tuple[ParticipantId, ...]
    own_mutes: tuple[LegId, ...]
    reminders: tuple[tuple[ParticipantId, int], ...]
    guidance: tuple[str, ...]
    """Codes of what else to do now."""
    flags: tuple[Flag, ...]
    """Concerns about somebody inside: silence their place, then ask."""


@dataclass(frozen=True, slots=True)
class ResponderPanel:
    """On the named responder's own known device, while they take part."""

    signals: tuple[PanelSignal, ...]
    response: PanelResponse | None
    guidance: tuple[str, ...]


def conduct_panel(conference: Conference) -> ConductPanel:
    asking, halting = conference.asking, conference.halting
    signals = tuple(_signal(conference, each) for each in asking.signals if each.open)
    signalled = {each.participant_id for each in signals}
    named = [hand for hand in asking.hands if hand.participant_id not in signalled]
    return ConductPanel(
        queue=tuple(_hand(conference, each) for each in named),
        breaks=tuple(_hand(conference, each) for each in _breaks(asking)),
        not_spoken=_not_spoken(conference),
        asked_back=tuple(sorted(asking.asked_back.items(), key=lambda of: str(of[0]))),
        signals=signals,
        response=_response(asking.response),
        missing=tuple(sorted(halting.missing.items(), key=lambda of: (of[1], str(of[0])))),
        to_repeat=_to_repeat(conference),
        offer_pause=_family_is_lost(conference),
        break_minutes=halting.break_minutes,
        muted=tuple(sorted(halting.muted, key=str)),
        own_mutes=tuple(sorted(halting.own_mutes, key=str)),
        reminders=tuple(sorted(halting.reminders.items(), key=lambda of: str(of[0]))),
        guidance=_guidance(conference),
        flags=conference.noting.flags,
    )


def _breaks(asking: Asking) -> list[Hand]:
    return sorted((*asking.breaks, *asking.needs), key=lambda each: each.raised_at)


def _guidance(conference: Conference) -> tuple[str, ...]:
    after_stop = AFTER_STOP if conference.phase is Phase.STOPPED else ()
    return (*after_stop, *(IN_RESPONSE if _goes_on(conference.asking.response) else ()))


def _goes_on(response: Response | None) -> bool:
    return response is not None and response.outcome is not Outcome.SAFE


def _hand(conference: Conference, hand: Hand) -> PanelHand:
    kind = conference.legs[hand.leg_id].kind
    return PanelHand(hand.participant_id, hand.leg_id, kind, hand.raised_at)


def _signal(conference: Conference, signal: Signal) -> PanelSignal:
    plan = conference.asking.plans.get(signal.participant_id)
    return PanelSignal(
        participant_id=signal.participant_id,
        leg_id=signal.leg_id,
        since=signal.signalled_at,
        lost=signal.lost_at is not None,
        responder=None if plan is None else plan.responder,
        phrase=None if plan is None else plan.phrase,
        plan=None if plan is None else plan.plan,
    )


def _response(response: Response | None) -> PanelResponse | None:
    if response is None or not _goes_on(response):
        return None
    return PanelResponse(
        response.participant_id,
        response.responder,
        response.question,
        response.replies,
        response.phrase_given,
        response.outcome,
    )


def _not_spoken(conference: Conference) -> tuple[ParticipantId, ...]:
    here = set(chain.from_iterable(leg.present for leg in taking_part(conference)))
    return tuple(
        person.id
        for person in conference.participants.values()
        if person.role in FAMILY and person.id in here and person.id not in conference.asking.spoken
    )


def _to_repeat(conference: Conference) -> tuple[Missed, ...]:
    """The last stretch of each: what came before it was missed then as well."""
    last = {missed.participant_id: missed for missed in conference.halting.missed}
    return tuple(last[id] for id in sorted(conference.halting.to_repeat, key=str))


def _family_is_lost(conference: Conference) -> bool:
    if conference.phase not in FLOWING:
        return False
    lost = [leg.present for leg in taking_part(conference) if leg.lost_at is not None]
    gone = {*conference.halting.missing, *chain.from_iterable(lost)}
    return any(conference.participants[id].role in FAMILY_SIDE for id in gone)


def responder_panel(conference: Conference, leg: Leg) -> ResponderPanel | None:
    """Only what is about those whom they answer for."""
    owner = owner_of(conference, leg)
    if owner is None or owner.standing is Standing.EXCLUDED:
        return None
    if not is_identified(conference, leg) or not sees_inside(conference, leg):
        return None
    plans = conference.asking.plans
    theirs = {id for id, plan in plans.items() if plan.responder == owner.id}
    if not theirs:
        return None
    response = _response(conference.asking.response)
    answers_it = response is not None and response.participant_id in theirs
    signals = [each for each in conference.asking.signals if each.participant_id in theirs]
    return ResponderPanel(
        signals=tuple(_signal(conference, each) for each in signals if each.open),
        response=response if answers_it else None,
        guidance=IN_RESPONSE if answers_it else (),
    )
