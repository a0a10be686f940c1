"""What is remembered of each event of the record."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar, assert_never

from app.domain.conference import Conference
from app.domain.ids import LineId
from app.domain.mappings import with_entries
from app.domain.record.events import (
    CopyApproved,
    CopyBuilt,
    CopyEvent,
    CopyOpened,
    CopyRuleSet,
    CopySent,
    CorrectionAsked,
    CorrectionEvent,
    CorrectionSettled,
    DraftKept,
    DraftsDestroyed,
    FlagCleared,
    FlagEvent,
    HeadingFilled,
    LineDescribed,
    LineEvent,
    LineFlagged,
    LineRevised,
    LineWithheld,
    PartNamed,
    RecordApproved,
    RecordEvent,
    RecordRulesSet,
    RuleEvent,
    WithholdingLifted,
)
from app.domain.record.state import CopyRule, CopyState, Correction, Details, Record

K = TypeVar("K")
V = TypeVar("V")


def evolve(conference: Conference, event: RecordEvent) -> Conference:
    record, version = conference.record, conference.version
    match event:
        case LineRevised():
            return _revised(conference, event)
        case LineDescribed() | LineWithheld() | WithholdingLifted():
            after = replace(_of_line(record, event), changed_version=version)
        case LineFlagged() | FlagCleared():
            after = _of_flags(record, event)
        case RecordRulesSet() | HeadingFilled() | CopyRuleSet() | PartNamed():
            after = _of_rules(record, event, version)
        case DraftKept(text):
            after = replace(record, drafts=(*record.drafts, text))
        case DraftsDestroyed():
            after = replace(record, drafts=())
        case RecordApproved() | CopyApproved() | CopyBuilt() | CopySent() | CopyOpened():
            after = _of_copies(record, event, version)
        case CorrectionAsked() | CorrectionSettled():
            after = _of_corrections(record, event, version)
        case _:
            assert_never(event)
    return replace(conference, record=after)


def _with(known: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return with_entries(known, {key: value})


def _revised(conference: Conference, event: LineRevised) -> Conference:
    line = conference.lines.get(event.line_id)
    if line is None:
        return conference
    record = conference.record
    earlier = (*record.earlier.get(line.id, ()), line.text)
    return replace(
        conference,
        lines=_with(conference.lines, line.id, replace(line, text=event.text)),
        record=replace(
            record,
            earlier=_with(record.earlier, line.id, earlier),
            changed_version=conference.version,
        ),
    )


def _of_line(record: Record, event: LineEvent) -> Record:
    id: LineId = event.line_id
    match event:
        case LineDescribed():
            details = Details(event.children, event.language, event.until_at)
            return replace(record, details=_with(record.details, id, details))
        case LineWithheld(recipients=recipients, ground=ground):
            of_line = {**record.withheld.get(id, {}), **dict.fromkeys(recipients, ground)}
        case WithholdingLifted(recipients=recipients):
            known = record.withheld.get(id, {})
            of_line = {who: why for who, why in known.items() if who not in recipients}
        case LineRevised():
            return record
        case _:
            assert_never(event)
    return replace(record, withheld=_with(record.withheld, id, MappingProxyType(of_line)))


def _of_flags(record: Record, event: FlagEvent) -> Record:
    match event:
        case LineFlagged(line_id, note):
            return replace(record, flags=_with(record.flags, line_id, note))
        case FlagCleared(line_id):
            rest = {id: note for id, note in record.flags.items() if id != line_id}
            return replace(record, flags=MappingProxyType(rest))
        case _:
            assert_never(event)


def _of_rules(record: Record, event: RuleEvent, version: int) -> Record:
    match event:
        case RecordRulesSet():
            return replace(
                record,
                required=event.required,
                drafts_until=event.drafts_until,
                correction_days=event.correction_days,
                bank_holidays=event.bank_holidays,
            )
        case HeadingFilled(heading, line_ids):
            return replace(record, filled=_with(record.filled, heading, line_ids))
        case CopyRuleSet(section_id, copy_to):
            rules = _with(record.copy_rules, section_id, CopyRule(copy_to, version))
            return replace(record, copy_rules=rules, changed_version=version)
        case PartNamed(participant_id, section_id):
            parts = record.named_parts | {(participant_id, section_id)}
            return replace(record, named_parts=parts, changed_version=version)
        case _:
            assert_never(event)


def _of_copies(record: Record, event: CopyEvent, version: int) -> Record:
    match event:
        case RecordApproved():
            return replace(record, approved_version=version)
        case CopyApproved(recipient, minutes):
            known = record.copies.get(recipient)
            before = known or CopyState(minutes, approved_version=version)
            copy = replace(
                CopyState(minutes, approved_version=version),
                sent_lines=before.sent_lines,
                corrections_until=before.corrections_until,
            )
        case CopyBuilt(recipient, line_ids, digest):
            known = record.copies.get(recipient)
            if known is None:
                return record
            copy = replace(known, built_version=version, digest=digest, line_ids=line_ids)
        case CopySent(recipient, until):
            known = record.copies.get(recipient)
            if known is None:
                return record
            copy = replace(
                known,
                sent_version=version,
                sent_lines=known.sent_lines | frozenset(known.line_ids),
                corrections_until=until,
            )
        case CopyOpened():
            return record
        case _:
            assert_never(event)
    return replace(record, copies=_with(record.copies, recipient, copy))


def _of_corrections(record: Record, event: CorrectionEvent, version: int) -> Record:
    match event:
        case CorrectionAsked():
            asked = Correction(
                event.correction_id,
                event.asked_by,
                event.line_id,
                event.text,
                outcome=None,
                answer=None,
            )
            return replace(record, corrections=_with(record.corrections, asked.id, asked))
        case CorrectionSettled(id, outcome, text):
            known = record.corrections.get(id)
            if known is None:
                return record
            settled = replace(known, outcome=outcome, answer=text)
            return replace(
                record,
                corrections=_with(record.corrections, id, settled),
                addenda=(*record.addenda, id),
                changed_version=version,
            )
        case _:
            assert_never(event)
