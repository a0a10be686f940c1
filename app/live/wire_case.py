"""The chair's part of a view, of deciding, as a wire message."""

from app.domain.case.events import ActionAgreed, ChildDecided, PlanAgreed
from app.domain.decisions.panel import CasePanel, PanelChild, QuorumPanel
from app.domain.people import TextRef
from app.live.wire_conduct import UNREADABLE, Words
from signalling import deciding as parts


def texts_of(shown: CasePanel | None) -> list[TextRef | None]:
    if shown is None:
        return []
    return [*(child.name for child in shown.children), *(each.what for each in shown.actions)]


def panel(shown: CasePanel | None, words: Words) -> parts.Case | None:
    if shown is None:
        return None
    return parts.Case(
        quorum=_quorum(shown.quorum),
        rule=shown.rule,
        seats=[parts.Seat(participant_id=id, agency=agency) for id, agency in shown.seats],
        views_offered=sorted(shown.views_offered),
        outcomes_offered=sorted(shown.outcomes_offered),
        categories_offered=sorted(shown.categories_offered),
        children=[_child(each, words) for each in shown.children],
        has_plan=shown.has_plan,
        plan=None if shown.plan is None else _plan(shown.plan),
        actions=[_action(each, words) for each in shown.actions],
        held_on=shown.held_on,
        core_group_due=shown.due.core_group,
        review_due=shown.due.review,
        views_owed=[*shown.views_owed],
    )


def _quorum(shown: QuorumPanel) -> parts.PanelQuorum:
    return parts.PanelQuorum(
        quorate=shown.quorate,
        present=sorted(shown.present),
        lost=sorted(shown.lost),
        required_agency=shown.required_agency,
        others_needed=shown.others_needed,
        since_ms=None if shown.since is None else shown.since // 1000,
        overridden=shown.overridden,
    )


def _child(child: PanelChild, words: Words) -> parts.PanelChild:
    return parts.PanelChild(
        child_id=child.child_id,
        name=words.get(child.name.id, UNREADABLE),
        unborn=child.unborn,
        views=[
            parts.PanelView(
                participant_id=each.participant_id,
                agency=each.agency,
                view=each.view,
                written=each.written,
            )
            for each in child.views
        ],
        unheard=sorted(child.unheard),
        agencies_for=child.tally.agencies_for,
        agencies_against=child.tally.agencies_against,
        decided=None if child.decided is None else _decision(child.decided),
        considered=child.considered,
        dissents=[*child.dissents],
    )


def _decision(decided: ChildDecided) -> parts.PanelDecision:
    return parts.PanelDecision(
        threshold=decided.threshold,
        outcome=decided.outcome,
        categories=sorted(decided.categories),
        method=decided.method,
        end_reason=decided.end_reason,
        next_step=decided.next_step,
    )


def _plan(plan: PlanAgreed) -> parts.PanelPlan:
    return parts.PanelPlan(
        lead=plan.lead,
        core_group=sorted(plan.core_group, key=str),
        core_group_on=plan.core_group_on,
        review_on=plan.review_on,
    )


def _action(action: ActionAgreed, words: Words) -> parts.PanelAction:
    return parts.PanelAction(
        action_id=action.action_id,
        what=words.get(action.what.id, UNREADABLE),
        owner=action.owner,
        by=action.by,
    )
