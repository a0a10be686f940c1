"""What is not in a copy leaves no trace in it; and what every copy holds."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

import pytest

from app.domain.commands import StrikeLine
from app.domain.conference import UNBOOKED
from app.domain.copying.build import PlannedAction, build_copy
from app.domain.copying.copy import HELD_WITHOUT_YOU, NOTICES, Copy, bytes_of, digest_of
from app.domain.evolve import Recorded, fold
from app.domain.ids import LineId, ParticipantId
from app.domain.people import Role
from app.domain.record.words import LineDetails, Minutes
from tests.domain.people import (
    AUDIENCES,
    CHAIR,
    CLOSED_PART,
    FATHER,
    MINUTE_TAKER,
    MOTHER,
    MOTHERS_VIEWS,
    NAMES,
    OBSERVER,
    PLAN,
    REASON,
    ROLES,
    SOCIAL_WORKER,
    TEACHER,
    TITLES,
    UNCLE,
    WELCOME,
    named,
)
from tests.domain.record_steps import (
    APPLIED,
    DECIDED,
    HERS,
    MINUTED,
    OPENED,
    OVER,
    SECRET,
    TOLD,
    copy_of,
    copy_to,
    lines_of,
    name_part,
    say,
    withhold,
)
from tests.domain.scenario import IN_SESSION, WITHOUT_HIM_THERE, Story, given

ALL = [OPENED, TOLD, SECRET, HERS, DECIDED]
MORE = LineId(named(0x6_3000))
A1, A2, A3 = (UUID(int=n) for n in (1, 2, 3))
ACTIONS: list[PlannedAction] = [(A1, frozenset()), (A2, frozenset({FATHER})), (A3, frozenset())]


def traces(copy: Copy, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these ids stand anywhere in the bytes of the copy."""
    return {id for id in ids if str(id).encode() in bytes_of(copy)}


def with_role(story: Story, id: ParticipantId, role: Role) -> Story:
    person = replace(story.state.participant(id), role=role)
    return replace(story, state=story.state.with_participant(person))


# --------------------------------------------------------------- no trace


@pytest.mark.req("REQ-84", partial="scenarios")
def test_lines_and_actions_are_numbered_without_gaps() -> None:
    for id in (CHAIR, MOTHER, FATHER, UNCLE):
        copy = build_copy(OVER.state, OVER.log, id, ACTIONS)
        assert [line.number for line in copy.lines] == list(range(1, len(copy.lines) + 1))
        assert [each.number for each in copy.plan_actions] == list(
            range(1, len(copy.plan_actions) + 1)
        )


@pytest.mark.req("REQ-84", partial="scenarios")
def test_a_copy_is_the_same_whether_a_withheld_line_was_ever_written() -> None:
    """But for the clock: so both are told without the times of their sections."""
    without = given(MINUTED.later(10), withhold(HERS, FATHER))
    with_it = given(MINUTED, say(MORE), withhold(MORE, FATHER)).later(10)
    assert timeless(copy_of(without, FATHER)) == timeless(copy_of(with_it, FATHER))
    assert traces(copy_of(with_it, FATHER), [MORE]) == set()


def timeless(copy: Copy) -> Copy:
    return replace(copy, sections=tuple(replace(s, opened_at=None) for s in copy.sections))


@pytest.mark.req("REQ-84", partial="scenarios")
def test_only_a_whole_copy_has_the_times_of_lines() -> None:
    assert all(line.began_at is not None for line in copy_of(OVER, TEACHER).lines)
    part = copy_of(given(OVER, withhold(TOLD, TEACHER)), TEACHER)
    assert part.minutes is Minutes.PART
    assert all(line.began_at is line.until_at is None for line in part.lines)


@pytest.mark.req("REQ-84", partial="scenarios")
def test_somebody_kept_apart_never_gets_times_of_lines() -> None:
    story = given(WITHOUT_HIM_THERE, APPLIED, say(OPENED))
    assert copy_of(story, MOTHER).minutes is copy_of(story, FATHER).minutes is Minutes.FULL
    assert [line.began_at for line in copy_of(story, MOTHER).lines] == [None]
    assert [line.began_at for line in copy_of(story, FATHER).lines] != [None]


@pytest.mark.req("REQ-84", partial="scenarios")
def test_kept_apart_people_leave_no_trace_in_each_others_copies() -> None:
    story = given(OVER, copy_to(MOTHERS_VIEWS, CHAIR, MOTHER, UNCLE))
    assert HERS not in lines_of(story, UNCLE)
    assert traces(copy_of(story, UNCLE), [MOTHER, NAMES[MOTHER].id, HERS]) == set()
    assert traces(copy_of(story, MOTHER), [UNCLE, NAMES[UNCLE].id]) == set()
    assert traces(copy_of(story, FATHER), [MOTHER, UNCLE]) == {MOTHER, UNCLE}


def test_somebody_kept_apart_reads_of_those_in_their_own_parts_only() -> None:
    story = given(OVER, copy_to(WELCOME, CHAIR), copy_to(PLAN, CHAIR))
    listed = {person.participant_id for person in copy_of(story, MOTHER).people}
    assert listed == AUDIENCES[MOTHERS_VIEWS] - {UNCLE}
    assert FATHER not in listed


