"""The steps of the opening script, and the kinds of a closed part."""

from enum import StrEnum


class ScriptStep(StrEnum):
    """What the chair says before the first information section, in this order (c.3)."""

    IDENTITY = "identity"
    WHO_IS_WITH_YOU = "who_is_with_you"
    HEADPHONES = "headphones"
    RECORDING = "recording"
    SAFE_TO_SPEAK = "safe_to_speak"
    PURPOSE_AND_CONFIDENTIALITY = "purpose_and_confidentiality"
    BEHAVIOUR_AND_EQUALITY = "behaviour_and_equality"
    DIFFERENCES = "differences"
    ROLES_AND_LIMITS = "roles_and_limits"
    COMPLAINTS_AND_ORDER = "complaints_and_order"
    CHECK_BACK = "check_back"


SCRIPT = tuple(ScriptStep)


class ClosedKind(StrEnum):
    """For what a professional asks the chair for a part without the family (REQ-75)."""

    RESTRICTED_INFORMATION = "restricted_information"
    LEGAL_ADVICE = "legal_advice"
