"""What the service made of a scenario, in the words of its file."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.conference import UNBOOKED, Conference
from app.domain.copying.build import copy_from, planned_actions
from app.domain.copying.copy import HELD_WITHOUT_YOU, Copy
from app.domain.copying.readers import Course, course_of
from app.domain.decisions.record import DecisionRecord, decision_record
from app.domain.entitlement import HeardLine, hearing_ledger
from app.domain.events import EventClass
from app.domain.evolve import Recorded, fold
from app.domain.ids import ActionId, LineId, Micros, ParticipantId
from app.domain.incident_list import Incident, incidents
from app.play.audit import Entry, audit
from app.play.cast import Cast
from app.play.file import rows, text

Value = None | bool | int | str | list["Value"] | dict[str, "Value"]
Found = dict[str, Value]


@dataclass(frozen=True)
class Results:
    final_state: str
    quorum: list[Found]
    ledger: dict[str, Found]
    views: list[Found]
    decisions: list[Found]
    dissent: list[Found]
    actions: dict[str, Found]
    copies: dict[str, Found]
    incidents: list[Found]
    ordinary: list[Found]
    restricted: list[Found]


def results(cast: Cast, log: Sequence[Recorded]) -> Results:
    return _Read(cast, log).all()


def _ids(actions: object) -> list[str]:
    return [text(row, "id") for row in rows(actions)]


class _Read:
    def __init__(self, cast: Cast, log: Sequence[Recorded]) -> None:
        self._cast, self._log = cast, log
        self._end: Conference = fold(UNBOOKED, log)
        self._course: Course = course_of(log)
        self._copies = {id: self._copy(id) for id in cast.scenario.people}

    def all(self) -> Results:
        record = decision_record(self._end)
        return Results(
            final_state=self._end.phase,
            quorum=[
                {
                    "at": self._cast.clock(change.at),
                    "quorate": change.quorate,
                    "agencies": [*sorted(change.present)],
                }
                for change in record.quorum
            ],
            ledger={self._line(row.line_id): self._heard(row) for row in hearing_ledger(self._log)},
            views=self._views(record),
            decisions=self._decisions(record),
            dissent=[
                {
                    "by": self._name(each.participant_id),
                    "agency": each.agency,
                    "child": self._child(each.child_id),
                    "line": None if each.line_id is None else self._line(each.line_id),
                }
                for each in record.dissents
            ],
            actions=self._actions(record),
            copies={id: self._copied(id, copy) for id, copy in self._copies.items()},
            incidents=[self._incident(each) for each in incidents(self._log)],
            ordinary=self._audit(EventClass.ORDINARY),
            restricted=self._audit(EventClass.RESTRICTED),
        )

    def _name(self, id: ParticipantId) -> str:
        return self._cast.names[id]

    def _names(self, ids: frozenset[ParticipantId]) -> list[Value]:
        return [*sorted(self._cast.names[id] for id in ids)]

    def _line(self, id: LineId) -> str:
        return self._cast.line_names[id]

    def _child(self, id: object) -> str:
        return next(name for name in self._cast.children if self._cast.child(name) == id)

    def _heard(self, row: HeardLine) -> Found:
        return {
            "line": self._line(row.line_id),
            "section": self._cast.section_names[row.section_id],
            "at": self._cast.clock(row.begins_at),
            "until": self._cast.clock(row.ends_at),
            "speaker": self._name(row.speaker),
            "heard": self._names(row.heard),
            "heard_in_part": self._names(row.heard_in_part),
            "entitled_but_missed": self._names(row.entitled_but_missed),
            "heard_without_entitlement": self._names(row.heard_without_entitlement),
        }

    def _views(self, record: DecisionRecord) -> list[Found]:
        found: list[Found] = []
        for row in record.views:
            by_child: Found = {self._child(id): str(view) for id, view in row.views}
            by = self._name(row.participant_id)
            said: Found = {"agency": row.agency, "by": by, "written": row.written}
            found.append(said | by_child)
        return found

    def _decisions(self, record: DecisionRecord) -> list[Found]:
        return [
            {
                "child": self._child(each.child_id),
                "test": str(each.threshold),
                "outcome": str(each.outcome),
                "categories": [*sorted(map(str, each.categories))],
                "then": None if each.next_step is None else str(each.next_step),
                "line": None if each.line_id is None else self._line(each.line_id),
                "consider_legal_proceedings": each.consider_legal_proceedings,
            }
            for each in record.decisions
        ]

    def _actions(self, record: DecisionRecord) -> dict[str, Found]:
        from_expect = self._cast.scenario.expect.get("actions")
        names = {self._cast.action(id): id for id in _ids(from_expect)}
        return {
            names[each.action_id]: {
                "id": names[each.action_id],
                "who": self._name(each.owner),
                "by": each.by.isoformat(),
                "copy_to": [
                    *sorted(
                        id
                        for id, copy in self._copies.items()
                        if any(action.action_id == each.action_id for action in copy.plan_actions)
                    )
                ],
                "withheld_from": {
                    self._name(withheld.participant_id): withheld.ground
                    for withheld in each.withheld
                },
            }
            for each in record.actions
        }

    def _copy(self, id: str) -> Copy:
        planned = planned_actions(self._end)
        return copy_from(self._end, self._course, self._cast.person(id), planned)

    def _copied(self, id: str, copy: Copy) -> Found:
        held = [self._line(line_id) for line_id in copy.line_ids]
        names = {self._cast.action(a): a for a in _ids(self._cast.scenario.expect.get("actions"))}
        numbers = [line.number for line in copy.lines]
        return {
            "minutes": str(copy.minutes),
            "lines": [*held],
            "lines_absent": [*sorted(set(self._cast.line_names.values()) - set(held))],
            "stub_sections": self._stubs(id, copy),
            "decision_letter": copy.decision_letter,
            "plan_actions": [names[ActionId(each.action_id)] for each in copy.plan_actions],
            "numbered_without_gaps": numbers == list(range(1, len(numbers) + 1)),
        }

    def _stubs(self, id: str, copy: Copy) -> list[Value]:
        """Which parts the neutral headings of a copy stand for: those that an exclusion named."""
        person = self._cast.person(id)
        held = {self._end.lines[line_id].section_id for line_id in copy.line_ids}
        named = [
            name
            for section, name in self._cast.section_names.items()
            if (person, section) in self._end.record.named_parts
            and section in self._course.opened_at
            and section not in held
        ]
        marks = [each for each in copy.sections if each.code == HELD_WITHOUT_YOU]
        return [*named] if len(marks) == len(named) else [f"{len(marks)} unnamed"] if marks else []

    def _incident(self, each: Incident) -> Found:
        end = None if each.ends_at is None else self._cast.clock(each.ends_at)
        lines: list[Value] = [self._line(id) for id in each.lines]
        outcome = [self._muted(begun, over) for begun, over in each.muted]
        return {
            "kind": each.kind,
            "who": self._names(each.people),
            "via": self._names(each.people),
            "at": self._cast.clock(each.begins_at),
            "from": self._cast.clock(each.begins_at),
            "to": end,
            "lines": lines,
            "lines_missed": lines,
            "line": lines[0] if lines else None,
            "repaired_by": None if each.repaired_by is None else self._line(each.repaired_by),
            "heard_conference": each.heard_conference,
            "answered": each.answered,
            "covert": each.covert,
            "outcome": "; ".join(outcome),
        }

    def _muted(self, begun: Micros, over: Micros | None) -> str:
        end = "the end" if over is None else self._cast.clock(over)
        return f"muted {self._cast.clock(begun)} to {end}"

    def _audit(self, wanted: EventClass) -> list[Found]:
        return [self._entry(entry) for entry in audit(self._log, wanted)]

    def _entry(self, entry: Entry) -> Found:
        return {
            "types": [*sorted(entry.types)],
            "at": self._cast.clock(entry.at),
            "who": self._names(entry.about),
        }
