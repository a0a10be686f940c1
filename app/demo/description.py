"""What a conference to try things with looks like, as a file: people, places, sections."""

from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.agenda.state import EXCLUSION_NOTICE_DAYS
from app.domain.case.codes import ConferenceKind, DecisionRule, Jurisdiction, Subkind
from app.domain.people import Role

FAMILY = Path(__file__).with_name("family.json")
"""The conference that `serve --demo` seeds; also the example of a description."""

Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\t\r\n]+$")]
"""People and places are named by their names, so each has one of their own."""

Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Described(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(Described):
    name: Name
    role: Role
    agency: Kind | None = None
    """For which a professional speaks."""
    counts: bool = True
    """In the quorum, for that agency."""


class SharedPlace(Described):
    name: Name
    host: Name
    expected: frozenset[Name] = frozenset()


class Section(Described):
    kind: Kind
    title: Name
    audience: frozenset[Name] | None = None
    """None: everybody on the list."""
    restricted: bool = False


class Limits(Described):
    """The local policy that the conference runs under."""

    answers_stale_after_minutes: int = Field(default=45, ge=1)
    restricted_stale_after_minutes: int = Field(default=10, ge=1)
    shown_lost_after_seconds: int = Field(default=2, ge=1)
    dropped_after_seconds: int = Field(default=5, ge=1)
    legs_a_person: int = Field(default=3, ge=1)
    exclusion_notice_days: int = Field(default=EXCLUSION_NOTICE_DAYS, ge=0)
    """Working days ahead by which an exclusion is asked for."""


class ChildInCase(Described):
    name: Name
    unborn: bool = False


class Case(Described):
    """What the conference is about, and the local rules by which it decides."""

    jurisdiction: Jurisdiction
    kind: ConferenceKind
    subkind: Subkind | None = None
    held_on: date | None = None
    """None: the day on which it is made."""
    children: tuple[ChildInCase, ...] = Field(min_length=1, max_length=20)
    required_agency: Kind = "childrens_social_care"
    other_agencies_min: int = Field(default=2, ge=0)
    quorum_required_through: Kind = "outline_plan"
    health_counts_as_one: bool = True
    decision_rule: DecisionRule = DecisionRule.CHAIR_DECIDES_AFTER_VIEWS
    core_group_working_days: int = Field(default=10, ge=1)
    review_months: int = Field(default=3, ge=1)
    escalation_hours: int = Field(default=72, ge=1)
    bank_holidays: frozenset[date] = frozenset()


class Description(Described):
    title: Name
    people: tuple[Person, ...] = Field(min_length=1, max_length=60)
    places: tuple[SharedPlace, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1, max_length=40)
    kept_apart: tuple[tuple[Name, Name], ...] = ()
    policy: Limits = Limits()
    case: Case | None = None
    open_lobby: bool = True
    opening_script: bool = True
    """Its steps are ticked off before the first information section."""

    @model_validator(mode="after")
    def _names_only_its_own(self) -> Self:
        names = [each.name for each in (*self.people, *self.places)]
        if len(set(names)) != len(names):
            raise ValueError("Two people or places have the same name.")
        used = {name for pair in self.kept_apart for name in pair}
        used |= {name for place in self.places for name in (place.host, *place.expected)}
        used |= {name for section in self.sections for name in section.audience or ()}
        strangers = used - {person.name for person in self.people}
        if strangers:
            raise ValueError(f"Not on the list of people: {', '.join(sorted(strangers))}.")
        return self
