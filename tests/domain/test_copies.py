"""Each person's copy is built up for them: what is not theirs leaves no trace in it."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

import pytest

from app.domain.copying.build import PlannedAction
from app.domain.copying.copy import Copy, bytes_of
from app.domain.errors import NotPermitted
from app.domain.events import Span
from app.domain.ids import LineId, ParticipantId
from app.domain.people import Role
from app.domain.record.commands import MAY_GET_A_COPY
from app.domain.record.events import CopyRuleSet, PartNamed
from tests.domain.agenda_steps import keep_out
from tests.domain.people import (
    CHAIR,
    CLOSED_PART,
    FATHER,
    KITCHEN,
    MINUTE_TAKER,
    MOTHER,
    OBSERVER,
    PLAN,
    ROLES,
    SCHOOL,
    SOCIAL_WORKER,
    STRANGER,
    TEACHER,
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
    close,
    copy_to,
    lines_of,
    name_part,
    say,
    withhold,
)
from tests.domain.scenario import EVERYBODY_WAITS, IN_SESSION, WITHOUT_HIM_THERE, Story, given
from tests.domain.steps import answer, begin, drop, exclude, readmit, sealed

ALL = [OPENED, TOLD, SECRET, HERS, DECIDED]
MORE = LineId(named(0x6_3000))
A1, A2, A3 = (UUID(int=n) for n in (1, 2, 3))
ACTIONS: list[PlannedAction] = [(A1, frozenset()), (A2, frozenset({FATHER})), (A3, frozenset())]


def traces(copy: Copy, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these ids stand anywhere in the bytes of the copy."""
    return {id for id in ids if str(id).encode() in bytes_of(copy)}


# --------------------------------------------------------------- who gets what, by default


def test_where_no_part_was_ever_opened_the_copies_are_empty() -> None:
    for story in (EVERYBODY_WAITS, given(EVERYBODY_WAITS, close())):
        assert [lines_of(story, id) for id in (CHAIR, MOTHER)] == [[], []]


@pytest.mark.req("REQ-84", partial="scenarios")
def test_by_default_everybody_gets_the_open_parts_that_were_for_them() -> None:
    got = {id: lines_of(OVER, id) for id in ROLES}
    assert got[CHAIR] == got[MINUTE_TAKER] == got[SOCIAL_WORKER] == got[TEACHER] == ALL
    assert got[MOTHER] == [OPENED, TOLD, HERS, DECIDED]
    assert got[FATHER] == got[UNCLE] == [OPENED, TOLD, DECIDED]
    assert got[OBSERVER] == []


def test_a_professional_gets_a_restricted_part_only_if_they_were_there() -> None:
    away = given(
        WITHOUT_HIM_THERE,
        APPLIED,
        say(OPENED),
        drop(SCHOOL),
        APPLIED,
        begin(CLOSED_PART),
        sealed(CLOSED_PART),
        APPLIED,
        say(SECRET),
    )
    assert lines_of(away, TEACHER) == [OPENED]
    assert lines_of(away, CHAIR) == [OPENED, SECRET]


def test_whoever_dropped_off_is_still_given_the_line() -> None:
    story = given(IN_SESSION, APPLIED, drop(KITCHEN), APPLIED, say(OPENED))
    assert lines_of(story, MOTHER) == [OPENED]


def test_a_childs_copy_and_a_lawyers_are_the_chairs_own_decision() -> None:
    for role in (Role.CHILD, Role.LEGAL_ADVISER, Role.CHILD_ADVOCATE):
        story = with_role(OVER, TEACHER, role)
        assert lines_of(story, TEACHER) == []
        added = with_role(given(OVER, copy_to(WELCOME, TEACHER)), TEACHER, role)
        assert lines_of(added, TEACHER) == [OPENED, TOLD]


def with_role(story: Story, id: ParticipantId, role: Role) -> Story:
    person = replace(story.state.participant(id), role=role)
    return replace(story, state=story.state.with_participant(person))


# --------------------------------------------------------------- what the chair has said


@pytest.mark.req("REQ-84", partial="scenarios")
def test_a_line_is_in_a_copy_by_the_rule_of_its_section_and_not_withheld() -> None:
    story = given(
        MINUTED,
        copy_to(WELCOME, CHAIR, MOTHER, FATHER),
        copy_to(PLAN, CHAIR, MOTHER),
        withhold(TOLD, FATHER),
    )
    assert lines_of(story, FATHER) == [OPENED]
    assert lines_of(story, MOTHER) == [OPENED, TOLD, HERS, DECIDED]
    assert DECIDED not in lines_of(story, SOCIAL_WORKER)


def test_a_rule_names_people_on_the_list_who_have_a_copy_of_their_own() -> None:
    MINUTED.when(copy_to(WELCOME, OBSERVER)).refuses(NotPermitted)
    assert MINUTED.when(copy_to(WELCOME, STRANGER)).refusal
    MINUTED.when(copy_to(WELCOME, MOTHER)).then(CopyRuleSet(WELCOME, frozenset({MOTHER})))
    assert {Role.OBSERVER, Role.SUPPORTER, Role.INTERPRETER, Role.SOLICITOR} & MAY_GET_A_COPY == (
        set()
    )


def test_a_role_without_a_copy_gets_none_whatever_a_rule_says() -> None:
    story = given(MINUTED, copy_to(WELCOME, TEACHER))
    assert lines_of(with_role(story, TEACHER, Role.SUPPORTER), TEACHER) == []


@pytest.mark.req("REQ-84", partial="scenarios")
def test_whoever_is_excluded_from_a_part_is_never_in_its_rule() -> None:
    named_first = MINUTED.when(name_part(MOTHER, CLOSED_PART)).then(PartNamed(MOTHER, CLOSED_PART))
    named_first.when(copy_to(CLOSED_PART, MOTHER)).refuses(NotPermitted)
    rule_first = given(MINUTED, copy_to(CLOSED_PART, MOTHER), name_part(MOTHER, CLOSED_PART))
    assert SECRET not in lines_of(rule_first, MOTHER)
    MINUTED.when(name_part(CHAIR, CLOSED_PART)).refuses(NotPermitted)


def test_an_exclusion_takes_the_lines_of_its_time_away_until_the_rule_is_set_again() -> None:
    ruled = given(WITHOUT_HIM_THERE, copy_to(WELCOME, CHAIR, FATHER), APPLIED, say(OPENED))
    out = given(ruled, keep_out(FATHER, span=Span.FROM_NOW_ON), say(TOLD))
    assert lines_of(out, FATHER) == [OPENED]
    back = given(out.later(2), answer(FATHER), readmit(FATHER), say(MORE))
    assert lines_of(back, FATHER) == [OPENED, MORE]
    assert lines_of(given(out, copy_to(WELCOME, FATHER)), FATHER) == [OPENED, TOLD]


def test_a_line_in_whose_middle_somebody_was_put_out_is_not_in_their_copy() -> None:
    story = given(WITHOUT_HIM_THERE, APPLIED).later(20)
    story = given(story, exclude(FATHER), say(TOLD, ago=10))
    assert lines_of(story, FATHER) == []
