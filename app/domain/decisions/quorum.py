"""The quorum, live: the agencies whose people are inside, against the local rule.

not counted --> held <--> lost --(the chair says why)--> lost, overridden
Counted from the first section to the end of the last that needs it, and not during a pause.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.case.events import (
    QuorumLost,
    QuorumOverridden,
    QuorumRegained,
    QuorumRule,
    Seat,
)
from app.domain.conference import Conference, Phase, carries_media
from app.domain.decisions.described import case_of
from app.domain.errors import Incomplete, NotQuorate, WrongPhase
from app.domain.ids import ParticipantId
from app.domain.people import MAIN, TextRef
from app.domain.routing import is_admitted, taking_part

COUNTED_IN = frozenset({Phase.IN_SECTION, Phase.SEALING})

HEALTH = "health"
"""Many people, one agency; or each of them one, by setting (a.5)."""


@dataclass(frozen=True, slots=True)
class Quorum:
    quorate: bool
    present: frozenset[str]


def quorum_now(conference: Conference) -> Quorum | None:
    """None: it is not counted now, or no longer needed."""
    case = conference.decisions.case
    if case is None or conference.phase not in COUNTED_IN:
        return None
    if not _is_required(conference, case.quorum.required_through):
        return None
    counted = _seats_of(case.seats, people_inside(conference))
    present = frozenset(seat.counts_as for seat in counted if seat.counts_as is not None)
    return Quorum(is_quorate(case.quorum, counted), present)


def _is_required(conference: Conference, through: str) -> bool:
    """Where no section of that kind is planned, to the end."""
    last = max((n for n, s in enumerate(conference.sections) if s.kind == through), default=None)
    if last is None:
        return conference.section_id is not None
    return conference.section_id in {section.id for section in conference.sections[: last + 1]}


def people_here(conference: Conference) -> frozenset[ParticipantId]:
    """Who takes part in main over a connection that works."""
    return frozenset(
        id
        for leg in taking_part(conference)
        if leg.connected and leg.lost_at is None
        for id in leg.present
    )


def people_inside(conference: Conference) -> frozenset[ParticipantId]:
    """Who is let in over a connection that works, also while their room is dark.

    A room is while somebody walks out of it: no agency has left for that.
    """
    section = conference.governing
    audience = frozenset[ParticipantId]() if section is None else section.audience
    return frozenset(
        id
        for leg in conference.legs.values()
        if leg.zone == MAIN and carries_media(leg) and leg.connected and leg.lost_at is None
        for id in leg.present
        if id in audience and is_admitted(conference, id)
    )


def _seats_of(seats: Iterable[Seat], people: frozenset[ParticipantId]) -> list[Seat]:
    return [seat for seat in seats if seat.participant_id in people]


def is_quorate(rule: QuorumRule, seats: Iterable[Seat]) -> bool:
    counted = [seat for seat in seats if seat.counts_as is not None]
    agencies = {seat.counts_as for seat in counted}
    others = {
        seat.participant_id
        if seat.counts_as == HEALTH and not rule.health_counts_as_one
        else seat.counts_as
        for seat in counted
        if seat.counts_as != rule.required_agency
    }
    return rule.required_agency in agencies and len(others) >= rule.other_agencies_min


def agencies_are_back(conference: Conference) -> bool:
    """Enough of them are there, whether the conference goes on or is still paused."""
    case = conference.decisions.case
    if case is None:
        return False
    return is_quorate(case.quorum, _seats_of(case.seats, people_inside(conference)))


def note_quorum(conference: Conference) -> list[QuorumLost | QuorumRegained]:
    """The change since the last that was recorded, if there is one; never refused."""
    now = quorum_now(conference)
    recorded = conference.decisions.quorum
    if now is None or (recorded and recorded[-1].quorate == now.quorate):
        return []
    if now.quorate:
        return [QuorumRegained(now.present)]
    before = recorded[-1].present if recorded else frozenset[str]()
    return [QuorumLost(now.present, before - now.present)]


def override(
    conference: Conference, reason: TextRef | None
) -> list[QuorumLost | QuorumRegained | QuorumOverridden]:
    case_of(conference)
    now = quorum_now(conference)
    if now is None or now.quorate:
        raise WrongPhase("The quorum is held, or not needed now.")
    if reason is None:
        raise Incomplete("Say why it is safe to go on.")
    return [*note_quorum(conference), QuorumOverridden(reason)]


def check_quorum(conference: Conference) -> None:
    """What is true now counts, not what was last recorded; and all of them hear it."""
    now, case = quorum_now(conference), conference.decisions.case
    if now is None or case is None or conference.decisions.is_overridden:
        return
    hearing = is_quorate(case.quorum, _seats_of(case.seats, people_here(conference)))
    if now.quorate and hearing:
        return
    raise NotQuorate("Too few agencies take part to decide.")
