"""What is remembered of a case: one field of the conference."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import assert_never

from app.domain.case.events import (
    ActionAgreed,
    ActionWithdrawn,
    CaseDescribed,
    ChildConsidered,
    ChildDecided,
    DecisionEvent,
    DissentRecorded,
    PlanAgreed,
    QuorumLost,
    QuorumOverridden,
    QuorumRegained,
    ViewGiven,
)
from app.domain.ids import ActionId, ChildId, Micros, ParticipantId
from app.domain.people import TextRef


@dataclass(frozen=True, slots=True)
class QuorumChange:
    at: Micros
    quorate: bool
    present: frozenset[str]
    lost: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuorumOverride:
    at: Micros
    reason: TextRef


@dataclass(frozen=True, slots=True)
class Dissent:
    recorded: DissentRecorded
    at: Micros


@dataclass(frozen=True, slots=True)
class Decisions:
    case: CaseDescribed | None
    """None: booked before cases were described, or not described yet."""
    quorum: tuple[QuorumChange, ...]
    """The first count and each change, in order."""
    overrides: tuple[QuorumOverride, ...]
    is_overridden: bool
    """The last loss of the quorum is."""
    views: Mapping[tuple[ParticipantId, ChildId], ViewGiven]
    """In the order in which they were first given."""
    decided: Mapping[ChildId, ChildDecided]
    considered: Mapping[ChildId, TextRef]
    dissents: tuple[Dissent, ...]
    plan: PlanAgreed | None
    actions: Mapping[ActionId, ActionAgreed]
    """In the order in which they were agreed, without those withdrawn."""


NOTHING_DECIDED = Decisions(
    case=None,
    quorum=(),
    overrides=(),
    is_overridden=False,
    views=MappingProxyType({}),
    decided=MappingProxyType({}),
    considered=MappingProxyType({}),
    dissents=(),
    plan=None,
    actions=MappingProxyType({}),
)


def evolve(before: Decisions, event: DecisionEvent, at: Micros) -> Decisions:
    match event:
        case CaseDescribed():
            return replace(before, case=event)
        case QuorumLost() | QuorumRegained() | QuorumOverridden():
            return _counted(before, event, at)
        case ViewGiven(participant_id, _, child_id):
            views = {**before.views, (participant_id, child_id): event}
            return replace(before, views=MappingProxyType(views))
        case ChildConsidered(child_id, note):
            considered = {**before.considered, child_id: note}
            return replace(before, considered=MappingProxyType(considered))
        case ChildDecided(child_id):
            decided = {**before.decided, child_id: event}
            return replace(before, decided=MappingProxyType(decided))
        case DissentRecorded():
            return replace(before, dissents=(*before.dissents, Dissent(event, at)))
        case ActionAgreed() | ActionWithdrawn() | PlanAgreed():
            return _planned(before, event)
        case _:
            assert_never(event)


def _counted(
    before: Decisions, event: QuorumLost | QuorumRegained | QuorumOverridden, at: Micros
) -> Decisions:
    match event:
        case QuorumLost(present, lost):
            change = QuorumChange(at, quorate=False, present=present, lost=lost)
            return replace(before, quorum=(*before.quorum, change))
        case QuorumRegained(present):
            change = QuorumChange(at, quorate=True, present=present, lost=frozenset())
            return replace(before, quorum=(*before.quorum, change), is_overridden=False)
        case QuorumOverridden(reason):
            override = QuorumOverride(at, reason)
            return replace(before, overrides=(*before.overrides, override), is_overridden=True)
        case _:
            assert_never(event)


def _planned(before: Decisions, event: ActionAgreed | ActionWithdrawn | PlanAgreed) -> Decisions:
    match event:
        case ActionAgreed(action_id):
            actions = {**before.actions, action_id: event}
            return replace(before, actions=MappingProxyType(actions))
        case ActionWithdrawn(action_id):
            rest = {id: action for id, action in before.actions.items() if id != action_id}
            return replace(before, actions=MappingProxyType(rest))
        case PlanAgreed():
            return replace(before, plan=event)
        case _:
            assert_never(event)
