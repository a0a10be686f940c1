"""The running order and who is in each part: changed by the chair until a part has been opened."""

from dataclasses import replace

import pytest

from app.domain.agenda.events import (
    AttendancePlanned,
    AudienceChanged,
    OrderChanged,
    SectionAdded,
)
from app.domain.booked import PlannedSection
from app.domain.commands import BookConference, Close
from app.domain.copying.build import build_copy
from app.domain.errors import (
    AlreadyHere,
    Incomplete,
    KeptApart,
    NotInAudience,
    NotPermitted,
    StaleCommand,
    UnknownParticipant,
    UnknownSection,
    WrongPhase,
)
from app.domain.events import SealBegun
from app.domain.ids import ParticipantId, SectionId
from app.domain.record.events import CopyRuleSet
from tests.domain.agenda_steps import (
    ADVICE,
    EXTRA,
    add,
    agenda_of,
    audience,
    plan,
    reorder,
)
from tests.domain.people import (
    AUDIENCES,
    BOOKING,
    CHAIR,
    CLOSED_PART,
    FAMILY_TALK,
    FATHER,
    FLAT,
    KITCHEN,
    LINE,
    MINUTE_TAKER,
    MOTHER,
    MOTHERS_VIEWS,
    OFFICE_STAFF,
    PLAN,
    REASON,
    SOCIAL_WORKER,
    STRANGER,
    TEACHER,
    UNCLE,
    WELCOME,
    named,
)
from tests.domain.record_steps import copy_to
from tests.domain.scenario import (
    BOOKED,
    IN_SESSION,
    LOBBY_OPEN,
    WITHOUT_HIM_THERE,
    Story,
    as_seen,
    given,
    is_dark,
)
from tests.domain.steps import Step, begin, pause, sealed, write

ORDER = tuple(AUDIENCES)
STAFF = (CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEACHER)
SEALING = given(WITHOUT_HIM_THERE, begin(CLOSED_PART))


def order_of(story: Story) -> tuple[SectionId, ...]:
    return tuple(section.id for section in story.state.sections)


@pytest.mark.req("REQ-65")
@pytest.mark.parametrize("before", [BOOKED, LOBBY_OPEN, IN_SESSION, given(IN_SESSION, pause())])
def test_the_chair_changes_the_order_before_and_during_the_conference(before: Story) -> None:
    wanted = (WELCOME, PLAN, MOTHERS_VIEWS, CLOSED_PART, FAMILY_TALK)
    after = before.when(reorder(*wanted)).then(OrderChanged(wanted))
    assert order_of(after) == wanted


@pytest.mark.req("REQ-65")
@pytest.mark.parametrize("before", [BOOKED, LOBBY_OPEN, IN_SESSION, given(IN_SESSION, pause())])
def test_the_chair_changes_who_is_in_a_part_before_and_during_the_conference(
    before: Story,
) -> None:
    after = before.when(audience(PLAN, *STAFF)).then(AudienceChanged(PLAN, frozenset(STAFF)))
    assert after.state.section(PLAN).audience == frozenset(STAFF)


@pytest.mark.req("REQ-65")
def test_every_line_is_in_one_part_whose_audience_no_longer_changes() -> None:
    changed = given(WITHOUT_HIM_THERE, audience(PLAN, *STAFF), begin(PLAN), sealed(PLAN), write())
    section = changed.state.section(changed.state.line(LINE).section_id)
    assert (section.id, section.audience) == (PLAN, frozenset(STAFF))
    changed.when(audience(PLAN, *STAFF, MOTHER)).refuses(WrongPhase)
    moved = given(changed, reorder(WELCOME, PLAN, CLOSED_PART, FAMILY_TALK, MOTHERS_VIEWS))
    assert moved.state.line(LINE).section_id == PLAN


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (ORDER[:-1], Incomplete),
        ((*ORDER, PLAN), Incomplete),
        ((*ORDER[:-1], WELCOME), Incomplete),
        ((*ORDER[:-1], SectionId(named(1))), UnknownSection),
    ],
)
def test_an_order_has_every_part_once(
    order: tuple[SectionId, ...], why: type[Incomplete | UnknownSection]
) -> None:
    IN_SESSION.when(reorder(*order)).refuses(why)