def test_a_part_of_which_nothing_is_theirs_is_not_there_at_all() -> None:
    copy = copy_of(OVER, FATHER)
    assert [section.heading for section in copy.sections] == [TITLES[WELCOME], TITLES[PLAN]]
    assert traces(copy, [TITLES[CLOSED_PART].id, TITLES[MOTHERS_VIEWS].id, CLOSED_PART]) == set()


@pytest.mark.req("REQ-84", partial="scenarios")
def test_a_stub_stands_only_where_they_know_of_the_part() -> None:
    copy = copy_of(given(OVER, name_part(FATHER, CLOSED_PART)), FATHER)
    assert [section.code for section in copy.sections] == ["kind-0", HELD_WITHOUT_YOU, "kind-4"]
    stub = copy.sections[1]
    assert (stub.heading, stub.opened_at, stub.lines) == (None, None, ())
    assert traces(copy, [TITLES[CLOSED_PART].id, CLOSED_PART]) == set()


def test_without_minutes_there_is_no_stub_either_nor_of_a_part_never_held() -> None:
    story = given(OVER, name_part(OBSERVER, CLOSED_PART))
    assert copy_of(story, OBSERVER).sections == ()
    (never,) = set(AUDIENCES) - {s.id for s in OVER.state.sections if s.opened_at is not None}
    assert len(copy_of(given(OVER, name_part(FATHER, never)), FATHER).sections) == 2


def test_struck_lines_are_in_no_copy_and_missing_in_none() -> None:
    story = given(MINUTED, (StrikeLine(TOLD, REASON), MINUTE_TAKER))
    assert TOLD not in lines_of(story, CHAIR)
    assert copy_of(story, CHAIR).minutes is Minutes.FULL


# --------------------------------------------------------------- what else it holds


@pytest.mark.req("REQ-88")
@pytest.mark.parametrize("id", [CHAIR, TEACHER, MOTHER, FATHER])
def test_each_copy_carries_the_notices_and_is_marked_to_its_recipient(id: ParticipantId) -> None:
    copy = copy_of(OVER, id)
    assert (
        copy.notices
        == NOTICES
        == (
            "confidential",
            "legal_adviser_only",
            "marked_to_recipient",
        )
    )
    assert (copy.recipient, copy.mark) == (id, NAMES[id])


def test_minutes_are_full_a_part_or_none() -> None:
    assert [copy_of(OVER, id).minutes for id in (CHAIR, MOTHER, OBSERVER)] == [
        Minutes.FULL,
        Minutes.PART,
        Minutes.NONE,
    ]
    assert copy_of(IN_SESSION, CHAIR).minutes is Minutes.NONE


LETTER = {
    Role.INDEPENDENT_CHAIR,
    Role.LEAD_SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.POLICE,
    Role.HEALTH,
    Role.EDUCATION,
    Role.AGENCY,
    Role.PARENT,
    Role.FAMILY,
    Role.CHILD,
    Role.CHILD_ADVOCATE,
}


@pytest.mark.parametrize("role", Role)
def test_the_decision_letter_goes_by_role(role: Role) -> None:
    assert copy_of(with_role(OVER, TEACHER, role), TEACHER).decision_letter is (role in LETTER)


def test_actions_are_those_not_withheld_from_the_reader() -> None:
    def actions(id: ParticipantId) -> list[UUID]:
        copy = build_copy(OVER.state, OVER.log, id, ACTIONS)
        return [each.action_id for each in copy.plan_actions]

    assert actions(MOTHER) == actions(CHAIR) == actions(MINUTE_TAKER) == [A1, A2, A3]
    assert actions(FATHER) == [A1, A3]
    assert actions(OBSERVER) == []


def test_a_copy_says_who_was_there_in_the_parts_that_it_holds() -> None:
    there = {each.participant_id for each in copy_of(OVER, TEACHER).people if each.attended}
    assert there == {CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEACHER, MOTHER, FATHER}


def test_with_no_minutes_approved_nothing_of_them_is_built() -> None:
    copy = build_copy(OVER.state, OVER.log, TEACHER, ACTIONS, most=Minutes.NONE)
    assert (copy.minutes, copy.sections, copy.people) == (Minutes.NONE, (), ())
    assert copy.decision_letter
    assert len(copy.plan_actions) == 3


def test_a_line_keeps_its_children_and_its_language() -> None:
    details = LineDetails(frozenset(), "cy", 0)
    story = given(IN_SESSION, APPLIED, say(OPENED, details=details), say(TOLD))
    assert [line.language for line in copy_of(story, MOTHER).lines] == ["cy", "en"]


@pytest.mark.req("REQ-84", partial="scenarios")
def test_equal_logs_have_copies_of_equal_bytes() -> None:
    again: tuple[Recorded, ...] = tuple(replace(each) for each in OVER.log)
    for id in ROLES:
        copy = build_copy(fold(UNBOOKED, again), again, id, ACTIONS)
        other = build_copy(OVER.state, OVER.log, id, ACTIONS)
        assert bytes_of(copy) == bytes_of(other)
        assert digest_of(copy) == digest_of(other)
    assert digest_of(copy_of(OVER, MOTHER)) != digest_of(copy_of(OVER, FATHER))
