"""What may flow between two legs: I1, I2, I4, I6, I15, I16."""

from collections.abc import Collection

from app.domain.ids import LegId
from app.domain.people import LegKind
from tests.domain.checks import chair_hears
from tests.machine.findings import Findings
from tests.machine.oracle import Oracle


def check_flows(oracle: Oracle, flowing: Collection[tuple[str, str]], findings: Findings) -> None:
    allowed = {(str(a), str(b)) for a, b in oracle.flows()}
    legs = {str(leg): leg for leg in oracle.present}
    for source, sink in sorted(set(flowing) - allowed):
        for each in (source, sink):
            code = why_not(oracle, legs.get(each))
            if code:
                findings.need(False, code, f"sound between {source} and {sink}")  # noqa: FBT003  a finding
        if not why_not(oracle, legs.get(source)) and not why_not(oracle, legs.get(sink)):
            findings.need(False, "I2", f"sound from {source} to {sink}")  # noqa: FBT003  a finding
    check_one_place(
        oracle, {legs[each] for pair in flowing for each in pair if each in legs}, findings
    )
    if any(legs.get(sink) not in oracle.asides for _, sink in flowing):
        findings.need(chair_hears(oracle), "I6", "the conference goes on without the chair")


def why_not(oracle: Oracle, leg: LegId | None) -> str:
    """Which invariant says that this leg is in no flow; empty: none does."""
    if leg is None:
        return "I1"
    people = oracle.present[leg]
    if not oracle.let_in_since_restart:
        return "I15"
    if oracle.came[leg].kind is LegKind.ROOM and not oracle.shows_inside(leg):
        return "I4"
    if people & (oracle.excluded | oracle.cut_already):
        return "I1"
    return "" if oracle.shows_inside(leg) else "I2"


def check_one_place(oracle: Oracle, legs: Collection[LegId], findings: Findings) -> None:
    """At most one leg of a person is inside."""
    there = [id for leg in legs for id in oracle.present[leg]]
    twice = {id for id in there if there.count(id) > 1}
    findings.need(not twice, "I16", f"in two places: {twice}")
