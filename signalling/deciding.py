"""The wire's part of deciding, on the chair's panel: quorum, views, decisions, the outline plan."""

from datetime import date
from uuid import UUID

from signalling.wire import Wire


class PanelQuorum(Wire):
    """`quorate` null: not counted now."""

    quorate: bool | None
    present: list[str]
    lost: list[str]
    required_agency: str
    others_needed: int
    since_ms: int | None
    """UTC, milliseconds since 1970."""
    overridden: bool


class Seat(Wire):
    """A professional whose view is asked."""

    participant_id: UUID
    agency: str


class PanelView(Wire):
    participant_id: UUID
    agency: str
    view: str
    written: bool


class PanelDecision(Wire):
    threshold: str
    outcome: str
    categories: list[str]
    method: str
    end_reason: str | None
    next_step: str | None


class PanelChild(Wire):
    child_id: UUID
    name: str
    unborn: bool
    views: list[PanelView]
    unheard: list[str]
    """Agencies here that have not been heard on this child."""
    agencies_for: int
    agencies_against: int
    decided: PanelDecision | None
    considered: bool
    dissents: list[UUID]


class PanelPlan(Wire):
    lead: UUID
    core_group: list[UUID]
    core_group_on: date
    review_on: date


class PanelAction(Wire):
    action_id: UUID
    what: str
    owner: UUID
    by: date


class Case(Wire):
    quorum: PanelQuorum
    rule: str
    seats: list[Seat]
    views_offered: list[str]
    outcomes_offered: list[str]
    categories_offered: list[str]
    children: list[PanelChild]
    has_plan: bool
    """Some child has one."""
    plan: PanelPlan | None
    actions: list[PanelAction]
    held_on: date
    core_group_due: date
    review_due: date
    views_owed: list[UUID]
    """Who is asked for a written view before they leave."""