def test_what_has_been_opened_keeps_its_place() -> None:
    later = given(IN_SESSION, begin(PLAN))
    later.when(reorder(PLAN, WELCOME, *ORDER[1:-1])).refuses(WrongPhase)
    assert later.when(reorder(WELCOME, PLAN, *ORDER[1:-1])).refusal is None


def test_a_part_that_is_open_was_open_or_is_being_sealed_is_not_changed() -> None:
    given(IN_SESSION, begin(PLAN)).when(audience(WELCOME, *STAFF)).refuses(WrongPhase)
    IN_SESSION.when(audience(WELCOME, *STAFF)).refuses(WrongPhase)
    SEALING.when(audience(CLOSED_PART, *STAFF, MOTHER)).refuses(WrongPhase)
    SEALING.when(reorder(CLOSED_PART, WELCOME, *ORDER[2:])).refuses(WrongPhase)


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ((MINUTE_TAKER, MOTHER), NotInAudience),
        ((CHAIR, STRANGER), UnknownParticipant),
        ((CHAIR, MOTHER, UNCLE), KeptApart),
    ],
)
def test_a_part_is_for_the_chair_and_known_people_who_may_meet(
    people: tuple[ParticipantId, ...], why: type[NotInAudience]
) -> None:
    IN_SESSION.when(audience(PLAN, *people)).refuses(why)


def test_a_narrower_audience_moves_nobody_before_the_part_opens() -> None:
    narrowed = given(WITHOUT_HIM_THERE, audience(PLAN, *STAFF))
    assert not is_dark(narrowed, KITCHEN)
    sealing = narrowed.when(begin(PLAN)).then(SealBegun(PLAN))
    assert is_dark(sealing.and_then(sealed(PLAN)), KITCHEN)


def test_a_part_begun_on_a_view_with_another_audience_is_refused() -> None:
    changed = given(IN_SESSION, audience(PLAN, *STAFF, MOTHER))
    changed.when(as_seen(IN_SESSION, begin(PLAN))).refuses(StaleCommand)
    changed.when(as_seen(IN_SESSION, audience(PLAN, *STAFF))).refuses(StaleCommand)
    changed.when(as_seen(IN_SESSION, reorder(*ORDER))).refuses(StaleCommand)


def test_a_new_audience_may_come_with_whose_copy_holds_the_part() -> None:
    step = audience(PLAN, *STAFF, copy_to=frozenset({CHAIR, TEACHER}))
    IN_SESSION.when(step).then(
        AudienceChanged(PLAN, frozenset(STAFF)), CopyRuleSet(PLAN, frozenset({CHAIR, TEACHER}))
    )


def test_the_office_says_at_booking_whose_copy_holds_a_part() -> None:
    rule = CopyRuleSet(CLOSED_PART, frozenset({CHAIR, MOTHER}))
    BOOKED.when(copy_to(CLOSED_PART, CHAIR, MOTHER), by=OFFICE_STAFF).then(rule)


def test_nobody_but_the_chair_changes_the_running_order() -> None:
    for step in (reorder(*ORDER), audience(PLAN, *STAFF), add()):
        for by in (TEACHER, MINUTE_TAKER, MOTHER):
            IN_SESSION.when(step, by=by).refuses(NotPermitted)
        BOOKED.when(step, by=OFFICE_STAFF).refuses(NotPermitted)


# ---------------------------------------------------------------- parts that were not booked


def test_a_part_is_added_where_the_chair_wants_it() -> None:
    first = IN_SESSION.when(add(before=CLOSED_PART)).then(SectionAdded(ADVICE, CLOSED_PART))
    assert order_of(first) == (WELCOME, EXTRA, *ORDER[1:])
    last = IN_SESSION.when(add()).then(SectionAdded(ADVICE, None))
    assert order_of(last) == (*ORDER, EXTRA)
    last.when(add()).refuses(AlreadyHere)


