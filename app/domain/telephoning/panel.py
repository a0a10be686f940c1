"""What the chair sees of telephones: people and codes, never a number."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.conference import LIVE, Conference
from app.domain.ids import Micros, ParticipantId
from app.domain.telephones.events import Need, Practice
from app.domain.telephones.state import Call, Told
from app.domain.telephoning.due import is_on_telephone, may_follow

WAITING = "waiting"
CALLING = "calling"


@dataclass(frozen=True, slots=True)
class PanelCall:
    participant_id: ParticipantId
    state: str
    """A `Progress`; waiting: none placed yet; calling: placed, and nothing is told of it yet."""
    attempts: int
    since: Micros
    goes_on: bool
    """One goes on or another may follow by itself: it can be stopped."""


@dataclass(frozen=True, slots=True)
class MayRing:
    """Minutes of the day in London; None: at any time."""

    participant_id: ParticipantId
    from_minute: int | None
    to_minute: int | None


@dataclass(frozen=True, slots=True)
class Forbidden:
    participant_id: ParticipantId
    lost_at: Micros | None
    """Their call was lost then, and they are not rung back; None: it was not."""
    never: bool
    """Their plan forbids every call."""


@dataclass(frozen=True, slots=True)
class Since:
    participant_id: ParticipantId
    since: Micros


@dataclass(frozen=True, slots=True)
class PanelNeed:
    participant_id: ParticipantId
    need: Need
    since: Micros


@dataclass(frozen=True, slots=True)
class Practised:
    participant_id: ParticipantId
    result: Practice


@dataclass(frozen=True, slots=True)
class TelephonePanel:
    calls: tuple[PanelCall, ...]
    call_back_wanted: tuple[Since, ...]
    needs: tuple[PanelNeed, ...]
    may_ring: tuple[MayRing, ...]
    """Who may be asked for now, but for the time of day."""
    forbidden: tuple[Forbidden, ...]
    pin_failed: tuple[Since, ...]
    """Somebody answered a call to them and did not have their PIN."""
    practised: tuple[Practised, ...]


def telephone_panel(conference: Conference) -> TelephonePanel:
    telephones = conference.telephones
    calls = tuple(_call(conference, id, call) for id, call in telephones.calls.items())
    is_live = conference.phase in LIVE
    return TelephonePanel(
        calls=calls if is_live else (),
        call_back_wanted=_since(telephones.call_back_wanted.items()),
        needs=tuple(_need(each) for each in telephones.needs),
        may_ring=_may_ring(conference, calls) if is_live else (),
        forbidden=_forbidden(conference),
        pin_failed=_since(telephones.pin_failed.items()),
        practised=tuple(Practised(id, result) for id, result in telephones.practised.items()),
    )


def _call(conference: Conference, id: ParticipantId, call: Call) -> PanelCall:
    not_told = CALLING if call.is_placed else WAITING
    state = not_told if call.progress is None else call.progress
    goes_on = call.is_placed or may_follow(conference, call)
    return PanelCall(id, state, call.attempts, call.since, goes_on)


def _need(told: Told) -> PanelNeed:
    return PanelNeed(told.participant_id, told.need, told.told_at)


def _since(known: Iterable[tuple[ParticipantId, Micros]]) -> tuple[Since, ...]:
    return tuple(Since(id, at) for id, at in sorted(known, key=lambda each: each[1]))


def _may_ring(conference: Conference, calls: tuple[PanelCall, ...]) -> tuple[MayRing, ...]:
    rung = {call.participant_id for call in calls if call.goes_on}
    return tuple(
        MayRing(plan.participant_id, plan.from_minute, plan.to_minute)
        for plan in conference.telephones.plans.values()
        if plan.may_ring
        and plan.participant_id not in rung
        and not is_on_telephone(conference, plan.participant_id)
    )


def _forbidden(conference: Conference) -> tuple[Forbidden, ...]:
    telephones = conference.telephones
    return tuple(
        Forbidden(id, telephones.not_rung_back.get(id), never=not plan.may_ring)
        for id, plan in telephones.plans.items()
        if not plan.may_ring or id in telephones.not_rung_back
    )
