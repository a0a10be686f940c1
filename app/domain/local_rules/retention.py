"""How long each class of records is kept (e.4). There is no national period for the record.

Sound, picture, captions and the chat that is off have no class here: they are never stored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.days import months_after
from app.domain.local_rules.codes import AtTheEnd, Trigger
from app.domain.local_rules.faults import LARGEST, Fault


class RecordClass(StrEnum):
    RECORD = "record"
    """The approved record, plan, decision, dissent, attendance and exclusions."""
    AUDIT = "audit"
    """Who could hear, and the ordinary audit."""
    RESTRICTED = "restricted"
    """Restricted audit, safety plans, signals."""
    DRAFTS = "drafts"
    ANSWERS = "answers"
    """What was answered in the lobby; outcomes and incidents stay with the record."""
    TECHNICAL = "technical"
    PRACTICE = "practice"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class Keep:
    """All three periods count from the trigger, one after the other."""

    counts_from: Trigger
    years: int = 0
    months: int = 0
    days: int = 0
    then: AtTheEnd = AtTheEnd.DELETE


DEFAULTS: Mapping[RecordClass, Keep] = MappingProxyType(
    {
        RecordClass.RESTRICTED: Keep(Trigger.LAST_CONFERENCE, years=1, then=AtTheEnd.REVIEW),
        RecordClass.DRAFTS: Keep(Trigger.APPROVAL),
        RecordClass.ANSWERS: Keep(Trigger.APPROVAL, days=90),
        RecordClass.TECHNICAL: Keep(Trigger.MADE, days=14),
        RecordClass.PRACTICE: Keep(Trigger.MADE),
        RecordClass.FEEDBACK: Keep(Trigger.MADE, years=1),
    }
)
"""The audit without a period of its own is kept as the record is; the record has no default."""

AT_ONCE = frozenset({RecordClass.DRAFTS, RecordClass.PRACTICE})
"""May be gone on the day of their trigger."""
DRAFT_TRIGGERS = frozenset({Trigger.APPROVAL, Trigger.NEXT_REVIEW})


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the authority has decided for each class, with the defaults filled in."""

    keeps: Mapping[RecordClass, Keep]

    def of(self, kept: RecordClass) -> Keep:
        return self.keeps[kept]


def schedule_of(given: Mapping[RecordClass, Keep]) -> Schedule:
    """`given` must hold the record's own period."""
    as_record = {RecordClass.AUDIT: given[RecordClass.RECORD]}
    return Schedule(MappingProxyType({**DEFAULTS, **as_record, **given}))


def faults_of(schedule: Schedule) -> Iterator[Fault]:
    for kept, keep in schedule.keeps.items():
        lengths = [keep.years, keep.months, keep.days]
        if any(not 0 <= each <= LARGEST for each in lengths):
            yield kept, f"A period is between 0 and {LARGEST}."
        elif not any(lengths) and kept not in AT_ONCE:
            yield kept, "Say how long: years, months or days."
    drafts = schedule.of(RecordClass.DRAFTS)
    if drafts.counts_from not in DRAFT_TRIGGERS or drafts != Keep(drafts.counts_from):
        yield (
            RecordClass.DRAFTS,
            "Draft notes are destroyed on approval or at the next_review, and not later.",
        )


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """Something stored, as far as keeping it goes."""

    kept: RecordClass
    happened: Mapping[Trigger, date]
    """The triggers that have happened, each on its last day so far."""
    is_held: bool
    """A legal hold: an inquiry or a claim."""


def keep_until(record: KeptRecord, schedule: Schedule) -> date | None:
    """The last day of keeping it; None: its trigger has not happened."""
    keep = schedule.of(record.kept)
    start = record.happened.get(keep.counts_from)
    if start is None:
        return None
    return months_after(start, 12 * keep.years + keep.months) + timedelta(days=keep.days)


def may_be_deleted(record: KeptRecord, schedule: Schedule, today: date) -> bool:
    """Never while it is held, nor where a person looks first."""
    until = keep_until(record, schedule)
    if record.is_held or until is None or schedule.of(record.kept).then is AtTheEnd.REVIEW:
        return False
    return today > until
