"""What was found to break which invariant.

A step is over before any of it is raised, so that one fault is seen from all its sides.
"""

from dataclasses import dataclass, field


class Broken(AssertionError):
    """At least one invariant does not hold. `which`: their numbers."""

    def __init__(self, which: frozenset[str], told: str) -> None:
        super().__init__(told)
        self.which = which


@dataclass
class Findings:
    only: str = ""
    """Look for what breaks this one alone; empty: for everything."""
    found: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def need(self, holds: object, invariant: str, told: object) -> None:
        if not holds and self.only in {"", invariant}:
            self.found.append((invariant, str(told)))

    def settle(self) -> None:
        """Raises Broken."""
        if self.found:
            told = "\n".join(f"{invariant}: {what}" for invariant, what in self.found)
            raise Broken(frozenset(invariant for invariant, _ in self.found), told)
