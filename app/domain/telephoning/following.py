"""What follows from events of other topics for whose telephone rings.

Derived and never recorded: so the log cannot say one thing and this another.
"""

from dataclasses import replace

from app.domain.conference import LIVE, Conference
from app.domain.events import (
    Event,
    LegDropped,
    ParticipantAdmitted,
    ParticipantArrived,
    ParticipantReadmitted,
)
from app.domain.ids import Micros, ParticipantId
from app.domain.inside import is_inside
from app.domain.mappings import with_entries, without
from app.domain.noting.events import ParticipantReleased, RingingAsked
from app.domain.people import LegKind
from app.domain.telephones.state import Telephones, asked, connected, stopped
from app.domain.telephoning.due import allows, is_kept_out, is_on_telephone

CALL_LOST = "call-lost"
"""Why a connection by telephone is dropped that nobody has ended."""


def follow(before: Conference, after: Conference, event: Event, at: Micros) -> Conference:
    """Args: `after`: what the event's own topic makes of it."""
    telephones = after.telephones
    match event:
        case RingingAsked(id) if id in telephones.plans:
            return replace(after, telephones=asked(telephones, id, at, by_itself=False))
        case ParticipantArrived(participant_id=id) if id is not None:
            return replace(after, telephones=_arrived(telephones, id, event.kind))
        case ParticipantAdmitted(id) | ParticipantReadmitted(id) | ParticipantReleased(id):
            return replace(after, telephones=_settled(telephones, id, at))
        case LegDropped(leg_id, why) if why == CALL_LOST:
            leg = before.legs.get(leg_id)
            if leg is None or leg.kind is not LegKind.PHONE or leg.owner is None:
                return after
            return _call_lost(after, leg.owner, at)
        case _:
            return after


def _arrived(telephones: Telephones, id: ParticipantId, kind: LegKind) -> Telephones:
    if kind is LegKind.PHONE:
        return connected(telephones, id)
    return replace(telephones, not_rung_back=without(telephones.not_rung_back, id))


def _settled(telephones: Telephones, id: ParticipantId, at: Micros) -> Telephones:
    """They are in, or thanked and gone: nobody waits for their call."""
    rest = stopped(telephones, id, at)
    return replace(
        rest,
        call_back_wanted=without(rest.call_back_wanted, id),
        not_rung_back=without(rest.not_rung_back, id),
    )


def _call_lost(after: Conference, id: ParticipantId, at: Micros) -> Conference:
    """They are rung back by themselves where their plan says so; else the chair is told."""
    plan = after.telephones.plans.get(id)
    if plan is None or after.phase not in LIVE or is_kept_out(after, id):
        return after
    if is_on_telephone(after, id) or _is_in(after, id):
        return after
    if plan.after_drop and allows(plan, at):
        return replace(after, telephones=asked(after.telephones, id, at, by_itself=True))
    told = with_entries(after.telephones.not_rung_back, {id: at})
    return replace(after, telephones=replace(after.telephones, not_rung_back=told))


def _is_in(conference: Conference, id: ParticipantId) -> bool:
    return any(is_inside(leg.zone) for leg in conference.legs_of(id))
