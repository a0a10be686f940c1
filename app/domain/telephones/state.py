"""What is remembered of telephones: one field of the conference."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import assert_never

from app.domain.ids import MINUTE, Micros, ParticipantId
from app.domain.mappings import with_entries, without
from app.domain.telephones.events import (
    CallBackChosen,
    CallPlaced,
    CallPlanned,
    CallProgressed,
    Need,
    NeedSettled,
    NeedTold,
    PinFailed,
    Practice,
    PracticeNoted,
    Progress,
    TelephoneEvent,
)

HOUR = 60 * MINUTE

NO_MORE = frozenset({Progress.DECLINED, Progress.LATER, Progress.NOT_ALLOWED, Progress.STOPPED})
"""After these nobody is rung again until it is asked for again."""


@dataclass(frozen=True, slots=True)
class Call:
    """Ringing one person: from when it was asked for until they are connected by telephone.

    asked -> placed -> ringing -> answered -> connected
      ^        |__________|_________|______ busy, no_answer, failed: again, while any are left
                          |_________|______ declined, later, not_allowed, stopped: no more
    """

    asked_at: Micros
    attempts: int
    """Placed since it was asked for."""
    progress: Progress | None
    """Of the last attempt; None: not told yet."""
    is_placed: bool
    """A call goes on: placed, and not known to be over."""
    since: Micros
    by_itself: bool
    """After a drop, and nobody has asked for it."""


@dataclass(frozen=True, slots=True)
class Told:
    participant_id: ParticipantId
    need: Need
    told_at: Micros


@dataclass(frozen=True, slots=True)
class Telephones:
    plans: Mapping[ParticipantId, CallPlanned]
    calls: Mapping[ParticipantId, Call]
    placed: Mapping[ParticipantId, tuple[Micros, ...]]
    """When they were rung in the last hour, as of the last time."""
    call_back_wanted: Mapping[ParticipantId, Micros]
    not_rung_back: Mapping[ParticipantId, Micros]
    """Their call was lost, and their plan forbids that they are rung back for it."""
    needs: tuple[Told, ...]
    """Whoever has waited longest first."""
    pin_failed: Mapping[ParticipantId, Micros]
    practised: Mapping[ParticipantId, Practice]


NOBODY_RINGS = Telephones(
    plans=MappingProxyType({}),
    calls=MappingProxyType({}),
    placed=MappingProxyType({}),
    call_back_wanted=MappingProxyType({}),
    not_rung_back=MappingProxyType({}),
    needs=(),
    pin_failed=MappingProxyType({}),
    practised=MappingProxyType({}),
)


def evolve(before: Telephones, event: TelephoneEvent, at: Micros) -> Telephones:
    match event:
        case CallPlanned(id):
            planned = replace(before, plans=with_entries(before.plans, {id: event}))
            return stopped(planned, id, at)
        case CallBackChosen(id):
            wanted = with_entries(before.call_back_wanted, {id: at})
            return replace(before, call_back_wanted=wanted)
        case CallPlaced(id, attempt):
            return _placed(before, id, attempt, at)
        case CallProgressed(id, progress):
            return _progressed(before, id, progress, at)
        case PinFailed(id):
            failed = with_entries(before.pin_failed, {id: at})
            return stopped(replace(before, pin_failed=failed), id, at)
        case NeedTold(id, need):
            return replace(before, needs=(*before.needs, Told(id, need, at)))
        case NeedSettled(id, need):
            rest = tuple(n for n in before.needs if (n.participant_id, n.need) != (id, need))
            return replace(before, needs=rest)
        case PracticeNoted(id, result):
            return replace(before, practised=with_entries(before.practised, {id: result}))
        case _:
            assert_never(event)


def _placed(before: Telephones, id: ParticipantId, attempt: int, at: Micros) -> Telephones:
    known = before.calls.get(id, Call(at, 0, None, is_placed=False, since=at, by_itself=False))
    call = replace(known, attempts=attempt, progress=None, is_placed=True, since=at)
    recent = tuple(when for when in before.placed.get(id, ()) if at - when < HOUR)
    return replace(
        before,
        calls=with_entries(before.calls, {id: call}),
        placed=with_entries(before.placed, {id: (*recent, at)}),
    )


def _progressed(
    before: Telephones, id: ParticipantId, progress: Progress, at: Micros
) -> Telephones:
    call = before.calls.get(id)
    if call is None:
        return before
    goes_on = progress in {Progress.RINGING, Progress.ANSWERED}
    after = replace(call, progress=progress, is_placed=goes_on, since=at)
    return replace(before, calls=with_entries(before.calls, {id: after}))


def stopped(before: Telephones, id: ParticipantId, at: Micros) -> Telephones:
    """What was asked for under another plan, or to somebody else's hand, is over."""
    call = before.calls.get(id)
    if call is None or call.progress in NO_MORE:
        return before
    return _progressed(before, id, Progress.STOPPED, at)


def asked(before: Telephones, id: ParticipantId, at: Micros, *, by_itself: bool) -> Telephones:
    """To be rung from now on, with all attempts before them."""
    call = Call(at, 0, None, is_placed=False, since=at, by_itself=by_itself)
    return replace(
        before,
        calls=with_entries(before.calls, {id: call}),
        not_rung_back=without(before.not_rung_back, id),
        pin_failed=without(before.pin_failed, id),
    )


def connected(before: Telephones, id: ParticipantId) -> Telephones:
    """They are here by telephone: nothing is left to ring for."""
    return replace(
        before,
        calls=without(before.calls, id),
        call_back_wanted=without(before.call_back_wanted, id),
        not_rung_back=without(before.not_rung_back, id),
        pin_failed=without(before.pin_failed, id),
    )
