"""The local rules that a conference runs under."""

from dataclasses import dataclass
from datetime import date

from app.domain.case.codes import Jurisdiction
from app.domain.local_rules.events import LocalRulesEvent
from app.domain.local_rules.figures import rules_from
from app.domain.local_rules.national import national_rules
from app.domain.local_rules.rules import LocalRules


@dataclass(frozen=True, slots=True)
class Local:
    jurisdiction: Jurisdiction
    version: date | None
    rules: LocalRules
    is_fixed: bool


NATIONAL = Local(
    jurisdiction=Jurisdiction.ENGLAND,
    version=None,
    rules=national_rules(Jurisdiction.ENGLAND),
    is_fixed=False,
)
"""Where nobody has fixed any: the logs from before there were local rules."""


def evolve(_: Local, event: LocalRulesEvent) -> Local:
    rules = rules_from(event.figures, event.jurisdiction)
    return Local(event.jurisdiction, event.version, rules, is_fixed=True)
