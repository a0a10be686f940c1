"""The codes of an exclusion: all that may be said of it outside the sealed words."""

from enum import StrEnum


class Told(StrEnum):
    """How an excluded person is told (REQ-66)."""

    IN_PERSON = "in_person"
    ON_SCREEN = "on_screen"
    BY_PHONE = "by_phone"
    BY_SUPPORTER = "by_supporter"
    BY_LETTER = "by_letter"


class ViewsRoute(StrEnum):
    """How their views are still heard (REQ-24)."""

    IN_WRITING = "in_writing"
    SOCIAL_WORKER = "social_worker"
    SEPARATE_MEETING = "separate_meeting"
    REPRESENTATIVE = "representative"


class Span(StrEnum):
    THIS_PART = "this_part"
    FROM_NOW_ON = "from_now_on"
    WHOLE = "whole"


class Ground(StrEnum):
    """Exclusion grounds of the glossary, section a.6."""

    CHILD_WELFARE_PREJUDICE = "child_welfare_prejudice"
    PREVENTS_FULL_CONSIDERATION = "prevents_full_consideration"
    VIOLENCE_OR_DISRUPTION = "violence_or_disruption"
    UNFIT_STATE = "unfit_state"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    LEGAL_ADVICE = "legal_advice"
    THIRD_PARTY_CONFIDENTIAL = "third_party_confidential"
    PREVENTS_CONTRIBUTION = "prevents_contribution"
    CHILD_REQUEST = "child_request"
    SEPARATE_ATTENDANCE = "separate_attendance"
    COURT_ORDER_OR_BAIL = "court_order_or_bail"
    PARTIAL_ATTENDANCE = "partial_attendance"
    OTHER = "other"
