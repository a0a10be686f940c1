"""The codes of the record: why a line is withheld, what must be in it, how much one gets."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import ChildId


class WithholdGround(StrEnum):
    """Why a line is not in somebody's copy (e.3). `other` needs words."""

    SAFE_CONTACT = "safe_contact"
    ADULT_SAFETY = "adult_safety"
    CHILD_SAFETY = "child_safety"
    THIRD_PARTY_CONFIDENTIAL = "third_party_confidential"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    LEGAL_PRIVILEGE = "legal_privilege"
    OTHER = "other"


class Heading(StrEnum):
    """What the record must hold (REQ-81)."""

    INVITED = "invited"
    ATTENDED = "attended"
    APOLOGIES = "apologies"
    EXCLUDED = "excluded"
    REPORTS = "reports"
    PURPOSE = "purpose"
    FACTS = "facts"
    CHILD_VIEWS = "child_views"
    FAMILY_VIEWS = "family_views"
    STRENGTHS_AND_RISKS = "strengths_and_risks"
    ANALYSIS = "analysis"
    DECISIONS = "decisions"
    PLAN = "plan"
    CORE_GROUP = "core_group"
    DATES = "dates"
    DISSENT = "dissent"


class Minutes(StrEnum):
    """How much of the minutes a copy holds."""

    FULL = "full"
    PART = "part"
    NONE = "none"


class DraftsUntil(StrEnum):
    """When draft notes are destroyed (REQ-86, e.4)."""

    APPROVAL = "approval"
    NEXT_REVIEW = "next_review"


class Outcome(StrEnum):
    """What became of a correction that was asked for (REQ-87)."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"


@dataclass(frozen=True, slots=True)
class LineDetails:
    """What a line says beside its words."""

    children: frozenset[ChildId]
    """Whom it concerns; none: all of them."""
    language: str
    """ISO 639 code of the words: en, cy."""
    until_seconds_ago: int
    """When what it reports was over: who could hear is worked out up to then."""
