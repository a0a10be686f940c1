"""The glossary's codes of a decision. Each country and kind of conference offers some of them."""

from enum import StrEnum


class Jurisdiction(StrEnum):
    ENGLAND = "england"
    WALES = "wales"


class ConferenceKind(StrEnum):
    INITIAL = "initial"
    REVIEW = "review"


class Subkind(StrEnum):
    TRANSFER_IN = "transfer_in"
    PRE_BIRTH = "pre_birth"
    RECONVENED = "reconvened"


class DecisionRule(StrEnum):
    """How disagreement is settled: a local setting (REQ-95)."""

    CHAIR_DECIDES_AFTER_VIEWS = "chair_decides_after_views"
    MAJORITY_CHAIR_BREAKS_TIES = "majority_chair_breaks_ties"


class Method(StrEnum):
    """How one decision was in fact settled."""

    CHAIR_AFTER_VIEWS = "chair_after_views"
    MAJORITY = "majority"
    CHAIR_BROKE_TIE = "chair_broke_tie"


class Threshold(StrEnum):
    HAS_SUFFERED_AND_LIKELY_AGAIN = "has_suffered_and_likely_again"
    LIKELY_TO_SUFFER = "likely_to_suffer"
    NOT_MET = "not_met"


class Category(StrEnum):
    PHYSICAL_ABUSE = "physical_abuse"
    EMOTIONAL_ABUSE = "emotional_abuse"
    EMOTIONAL_OR_PSYCHOLOGICAL_ABUSE = "emotional_or_psychological_abuse"
    SEXUAL_ABUSE = "sexual_abuse"
    FINANCIAL_ABUSE = "financial_abuse"
    NEGLECT = "neglect"


class ProfessionalView(StrEnum):
    PLAN = "plan"
    NO_PLAN = "no_plan"
    REGISTER = "register"
    NOT_REGISTER = "not_register"
    CONTINUE = "continue"
    END_PLAN = "end_plan"
    NO_VIEW = "no_view"


class Outcome(StrEnum):
    PLAN_MADE = "plan_made"
    REGISTERED = "registered"
    NO_PLAN = "no_plan"
    PLAN_CONTINUED = "plan_continued"
    PLAN_AMENDED = "plan_amended"
    PLAN_ENDED = "plan_ended"


class EndReason(StrEnum):
    """The only reasons for which a plan ends (REQ-101)."""

    THRESHOLD_NOT_MET = "threshold_not_met"
    MOVED_AFTER_RECEIVING_CONFERENCE = "moved_after_receiving_conference"
    AGE_18 = "age_18"
    DIED = "died"
    LEFT_UK_PERMANENTLY = "left_uk_permanently"


class NextStep(StrEnum):
    """What is offered where there is no plan (REQ-102)."""

    CHILD_IN_NEED_PLAN = "child_in_need_plan"
    CARE_AND_SUPPORT_PLAN = "care_and_support_plan"
    EARLY_HELP = "early_help"


class Availability(StrEnum):
    """Whether a service that an action relies on is operating (REQ-98)."""

    YES = "yes"
    NO = "no"
    WAITING_TIME = "waiting_time"
