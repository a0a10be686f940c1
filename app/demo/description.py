"""What a conference to try things with looks like, as a file: people, places, sections."""

from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from app.domain.case.codes import ConferenceKind, DecisionRule, Jurisdiction, Subkind
from app.domain.gates.events import SupportKind
from app.domain.people import Role
from app.domain.telephones.numbers import to_e164

FAMILY = Path(__file__).with_name("family.json")
"""The conference that `serve --demo` seeds; also the example of a description."""

Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\t\r\n]+$")]
"""People and places are named by their names, so each has one of their own."""

Kind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Described(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Support(Described):
    """Whom somebody supports, and what was settled of it before the day."""

    kind: SupportKind
    whom: tuple[Name, ...] = ()
    approved: bool = False
    """The chair has approved."""
    confidential: bool = False
    """They have given their word in writing."""


Number = Annotated[str, AfterValidator(to_e164)]
DayTime = Annotated[str | None, Field(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]


class Telephone(Described):
    """What their safety plan allows. See `CallPlanned`."""

    model_config = ConfigDict(serialize_by_alias=True)

    number: Number | None = Field(default=None, repr=False)
    may_ring: bool = False
    after_drop: bool = False
    withheld: bool = True
    begins: DayTime = Field(default=None, alias="from")
    ends: DayTime = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.may_ring and self.number is None:
            raise ValueError("Whoever may be rung has a number.")
        if self.after_drop and not self.may_ring:
            raise ValueError("Whoever may not be rung is not rung back after a drop.")
        if (self.begins is None) is not (self.ends is None):
            raise ValueError("The time of day has a beginning and an end.")
        if self.begins is not None and self.ends is not None and self.begins >= self.ends:
            raise ValueError("The time of day ends after it begins.")
        return self


class Person(Described):
    name: Name
    role: Role
    agency: Kind | None = None
    """For which a professional speaks."""
    counts: bool = True
    """In the quorum, for that agency."""
    support: Support | None = None
    interprets_for: Name | None = None
    telephone: Telephone | None = None


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


Figure = Annotated[int | None, Field(ge=1)]
"""None: as the local rules say."""


class Limits(Described):
    """What this conference has instead of the local rules, to try things with."""

    answers_stale_after_minutes: Figure = None
    restricted_stale_after_minutes: Figure = None
    shown_lost_after_seconds: Figure = None
    dropped_after_seconds: Figure = None
    legs_a_person: Figure = None


class ChildInCase(Described):
    name: Name
    unborn: bool = False


class Case(Described):
    """What the conference is about, and where it does not decide by the local rules."""

    jurisdiction: Jurisdiction
    kind: ConferenceKind
    subkind: Subkind | None = None
    held_on: date | None = None
    """None: the day on which it is made."""
    children: tuple[ChildInCase, ...] = Field(min_length=1, max_length=20)
    required_agency: Kind | None = None
    other_agencies_min: Annotated[int | None, Field(ge=0)] = None
    quorum_required_through: Kind | None = None
    health_counts_as_one: bool | None = None
    decision_rule: DecisionRule | None = None
    core_group_working_days: Figure = None
    review_months: Figure = None
    escalation_hours: Figure = None
    bank_holidays: frozenset[date] | None = None
    """None: those of England and Wales, and the local closure days."""


class Description(Described):
    title: Name
    people: tuple[Person, ...] = Field(min_length=1, max_length=60)
    places: tuple[SharedPlace, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1, max_length=40)
    kept_apart: tuple[tuple[Name, Name], ...] = ()
    policy: Limits = Limits()
    case: Case | None = None
    gates: bool | None = None
    """Supporters, observers, interpreters and children wait until all is settled that must be.
    None: where the file settles anything of it."""
    open_lobby: bool = True
    opening_script: bool = True
    """Its steps are ticked off before the first information section."""

    @property
    def has_gates(self) -> bool:
        settled = any(each.support or each.interprets_for for each in self.people)
        return settled if self.gates is None else self.gates

    @model_validator(mode="after")
    def _names_only_its_own(self) -> Self:
        names = [each.name for each in (*self.people, *self.places)]
        if len(set(names)) != len(names):
            raise ValueError("Two people or places have the same name.")
        used = {name for pair in self.kept_apart for name in pair}
        used |= {name for place in self.places for name in (place.host, *place.expected)}
        used |= {name for each in self.people if each.support for name in each.support.whom}
        used |= {each.interprets_for for each in self.people if each.interprets_for}
        used |= {name for section in self.sections for name in section.audience or ()}
        strangers = used - {person.name for person in self.people}
        if strangers:
            raise ValueError(f"Not on the list of people: {', '.join(sorted(strangers))}.")
        return self
