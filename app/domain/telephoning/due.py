"""Which calls are due now: asked for, allowed at this time of day, and not too many."""

from app.domain.conference import LIVE, Conference
from app.domain.days import minute_of
from app.domain.ids import MINUTE, Micros, ParticipantId
from app.domain.people import LegKind, Standing
from app.domain.telephones.events import CallPlanned, Progress
from app.domain.telephones.state import HOUR, NO_MORE, Call

MOST_AN_HOUR = 5
"""Calls placed to one person, whoever asks for them."""

RINGS_AT_MOST = 2 * MINUTE
ANSWERED_AT_MOST = 10 * MINUTE
"""Of a call that has come so far nothing more is told: it is taken to be over."""


def calls_to_place(conference: Conference, now: Micros) -> tuple[ParticipantId, ...]:
    """Whose call is due now; whoever was asked for first comes first.

    Of somebody who is here by telephone there is no call any more: see `following`.
    """
    if conference.phase not in LIVE:
        return ()
    calls = conference.telephones.calls
    due = [id for id, call in calls.items() if _is_due(conference, id, call, now)]
    return tuple(sorted(due, key=lambda id: (calls[id].asked_at, str(id))))


def _is_due(conference: Conference, id: ParticipantId, call: Call, now: Micros) -> bool:
    plan = conference.telephones.plans.get(id)
    if plan is None or not allows(plan, now):
        return False
    if call.by_itself and is_kept_out(conference, id):
        return False
    if not is_open(conference, call, now) or _goes_on(call, now):
        return False
    timers = conference.local.rules.timers
    apart = timers.ring_back_over_minutes * MINUTE // timers.ring_back_attempts
    is_time = now >= call.asked_at + call.attempts * apart
    return is_time and not is_rung_enough(conference, id, now)


def allows(plan: CallPlanned, now: Micros) -> bool:
    """Whether they may be rung at this time of day."""
    if not plan.may_ring:
        return False
    if plan.from_minute is None or plan.to_minute is None:
        return True
    return plan.from_minute <= minute_of(now) < plan.to_minute


def is_open(conference: Conference, call: Call, now: Micros) -> bool:
    """One goes on, or another follows by itself."""
    if _goes_on(call, now):
        return True
    limit = conference.local.rules.timers.ring_back_over_minutes * MINUTE
    return may_follow(conference, call) and now < call.asked_at + limit


def may_follow(conference: Conference, call: Call) -> bool:
    """Nobody has said no, and attempts are left."""
    left = call.attempts < conference.local.rules.timers.ring_back_attempts
    return left and call.progress not in NO_MORE


def _goes_on(call: Call, now: Micros) -> bool:
    answered = call.progress is Progress.ANSWERED
    limit = ANSWERED_AT_MOST if answered else RINGS_AT_MOST
    return call.is_placed and now < call.since + limit


def is_rung_enough(conference: Conference, id: ParticipantId, now: Micros) -> bool:
    recent = [at for at in conference.telephones.placed.get(id, ()) if now - at < HOUR]
    return len(recent) >= MOST_AN_HOUR


def is_on_telephone(conference: Conference, id: ParticipantId) -> bool:
    legs = conference.legs.values()
    return any(leg.kind is LegKind.PHONE and leg.owner == id for leg in legs)


def is_kept_out(conference: Conference, id: ParticipantId) -> bool:
    """Put out, or not let in: only somebody who asks for it has them rung."""
    person = conference.participants.get(id)
    return person is None or person.standing is Standing.EXCLUDED or person.turned_away