def test_an_added_part_is_for_the_chair_and_people_who_may_meet() -> None:
    def for_whom(*people: ParticipantId) -> Step:
        return add(replace(ADVICE, audience=frozenset(people)))

    IN_SESSION.when(for_whom(MINUTE_TAKER)).refuses(NotInAudience)
    IN_SESSION.when(for_whom(CHAIR, MOTHER, UNCLE)).refuses(KeptApart)
    IN_SESSION.when(add(before=SectionId(named(1)))).refuses(UnknownSection)
    given(IN_SESSION, (Close(), CHAIR)).when(add()).refuses(WrongPhase)


@pytest.mark.req("REQ-75")
@pytest.mark.parametrize("kind", ["restricted_information", "legal_advice"])
def test_such_parts_are_restricted_whatever_is_said_of_them(kind: str) -> None:
    for_all = PlannedSection(EXTRA, kind, REASON, BOOKING.sections[0].audience, restricted=False)
    booked = replace(BOOKING, sections=(*BOOKING.sections, for_all))
    story = given(Story(), (BookConference(booked), OFFICE_STAFF))
    assert story.state.section(EXTRA).restricted
    added = given(WITHOUT_HIM_THERE, add(replace(ADVICE, kind=kind)), begin(EXTRA))
    assert added.happened == (SealBegun(EXTRA),)
    written = given(added, sealed(EXTRA), write(speaker=CHAIR))
    assert build_copy(written.state, written.log, MOTHER).line_ids == ()
    assert build_copy(written.state, written.log, CHAIR).line_ids == (LINE,)


# ---------------------------------------------------------------- planned partial attendance


def test_somebody_planned_for_parts_is_in_these_and_no_others() -> None:
    planned = BOOKED.when(plan(FATHER, WELCOME, CLOSED_PART), by=OFFICE_STAFF).then(
        AttendancePlanned(FATHER, frozenset({WELCOME, CLOSED_PART}), REASON),
        AudienceChanged(CLOSED_PART, AUDIENCES[CLOSED_PART] | {FATHER}),
        AudienceChanged(PLAN, AUDIENCES[PLAN] - {FATHER}),
    )
    parts = {each.id for each in planned.state.sections if FATHER in each.audience}
    assert parts == {WELCOME, CLOSED_PART}


def test_a_plan_leaves_what_has_been_opened() -> None:
    after = given(IN_SESSION, plan(FATHER))
    parts = {each.id for each in after.state.sections if FATHER in each.audience}
    assert parts == {WELCOME}
    assert not is_dark(given(WITHOUT_HIM_THERE, plan(FATHER)), FLAT)


def test_a_plan_brings_nobody_together_who_are_kept_apart() -> None:
    IN_SESSION.when(plan(UNCLE, MOTHERS_VIEWS)).refuses(KeptApart)


def test_the_chair_is_in_every_part_and_after_the_booking_she_alone_plans() -> None:
    BOOKED.when(plan(CHAIR, WELCOME)).refuses(NotPermitted)
    LOBBY_OPEN.when(plan(FATHER, WELCOME), by=OFFICE_STAFF).refuses(NotPermitted)
    assert LOBBY_OPEN.when(plan(FATHER, WELCOME)).refusal is None
    BOOKED.when(plan(FATHER, SectionId(named(1)))).refuses(UnknownSection)


@pytest.mark.req("REQ-68", partial="scenarios")
def test_the_panel_says_whom_to_let_in_and_whom_to_let_go_at_the_next_part() -> None:
    story = given(WITHOUT_HIM_THERE, reorder(WELCOME, FAMILY_TALK, *ORDER[1:2], *ORDER[3:]))
    assert prompts(story) == (set(), {TEACHER, FATHER})
    inside = given(story, begin(FAMILY_TALK), sealed(FAMILY_TALK))
    assert prompts(inside) == ({TEACHER}, {MOTHER})
    last = given(inside, reorder(WELCOME, FAMILY_TALK, PLAN, CLOSED_PART, MOTHERS_VIEWS))
    assert prompts(last) == ({TEACHER, FATHER}, set())
    assert prompts(given(last, (Close(), CHAIR))) == (set(), set())


def prompts(story: Story) -> tuple[set[ParticipantId], set[ParticipantId]]:
    from_panel = agenda_of(story)
    return set(from_panel.to_admit), set(from_panel.to_release)
