"""Who was able to hear, from when to when: computed from the log, never from belief (REQ-90).

A person could hear at an instant if some leg where they were present was connected and was a sink
of sound in the plan that the engine had applied and that was still allowed. What is said in a
private room is no part of the conference.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.conference import UNBOOKED, Conference, Line
from app.domain.events import PlanApplied
from app.domain.evolve import Recorded, evolve, fold
from app.domain.ids import LineId, Micros, ParticipantId
from app.domain.people import MAIN
from app.domain.routing import Flow, FlowKind, media_plan


@dataclass(frozen=True, slots=True)
class Span:
    """From (included) to (not included)."""

    participant_id: ParticipantId
    begins_at: Micros
    ends_at: Micros


@dataclass(frozen=True, slots=True)
class Heard:
    """Of one line: who was able to hear all of it, and who a part."""

    line_id: LineId
    heard: frozenset[ParticipantId]
    heard_in_part: frozenset[ParticipantId]


def spans(log: Iterable[Recorded], until: Micros) -> list[Span]:
    """Every stretch in which somebody could hear; a stretch still open ends at `until`."""
    conference, applied, since = UNBOOKED, frozenset[Flow](), dict[ParticipantId, Micros]()
    plans = {0: frozenset[Flow]()}
    found: list[Span] = []
    for recorded in log:
        conference = evolve(conference, recorded)
        plans[recorded.version] = media_plan(conference)
        if isinstance(recorded.event, PlanApplied):
            applied = plans.get(recorded.event.version, frozenset())
        hearing = _hearing(conference, applied)
        found += [Span(id, since.pop(id), recorded.at) for id in set(since) - hearing]
        since |= dict.fromkeys(hearing - set(since), recorded.at)
    return merged(found + [Span(id, begun, until) for id, begun in since.items()])


def merged(found: Iterable[Span]) -> list[Span]:
    """By person and time. Where one ends as the next begins, nothing was missed."""
    whole: list[Span] = []
    for span in sorted(found, key=lambda s: (str(s.participant_id), s.begins_at)):
        last = whole[-1] if whole else None
        if last and (last.participant_id, last.ends_at) == (span.participant_id, span.begins_at):
            whole[-1] = Span(last.participant_id, last.begins_at, span.ends_at)
        else:
            whole.append(span)
    return whole


def _hearing(conference: Conference, applied: frozenset[Flow]) -> set[ParticipantId]:
    flows = applied & media_plan(conference)
    sinks = {flow.sink for flow in flows if flow.kind is FlowKind.SOUND}
    return {
        id
        for leg in conference.legs.values()
        if leg.id in sinks and leg.connected and leg.zone == MAIN
        for id in leg.present
    }


def could_hear(log: Iterable[Recorded]) -> list[Heard]:
    """One row a line, in the order of writing; struck lines too."""
    recorded = list(log)
    conference = fold(UNBOOKED, recorded)
    stretches = spans(recorded, Micros(recorded[-1].at + 1) if recorded else Micros(0))
    lines = [conference.lines[id] for id in conference.line_order]
    return [
        heard_from(stretches, line.id, line.began_at, ended_at(conference, line)) for line in lines
    ]


def ended_at(conference: Conference, line: Line) -> Micros:
    """When what the line reports was over, as its writer said; else when it was written."""
    details = conference.record.details.get(line.id)
    return line.written_at if details is None else details.until_at


def heard_from(stretches: list[Span], id: LineId, begins: Micros, ends: Micros) -> Heard:
    touching = [s for s in stretches if s.begins_at < max(ends, begins + 1) and s.ends_at > begins]
    whole = {s.participant_id for s in touching if s.begins_at <= begins and s.ends_at >= ends}
    part = {s.participant_id for s in touching} - whole
    return Heard(id, frozenset(whole), frozenset(part))
