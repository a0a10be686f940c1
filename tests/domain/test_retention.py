"""How long what is kept is kept: by the authority's own schedule, and never deleted while held."""

from datetime import date

import pytest

from app.domain.local_rules.codes import AtTheEnd, Trigger
from app.domain.local_rules.retention import (
    DEFAULTS,
    Keep,
    KeptRecord,
    RecordClass,
    Schedule,
    faults_of,
    keep_until,
    may_be_deleted,
    schedule_of,
)

HAPPENED = {
    Trigger.BIRTH: date(2019, 2, 28),
    Trigger.LAST_CONTACT: date(2026, 7, 7),
    Trigger.LAST_CONFERENCE: date(2026, 4, 14),
    Trigger.APPROVAL: date(2026, 5, 6),
    Trigger.MADE: date(2026, 4, 14),
}
FROM_CONTACT = Keep(Trigger.LAST_CONTACT, years=35)
FROM_BIRTH = Keep(Trigger.BIRTH, years=25)


def record(kept: RecordClass = RecordClass.RECORD, *, is_held: bool = False) -> KeptRecord:
    return KeptRecord(kept, HAPPENED, is_held)


def kept_for(keep: Keep) -> Schedule:
    return schedule_of({RecordClass.RECORD: keep})


def test_two_schedules_give_two_dates_for_one_record() -> None:
    assert keep_until(record(), kept_for(FROM_CONTACT)) == date(2061, 7, 7)
    assert keep_until(record(), kept_for(FROM_BIRTH)) == date(2044, 2, 28)


def test_a_record_goes_on_the_day_after_its_last_and_never_while_it_is_held() -> None:
    schedule = kept_for(FROM_BIRTH)
    assert not may_be_deleted(record(), schedule, date(2044, 2, 28))
    assert may_be_deleted(record(), schedule, date(2044, 2, 29))
    assert not may_be_deleted(record(is_held=True), schedule, date(2099, 1, 1))


def test_nothing_goes_before_its_trigger_has_happened() -> None:
    schedule = kept_for(FROM_BIRTH)
    unknown = KeptRecord(RecordClass.RECORD, {}, is_held=False)
    assert keep_until(unknown, schedule) is None
    assert not may_be_deleted(unknown, schedule, date(2999, 1, 1))


@pytest.mark.parametrize(
    ("kept", "until"),
    [
        (RecordClass.RESTRICTED, date(2027, 4, 14)),
        (RecordClass.DRAFTS, date(2026, 5, 6)),
        (RecordClass.ANSWERS, date(2026, 8, 4)),
        (RecordClass.TECHNICAL, date(2026, 4, 28)),
        (RecordClass.PRACTICE, date(2026, 4, 14)),
        (RecordClass.FEEDBACK, date(2027, 4, 14)),
        (RecordClass.AUDIT, date(2061, 7, 7)),
    ],
)
def test_classes_without_a_period_of_their_own_have_the_proposed_one(
    kept: RecordClass, until: date
) -> None:
    assert keep_until(record(kept), kept_for(FROM_CONTACT)) == until


def test_covert_matter_is_looked_at_by_a_person_and_never_goes_by_itself() -> None:
    schedule = kept_for(FROM_CONTACT)
    assert schedule.of(RecordClass.RESTRICTED).then is AtTheEnd.REVIEW
    assert not may_be_deleted(record(RecordClass.RESTRICTED), schedule, date(2999, 1, 1))


def test_every_class_but_record_and_audit_has_a_default() -> None:
    assert set(RecordClass) - set(DEFAULTS) == {RecordClass.RECORD, RecordClass.AUDIT}
    assert set(kept_for(FROM_BIRTH).keeps) == set(RecordClass)
    own = schedule_of({RecordClass.RECORD: FROM_BIRTH, RecordClass.AUDIT: FROM_CONTACT})
    assert own.of(RecordClass.AUDIT) == FROM_CONTACT


def test_a_period_runs_years_months_and_days_on_the_calendar() -> None:
    keep = Keep(Trigger.LAST_CONTACT, years=1, months=1, days=1)
    assert keep_until(record(), kept_for(keep)) == date(2027, 8, 8)
    leap = KeptRecord(RecordClass.RECORD, {Trigger.BIRTH: date(2024, 2, 29)}, is_held=False)
    assert keep_until(leap, kept_for(Keep(Trigger.BIRTH, years=25))) == date(2049, 2, 28)


@pytest.mark.parametrize(
    ("kept", "keep"),
    [
        (RecordClass.RECORD, Keep(Trigger.BIRTH)),
        (RecordClass.RECORD, Keep(Trigger.BIRTH, years=-1)),
        (RecordClass.RECORD, Keep(Trigger.BIRTH, years=1001)),
        (RecordClass.ANSWERS, Keep(Trigger.APPROVAL)),
        (RecordClass.DRAFTS, Keep(Trigger.APPROVAL, days=1)),
        (RecordClass.DRAFTS, Keep(Trigger.MADE)),
    ],
)
def test_a_period_that_says_nothing_or_cannot_be_is_a_fault(kept: RecordClass, keep: Keep) -> None:
    schedule = schedule_of({RecordClass.RECORD: FROM_BIRTH, kept: keep})
    assert kept in {each for each, _ in faults_of(schedule)}


def test_a_schedule_that_holds_together_has_no_fault() -> None:
    later = {RecordClass.DRAFTS: Keep(Trigger.NEXT_REVIEW)}
    assert not [*faults_of(kept_for(FROM_BIRTH))]
    assert not [*faults_of(schedule_of({RecordClass.RECORD: FROM_BIRTH, **later}))]
