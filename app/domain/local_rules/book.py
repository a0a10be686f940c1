"""The dated versions of an authority's rules: the last one that has begun holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from app.domain.case.codes import Jurisdiction
from app.domain.local_rules.events import LocalRulesFixed
from app.domain.local_rules.figures import figures_of
from app.domain.local_rules.national import national_rules
from app.domain.local_rules.retention import Schedule
from app.domain.local_rules.rules import LocalRules


class NoSchedule(Exception):
    """There is no retention schedule for this day: nothing may be kept."""


class Dated(Protocol):
    @property
    def begins_on(self) -> date: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Version:
    """An authority is in one country, but may hold a conference under the rules of the other."""

    begins_on: date
    england: LocalRules
    wales: LocalRules

    def of(self, jurisdiction: Jurisdiction) -> LocalRules:
        return self.wales if jurisdiction is Jurisdiction.WALES else self.england


@dataclass(frozen=True, slots=True)
class DatedSchedule:
    begins_on: date
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class RulesBook:
    """All versions, each in the order of its days."""

    versions: tuple[Version, ...]
    schedules: tuple[DatedSchedule, ...]

    def version_on(self, day: date) -> Version | None:
        return _last_begun(self.versions, day)

    def rules_on(self, day: date, jurisdiction: Jurisdiction) -> LocalRules:
        version = self.version_on(day)
        return national_rules(jurisdiction) if version is None else version.of(jurisdiction)

    def fixed_on(self, day: date, jurisdiction: Jurisdiction) -> LocalRulesFixed:
        """For a conference that is booked on this day."""
        version = self.version_on(day)
        begins = None if version is None else version.begins_on
        return LocalRulesFixed(jurisdiction, begins, figures_of(self.rules_on(day, jurisdiction)))

    def schedule_on(self, day: date) -> Schedule:
        """Of everything that is kept, whenever it was made. Raises NoSchedule."""
        dated = _last_begun(self.schedules, day)
        if dated is None:
            raise NoSchedule("No retention schedule holds yet.")
        return dated.schedule


def _last_begun(dated: Sequence[D], day: date) -> D | None:
    begun = [each for each in dated if each.begins_on <= day]
    return begun[-1] if begun else None
