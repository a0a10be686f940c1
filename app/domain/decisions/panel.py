"""What the chair sees of deciding: the quorum, views and decision for each child, the plan."""

from dataclasses import dataclass
from datetime import date

from app.domain.case.codes import Category, Outcome, ProfessionalView
from app.domain.case.events import ActionAgreed, CaseDescribed, Child, ChildDecided, PlanAgreed
from app.domain.conference import OVER, Conference
from app.domain.decisions.agency_views import (
    Tally,
    agencies_unheard,
    tally,
    views_offered,
    views_owed,
)
from app.domain.decisions.outcome import CATEGORIES, outcomes_offered
from app.domain.decisions.plan import DatesDue, dates_due, has_plan
from app.domain.decisions.quorum import quorum_now
from app.domain.ids import ChildId, Micros, ParticipantId
from app.domain.people import TextRef


@dataclass(frozen=True, slots=True)
class QuorumPanel:
    quorate: bool | None
    """None: it is not counted now, or no longer needed."""
    present: frozenset[str]
    lost: frozenset[str]
    """Agencies that were there at the last count and are there no more."""
    required_agency: str
    others_needed: int
    since: Micros | None
    """When it was lost or regained; None: not counted yet."""
    overridden: bool


@dataclass(frozen=True, slots=True)
class PanelView:
    participant_id: ParticipantId
    agency: str
    view: ProfessionalView
    written: bool


@dataclass(frozen=True, slots=True)
class PanelChild:
    child_id: ChildId
    name: TextRef
    unborn: bool
    views: tuple[PanelView, ...]
    unheard: frozenset[str]
    """Agencies here of which nobody has said anything yet."""
    tally: Tally
    decided: ChildDecided | None
    considered: bool
    dissents: tuple[ParticipantId, ...]


@dataclass(frozen=True, slots=True)
class CasePanel:
    quorum: QuorumPanel
    rule: str
    seats: tuple[tuple[ParticipantId, str], ...]
    """Whose view is asked, and for which agency they speak."""
    views_offered: frozenset[ProfessionalView]
    outcomes_offered: frozenset[Outcome]
    categories_offered: frozenset[Category]
    children: tuple[PanelChild, ...]
    has_plan: bool
    plan: PlanAgreed | None
    actions: tuple[ActionAgreed, ...]
    held_on: date
    due: DatesDue
    views_owed: tuple[ParticipantId, ...]
    """Who is asked for a written view before they leave."""


def case_panel(conference: Conference) -> CasePanel | None:
    """None: no case is described, or there is nothing to decide any more."""
    case = conference.decisions.case
    if case is None or conference.phase in OVER:
        return None
    seats = tuple((seat.participant_id, seat.agency) for seat in case.seats)
    return CasePanel(
        quorum=_quorum(conference, case),
        rule=case.settings.rule,
        seats=seats,
        views_offered=views_offered(case),
        outcomes_offered=outcomes_offered(case),
        categories_offered=CATEGORIES[case.jurisdiction],
        children=tuple(_child(conference, child) for child in case.children),
        has_plan=has_plan(conference),
        plan=conference.decisions.plan,
        actions=tuple(conference.decisions.actions.values()),
        held_on=case.held_on,
        due=dates_due(case),
        views_owed=tuple(id for id, _ in seats if views_owed(conference, id)),
    )


def _quorum(conference: Conference, case: CaseDescribed) -> QuorumPanel:
    now, recorded = quorum_now(conference), conference.decisions.quorum
    last = recorded[-1] if recorded else None
    return QuorumPanel(
        quorate=None if now is None else now.quorate,
        present=frozenset() if now is None else now.present,
        lost=frozenset() if last is None else last.lost,
        required_agency=case.quorum.required_agency,
        others_needed=case.quorum.other_agencies_min,
        since=None if last is None else last.at,
        overridden=conference.decisions.is_overridden,
    )


def _child(conference: Conference, child: Child) -> PanelChild:
    decisions = conference.decisions
    given = [view for view in decisions.views.values() if view.child_id == child.child_id]
    dissents = [each.recorded for each in decisions.dissents]
    return PanelChild(
        child_id=child.child_id,
        name=child.name,
        unborn=child.unborn,
        views=tuple(
            PanelView(each.participant_id, each.agency, each.view, each.written) for each in given
        ),
        unheard=agencies_unheard(conference, child.child_id),
        tally=tally(conference, child.child_id),
        decided=decisions.decided.get(child.child_id),
        considered=child.child_id in decisions.considered,
        dissents=tuple(d.participant_id for d in dissents if d.child_id == child.child_id),
    )
