"""Picks the rule of each command about the case, and says who may send it."""

from typing import assert_never

from app.domain.case.commands import (
    AgreeAction,
    AgreePlan,
    DecideForChild,
    DecisionCommand,
    DescribeCase,
    GiveView,
    NoteConsidered,
    NoteQuorum,
    OverrideQuorum,
    RecordDissent,
    WithdrawAction,
)
from app.domain.case.events import ChildConsidered
from app.domain.commands import Actor
from app.domain.conference import RUNNING, Conference
from app.domain.decisions.agency_views import RECORDERS, give_view
from app.domain.decisions.described import VOTERS, child_of, describe
from app.domain.decisions.dissent import record_dissent
from app.domain.decisions.outcome import decide_for_child
from app.domain.decisions.plan import agree_action, agree_plan, withdraw_action
from app.domain.decisions.quorum import note_quorum, override
from app.domain.errors import Incomplete, WrongPhase
from app.domain.events import Event
from app.domain.people import Role

_CHAIR = frozenset({Role.INDEPENDENT_CHAIR})

MAY: dict[type[DecisionCommand], frozenset[Role]] = {
    DescribeCase: _CHAIR | {Role.ADMINISTRATOR},
    NoteQuorum: frozenset({Role.SERVICE}),
    OverrideQuorum: _CHAIR,
    GiveView: VOTERS | RECORDERS,
    NoteConsidered: _CHAIR,
    DecideForChild: _CHAIR,
    RecordDissent: VOTERS | RECORDERS,
    AgreeAction: _CHAIR,
    WithdrawAction: _CHAIR,
    AgreePlan: _CHAIR,
}


def decide(conference: Conference, command: DecisionCommand, actor: Actor) -> list[Event]:
    match command:
        case DescribeCase(described):
            return [*describe(conference, described)]
        case NoteQuorum():
            return [*note_quorum(conference)]
        case OverrideQuorum(reason):
            return [*override(conference, reason)]
        case GiveView():
            return [*give_view(conference, command, actor)]
        case RecordDissent():
            return [*record_dissent(conference, command, actor)]
        case NoteConsidered() | DecideForChild() | AgreeAction() | WithdrawAction() | AgreePlan():
            return _of_the_chair(conference, command)
        case _:
            assert_never(command)


def _of_the_chair(
    conference: Conference,
    command: NoteConsidered | DecideForChild | AgreeAction | WithdrawAction | AgreePlan,
) -> list[Event]:
    match command:
        case NoteConsidered():
            return [*consider(conference, command)]
        case DecideForChild():
            return [*decide_for_child(conference, command)]
        case AgreeAction():
            return [*agree_action(conference, command)]
        case WithdrawAction():
            return [*withdraw_action(conference, command)]
        case AgreePlan():
            return [*agree_plan(conference, command)]
        case _:
            assert_never(command)


def consider(conference: Conference, command: NoteConsidered) -> list[ChildConsidered]:
    child = child_of(conference, command.child_id)
    if conference.phase not in RUNNING:
        raise WrongPhase("This is said while the conference is running.")
    if command.note is None:
        raise Incomplete("Say how this child was considered.")
    return [ChildConsidered(child.child_id, command.note)]
