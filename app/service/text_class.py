"""Which key seals what is said: one rule, by the part of the conference that it belongs to."""

from app.domain.conference import Section
from app.service.ports import TextClass


def class_of(section: Section | None) -> str:
    """Of minutes, and of every reason that is given in this part or about a line of it."""
    is_restricted = section is not None and section.restricted
    return TextClass.RESTRICTED if is_restricted else TextClass.RECORD


def drafts_class_of(section: Section | None) -> str:
    """Either is destroyed with the approval."""
    is_restricted = section is not None and section.restricted
    return TextClass.RESTRICTED_DRAFTS if is_restricted else TextClass.DRAFTS
