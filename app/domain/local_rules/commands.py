"""The local rules are fixed once, when a conference is booked."""

from dataclasses import dataclass

from app.domain.local_rules.events import LocalRulesFixed
from app.domain.people import Role


@dataclass(frozen=True, slots=True)
class FixLocalRules:
    fixed: LocalRulesFixed


LOCAL_RULES_MAY = {FixLocalRules: frozenset({Role.ADMINISTRATOR, Role.INDEPENDENT_CHAIR})}
