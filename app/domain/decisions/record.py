"""All that was decided, as the record of the conference prints it. Words stay references."""

from dataclasses import dataclass

from app.domain.case.codes import ConferenceKind, DecisionRule, Jurisdiction, ProfessionalView
from app.domain.case.events import ActionAgreed, CaseDescribed, ChildDecided, PlanAgreed, ViewGiven
from app.domain.case.state import Decisions, Dissent, QuorumChange, QuorumOverride
from app.domain.conference import Conference
from app.domain.decisions.described import case_of
from app.domain.decisions.dissent import escalate_by
from app.domain.ids import ChildId, LineId, Micros, ParticipantId
from app.domain.people import TextRef


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One professional's views, of each child on whom they gave one."""

    agency: str
    participant_id: ParticipantId
    written: bool
    """Any of them is."""
    views: tuple[tuple[ChildId, ProfessionalView], ...]
    """In the order of the children."""


@dataclass(frozen=True, slots=True)
class DissentRow:
    agency: str
    participant_id: ParticipantId
    child_id: ChildId
    reasons: TextRef
    line_id: LineId | None
    recorded_at: Micros
    escalate_by: Micros


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    jurisdiction: Jurisdiction
    kind: ConferenceKind
    rule: DecisionRule
    quorum: tuple[QuorumChange, ...]
    """The first count and each change."""
    overrides: tuple[QuorumOverride, ...]
    views: tuple[ViewRow, ...]
    """In the order in which people first gave one."""
    decisions: tuple[ChildDecided, ...]
    """In the order of the children."""
    considered: tuple[tuple[ChildId, TextRef], ...]
    dissents: tuple[DissentRow, ...]
    plan: PlanAgreed | None
    actions: tuple[ActionAgreed, ...]
    """In the order in which they were agreed."""


def decision_record(conference: Conference) -> DecisionRecord:
    """Raises WrongPhase where nobody has described the case."""
    case, decisions = case_of(conference), conference.decisions
    children = [child.child_id for child in case.children]
    return DecisionRecord(
        jurisdiction=case.jurisdiction,
        kind=case.kind,
        rule=case.settings.rule,
        quorum=decisions.quorum,
        overrides=decisions.overrides,
        views=_view_rows(decisions, children),
        decisions=tuple(decisions.decided[id] for id in children if id in decisions.decided),
        considered=tuple(
            (id, decisions.considered[id]) for id in children if id in decisions.considered
        ),
        dissents=tuple(_dissent_row(case, each) for each in decisions.dissents),
        plan=decisions.plan,
        actions=tuple(decisions.actions.values()),
    )


def _view_rows(decisions: Decisions, children: list[ChildId]) -> tuple[ViewRow, ...]:
    people = dict.fromkeys(person for person, _ in decisions.views)
    return tuple(
        _view_row([decisions.views[who, id] for id in children if (who, id) in decisions.views])
        for who in people
    )


def _view_row(views: list[ViewGiven]) -> ViewRow:
    return ViewRow(
        agency=views[0].agency,
        participant_id=views[0].participant_id,
        written=any(view.written for view in views),
        views=tuple((view.child_id, view.view) for view in views),
    )


def _dissent_row(case: CaseDescribed, dissent: Dissent) -> DissentRow:
    recorded = dissent.recorded
    return DissentRow(
        recorded.agency,
        recorded.participant_id,
        recorded.child_id,
        recorded.reasons,
        recorded.line_id,
        dissent.at,
        escalate_by(case, dissent),
    )
