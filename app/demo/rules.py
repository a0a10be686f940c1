"""The demo's own local rules, and what one description has instead of them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.demo.description import Case, Description, Limits
from app.domain.case.codes import ConferenceKind
from app.domain.local_rules.rules import LocalRules

DEMO_RULES = Path(__file__).with_name("local_rules.toml")


def write_demo_rules(place: Path) -> None:
    """Where there are none yet. Only the demo brings a retention schedule of its own."""
    if not place.exists():
        place.write_bytes(DEMO_RULES.read_bytes())
        place.chmod(0o600)


def adjusted(rules: LocalRules, described: Description) -> LocalRules:
    rules = _limited(rules, described.policy)
    return rules if described.case is None else _of_case(rules, described.case)


def _limited(rules: LocalRules, limits: Limits) -> LocalRules:
    return replace(rules, timers=replace(rules.timers, **limits.model_dump(exclude_none=True)))


def _of_case(rules: LocalRules, case: Case) -> LocalRules:
    first = case.kind is ConferenceKind.INITIAL
    quorum = {
        "required_agency": case.required_agency,
        "other_agencies_min": case.other_agencies_min,
        "required_through": case.quorum_required_through,
        "health_counts_as_one": case.health_counts_as_one,
    }
    lengths = {
        "core_group_first_working_days": case.core_group_working_days,
        "review_first_months" if first else "review_later_months": case.review_months,
        "dissent_formal_hours": case.escalation_hours,
    }
    return replace(
        rules,
        quorum=replace(rules.quorum, **_given(quorum)),
        deciding=replace(rules.deciding, **_given({"rule": case.decision_rule})),
        lengths=replace(rules.lengths, **_given(lengths)),
    )


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
