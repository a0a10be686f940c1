"""What may be shown to a leg: I1, I2, I4, I8, I15, and every secret word."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.ids import LegId
from app.domain.people import LegKind
from tests.machine.findings import Findings
from tests.machine.oracle import Oracle
from tests.machine.secrets import COVERT, found_in


@dataclass(frozen=True)
class Reader:
    """A leg to which something was sent, and what it may have been told before."""

    leg: LegId | None
    may_have: set[str]
    waiting: Sequence[Mapping[str, object]]
    """What it may show outside: now, and a moment ago."""


def check_delivered(oracle: Oracle, reader: Reader, text: str, findings: Findings) -> None:
    said: dict[str, object] = json.loads(text)
    leg = reader.leg
    if leg is None:
        findings.need(said["type"] == "refused", "I2", f"to somebody without a leg: {text[:80]}")
        return
    code = outside_code(oracle, leg)
    strangers = found_in(text) - reader.may_have - {str(leg)}
    findings.need(not strangers, code, f"{sorted(strangers)} reached {leg}: {text[:600]}")
    findings.need(not strangers & COVERT, "I8", f"the safety plan reached {leg}")
    if said["type"] in {"slots", "speaking"}:
        findings.need(oracle.shows_inside(leg), code, f"{said['type']} reached {leg} outside")
    if said["type"] == "view":
        check_view(oracle, reader, said, code, findings)


def outside_code(oracle: Oracle, leg: LegId) -> str:
    if not oracle.let_in_since_restart:
        return "I15"
    people = oracle.present.get(leg, frozenset())
    owner = oracle.owner(leg) if leg in oracle.came else None
    if (people | {owner}) & (oracle.excluded | oracle.cut_already):
        return "I1"
    room = leg in oracle.came and oracle.came[leg].kind is LegKind.ROOM
    return "I4" if room else "I2"


def check_view(
    oracle: Oracle, reader: Reader, said: Mapping[str, object], code: str, findings: Findings
) -> None:
    leg, shown = reader.leg, said["screen"]
    if leg is None or not isinstance(shown, dict):
        return
    inside = oracle.shows_inside(leg)
    if shown["screen"] == "waiting":
        is_halted = inside and oracle.phase in {"stopped", "paused"}
        known = shown in reader.waiting or is_halted
        findings.need(known or inside, code, f"{leg} waits and is shown {shown}")
    else:
        findings.need(inside, code, f"{leg} is outside and is shown {shown['screen']}")
    panels = {
        "panel": oracle.is_chairs_own(leg),
        "room": oracle.is_hosts(leg),
        "responder": bool(oracle.answers_for(leg)),
    }
    for name, may in panels.items():
        findings.need(said[name] is None or may, code, f"{leg} is shown the {name}")
