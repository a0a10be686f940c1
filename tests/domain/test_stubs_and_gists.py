"""What somebody who was put out knows of the part: a stub in their copy, and a gist of it."""

import pytest

from app.domain.agenda.events import GistAgreed
from app.domain.copying.copy import HELD_WITHOUT_YOU, Copy, CopySection, bytes_of
from app.domain.errors import (
    NotPermitted,
    WrongStanding,
)
from app.domain.events import Span
from app.domain.ids import LineId
from tests.domain.agenda_steps import (
    GIST,
    agenda_of,
    gist,
    keep_out,
)
from tests.domain.people import (
    AUDIENCES,
    CLOSED_PART,
    FATHER,
    MINUTE_TAKER,
    MOTHER,
    OBSERVER,
    PLAN,
    TEACHER,
    WELCOME,
    named,
)
from tests.domain.record_steps import APPLIED, copy_of, lines_of, say
from tests.domain.scenario import (
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    given,
)
from tests.domain.steps import (
    answer,
    begin,
    readmit,
    sealed,
)

FIRST, SECOND, THIRD = (LineId(named(0x6_4000 + n)) for n in range(3))
OUT_OF_CLOSED = given(WITHOUT_HIM_THERE, keep_out(FATHER, CLOSED_PART))
CLOSED = given(OUT_OF_CLOSED, begin(CLOSED_PART), sealed(CLOSED_PART))


# ---------------------------------------------------------------- what they know of it


def in_stub(story: Story) -> list[CopySection]:
    return [s for s in copy_of(story, FATHER).sections if s.code == HELD_WITHOUT_YOU]


HEARD = given(WITHOUT_HIM_THERE, APPLIED, say(FIRST))
AFTERWARDS = given(
    HEARD,
    keep_out(FATHER, CLOSED_PART),
    begin(CLOSED_PART),
    sealed(CLOSED_PART),
    APPLIED,
    say(SECOND),
    begin(PLAN),
    APPLIED,
    say(THIRD),
)


def test_a_part_that_an_exclusion_names_is_a_stub_in_the_persons_copy() -> None:
    assert lines_of(AFTERWARDS, FATHER) == [FIRST, THIRD]
    assert len(in_stub(AFTERWARDS)) == 1


def test_of_the_part_that_was_open_they_get_nothing() -> None:
    """Sections they were not excluded from, says e.3: not the piece before it."""
    story = given(HEARD, keep_out(FATHER), begin(PLAN), APPLIED, say(SECOND))
    assert lines_of(story, FATHER) == [SECOND]
    assert len(in_stub(story)) == 1


@pytest.mark.parametrize("span", [Span.FROM_NOW_ON, Span.WHOLE])
def test_of_a_longer_one_they_know_the_next_part_and_no_further(span: Span) -> None:
    out = given(HEARD, keep_out(FATHER, span=span), begin(CLOSED_PART), sealed(CLOSED_PART))
    on = given(out, APPLIED, say(SECOND), begin(PLAN), APPLIED, say(THIRD))
    assert on.state.record.named_parts == {(FATHER, CLOSED_PART)}
    assert lines_of(on, FATHER) == [FIRST]
    assert len(in_stub(on)) == 1


def test_whoever_was_brought_back_before_the_next_part_knows_of_none() -> None:
    out = given(HEARD, keep_out(FATHER, span=Span.FROM_NOW_ON))
    on = given(out, answer(FATHER), readmit(FATHER), begin(PLAN))
    assert on.state.record.named_parts == frozenset()


def test_the_minute_taker_is_never_kept_from_a_part_of_the_record() -> None:
    for span in Span:
        out = given(WITHOUT_HIM_THERE, keep_out(MINUTE_TAKER, span=span), begin(PLAN))
        assert out.state.record.named_parts == frozenset()


# ---------------------------------------------------------------- the gist


APART = given(
    WITHOUT_HIM_THERE,
    APPLIED,
    say(FIRST),
    keep_out(MOTHER, CLOSED_PART),
    begin(CLOSED_PART),
    sealed(CLOSED_PART),
    APPLIED,
    say(SECOND),
)
"""The mother is kept apart from the uncle, and out of a part."""


@pytest.mark.req("REQ-69", partial="scenarios")
def test_a_gist_stands_under_the_stub_of_its_part_in_its_readers_copy_alone() -> None:
    agreed = APART.when(gist(CLOSED_PART, MOTHER)).then(GistAgreed(CLOSED_PART, MOTHER, GIST))
    [stub] = [s for s in copy_of(agreed, MOTHER).sections if s.code == HELD_WITHOUT_YOU]
    assert (stub.gist, stub.heading, stub.lines) == (GIST, None, ())
    for id in set(AUDIENCES[WELCOME]) - {MOTHER}:
        assert str(GIST.id).encode() not in bytes_of(copy_of(agreed, id))


def test_somebody_else_who_knows_of_the_part_has_a_stub_without_the_gist() -> None:
    both = given(APART, keep_out(FATHER, CLOSED_PART), gist(CLOSED_PART, MOTHER))
    [stub] = in_stub(both)
    assert stub.gist is None


def test_a_copy_without_a_gist_has_the_bytes_that_it_always_had() -> None:
    copy: Copy = copy_of(APART, MOTHER)
    assert b"gist" not in bytes_of(copy)


def test_without_a_stub_there_is_no_gist_either() -> None:
    unknown = given(WITHOUT_HIM_THERE, APPLIED, say(FIRST), gist(CLOSED_PART, FATHER))
    on = given(unknown, begin(CLOSED_PART), sealed(CLOSED_PART), APPLIED, say(SECOND))
    assert str(GIST.id).encode() not in bytes_of(copy_of(on, FATHER))


@pytest.mark.req("REQ-69", partial="scenarios")
def test_the_panel_asks_for_the_gist_of_a_part_held_without_somebody_kept_apart() -> None:
    assert agenda_of(APART).gists_owed == ((MOTHER, CLOSED_PART),)
    assert agenda_of(given(APART, gist(CLOSED_PART, MOTHER))).gists_owed == ()
    assert agenda_of(CLOSED).gists_owed == ()


def test_a_gist_is_for_somebody_who_has_a_copy_and_was_not_in_the_part() -> None:
    IN_SESSION.when(gist(WELCOME, MOTHER)).refuses(WrongStanding)
    IN_SESSION.when(gist(CLOSED_PART, OBSERVER)).refuses(NotPermitted)
    IN_SESSION.when(gist(CLOSED_PART, MOTHER), by=TEACHER).refuses(NotPermitted)
