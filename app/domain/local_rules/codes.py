"""The choices among local rules that are not figures."""

from enum import StrEnum


class StrategyDiscussion(StrEnum):
    """From which one the clock of an initial conference runs (REQ-04, Appendix C 2)."""

    BEGAN_ENQUIRY = "began_enquiry"
    LAST = "last"


class CopyDefault(StrEnum):
    """What somebody gets where the chair has said nothing (e.3)."""

    OPEN_SECTIONS = "open_sections"
    LETTER = "letter"
    NOTHING = "nothing"


class RestrictedCopy(StrEnum):
    """Which professionals get the lines of a restricted section (Appendix C 8)."""

    THOSE_PRESENT = "those_present"
    NOBODY = "nobody"


class Trigger(StrEnum):
    """From when a period of keeping counts (e.4)."""

    BIRTH = "birth"
    """Of the youngest child of the conference."""
    LAST_CONTACT = "last_contact"
    LAST_CONFERENCE = "last_conference"
    APPROVAL = "approval"
    """Of the record."""
    NEXT_REVIEW = "next_review"
    MADE = "made"
    """When what is kept was written."""


class AtTheEnd(StrEnum):
    """What becomes of it when its time is over."""

    DELETE = "delete"
    REVIEW = "review"
    """A person looks and decides."""
