"""The list of incidents: what people noted, and what the log shows by itself.

Worked out and never stored, so that it cannot say otherwise than the ledger.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.domain.conference import UNBOOKED, Conference, Line
from app.domain.decisions.quorum import agencies_are_back
from app.domain.events import (
    AnswersGiven,
    LineKind,
)
from app.domain.evolve import Recorded, evolve
from app.domain.halting.events import ParticipantMuted, ParticipantUnmuted
from app.domain.hearing import Span, ended_at, spans
from app.domain.ids import LineId, Micros, ParticipantId
from app.domain.noting.events import (
    Concern,
    ConcernFlagged,
    CovertIncidentNoted,
    IncidentNoted,
)
from app.domain.people import LOBBY, Role, TextRef

FAMILY = frozenset({Role.PARENT, Role.FAMILY, Role.CHILD})
"""Whose lost connection is an incident; a professional comes back or does not."""


@dataclass(frozen=True, slots=True)
class Incident:
    kind: str
    people: frozenset[ParticipantId]
    begins_at: Micros
    ends_at: Micros | None
    """None: at one moment, or it goes on."""
    lines: tuple[LineId, ...]
    """Those that it touches, in the order of writing."""
    covert: bool = False
    repaired_by: LineId | None = None
    """The first line after somebody who dropped was back."""
    heard_conference: bool | None = None
    answered: bool | None = None
    muted: tuple[tuple[Micros, Micros | None], ...] = ()
    text: TextRef | None = None


def incidents(log: Iterable[Recorded]) -> tuple[Incident, ...]:
    """By time. Covert ones are for the readers of the restricted log alone."""
    told = _Told(list(log))
    found = [
        *told.flagged(),
        *told.noted(),
        *told.drops(),
        *told.out_of_role(),
        *told.without_quorum(),
        *told.undeclared(),
    ]
    return tuple(sorted(found, key=lambda each: (each.begins_at, each.kind)))


class _Told:
    def __init__(self, log: list[Recorded]) -> None:
        self._log = log
        self._states = _states(log)
        self._end = self._states[-1] if self._states else UNBOOKED
        self._until = Micros(log[-1].at + 1) if log else Micros(0)
        self._spans = spans(log, self._until)
        self._lines = [self._end.lines[id] for id in self._end.line_order]

    def flagged(self) -> Iterator[Incident]:
        """From the flag until that place heard nothing any more; an outburst until it was quiet."""
        for recorded in self._log:
            match recorded.event:
                case ConcernFlagged(Concern.CHILD_AUDIBLE, about):
                    kind = "child_may_have_heard"
                case ConcernFlagged(Concern.OUTBURST, about):
                    kind = "outburst"
                case _:
                    continue
            ends = self._hears_until(about, recorded.at)
            yield self._incident(kind, about, recorded.at, ends)

    def noted(self) -> Iterator[Incident]:
        for recorded in self._log:
            event = recorded.event
            if not isinstance(event, IncidentNoted | CovertIncidentNoted):
                continue
            ends = event.ends_at
            if ends is None and event.line_id is None:
                ends = self._hears_until(event.about, event.begins_at)
            found = self._incident(event.kind, event.about, event.begins_at, ends)
            yield replace(
                found,
                lines=found.lines if event.line_id is None else (event.line_id,),
                covert=isinstance(event, CovertIncidentNoted),
                answered=event.answered,
                text=event.text,
            )

    def drops(self) -> Iterator[Incident]:
        """From the loss to being let in again; whoever has not come back is still missing."""
        halting = self._end.halting
        gone = [(each.participant_id, each.begins_at, each.ends_at) for each in halting.missed]
        for id, begins, ends in [*gone, *((id, at, None) for id, at in halting.missing.items())]:
            if self._end.participant(id).role not in FAMILY:
                continue
            found = self._incident("call_drop", id, begins, ends)
            yield replace(found, repaired_by=None if ends is None else self._first_from(ends))

    def out_of_role(self) -> Iterator[Incident]:
        lines = [line for line in self._lines if line.kind is LineKind.OUT_OF_ROLE]
        for speaker in dict.fromkeys(line.speaker for line in lines):
            said = [line for line in lines if line.speaker == speaker]
            yield Incident(
                kind="out_of_role",
                people=frozenset({speaker}),
                begins_at=said[0].began_at,
                ends_at=ended_at(self._end, said[-1]),
                lines=tuple(line.id for line in said),
                muted=tuple(self._mutes(speaker)),
            )

    def without_quorum(self) -> Iterator[Incident]:
        """Until the agencies are back, even if the conference is still paused then."""
        for change in self._end.decisions.quorum:
            if change.quorate or self._begins_with(change.at):
                continue
            back = (
                recorded.at
                for recorded, state in zip(self._log, self._states, strict=True)
                if recorded.at > change.at and agencies_are_back(state)
            )
            ends = next(back, None)
            lines = self._touched(change.at, self._until if ends is None else ends)
            yield Incident("quorum_lost", frozenset(), change.at, ends, lines)

    def undeclared(self) -> Iterator[Incident]:
        """Somebody on no list was there when the place was asked in the lobby."""
        for recorded, state in zip(self._log, self._states, strict=True):
            event = recorded.event
            if not isinstance(event, AnswersGiven) or event.with_whom is None:
                continue
            leg = state.leg(event.leg_id)
            if leg.zone != LOBBY or leg.owner is None:
                continue
            again = self._answered_again(event, recorded.version)
            heard = any(
                span.participant_id == leg.owner
                and span.begins_at < again
                and span.ends_at > recorded.at
                for span in self._spans
            )
            found = Incident(
                "undeclared_person_at_lobby", frozenset({leg.owner}), recorded.at, None, ()
            )
            yield replace(found, heard_conference=heard)

    def _incident(
        self, kind: str, about: ParticipantId, begins: Micros, ends: Micros | None
    ) -> Incident:
        until = self._until if ends is None and kind == "call_drop" else ends
        lines = () if until is None else self._touched(begins, until)
        return Incident(kind, frozenset({about}), begins, ends, lines)

    def _touched(self, begins: Micros, ends: Micros) -> tuple[LineId, ...]:
        """Lines of which a part lies between. Neither end is included."""
        return tuple(line.id for line in self._lines if self._touches(line, begins, ends))

    def _touches(self, line: Line, begins: Micros, ends: Micros) -> bool:
        return line.began_at < ends and ended_at(self._end, line) > begins

    def _hears_until(self, id: ParticipantId, at: Micros) -> Micros | None:
        """None: they heard nothing at that time."""
        return next((span.ends_at for span in self._heard_at(id, at)), None)

    def _heard_at(self, id: ParticipantId, at: Micros) -> Iterator[Span]:
        for span in self._spans:
            if span.participant_id == id and span.begins_at <= at < span.ends_at:
                yield span

    def _first_from(self, at: Micros) -> LineId | None:
        return next((line.id for line in self._lines if line.began_at >= at), None)

    def _mutes(self, id: ParticipantId) -> Iterator[tuple[Micros, Micros | None]]:
        begun: Micros | None = None
        for recorded in self._log:
            match recorded.event:
                case ParticipantMuted(muted) if muted == id:
                    begun = recorded.at
                case ParticipantUnmuted(unmuted) if unmuted == id and begun is not None:
                    yield begun, recorded.at
                    begun = None
                case _:
                    pass
        if begun is not None:
            yield begun, None

    def _begins_with(self, at: Micros) -> bool:
        """The conference was never quorate up to then: nothing was lost."""
        quorum = self._end.decisions.quorum
        return not any(change.quorate and change.at <= at for change in quorum)

    def _answered_again(self, given: AnswersGiven, version: int) -> Micros:
        later = (
            recorded.at
            for recorded in self._log[version:]
            if isinstance(recorded.event, AnswersGiven)
            and recorded.event.leg_id == given.leg_id
            and recorded.event.with_whom is None
        )
        return next(later, self._until)


def _states(log: list[Recorded]) -> list[Conference]:
    states: list[Conference] = []
    for recorded in log:
        states.append(evolve(states[-1] if states else UNBOOKED, recorded))
    return states
