"""Who was able to hear a line, beside who was meant to: apart from who gets it in a copy."""

from dataclasses import replace

import pytest

from app.domain.entitlement import HeardLine, hearing_ledger
from app.domain.events import LineWritten
from app.domain.hearing import Span, merged
from app.domain.ids import SECOND, Micros
from app.domain.record.words import LineDetails
from tests.domain.people import (
    CHAIR,
    CLOSED_PART,
    FATHER,
    KITCHEN,
    MINUTE_TAKER,
    MOTHER,
    OBSERVER,
    SOCIAL_WORKER,
    TEACHER,
    UNCLE,
    WELCOME,
)
from tests.domain.record_steps import APPLIED, OPENED, SECRET, lines_of, say, withhold
from tests.domain.scenario import IN_SESSION, WITHOUT_HIM_THERE, Story, given
from tests.domain.steps import begin, drop, exclude, sealed

INSIDE = frozenset({CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEACHER, MOTHER, FATHER})
ABSENT = frozenset({OBSERVER, UNCLE})


def row(story: Story) -> HeardLine:
    return hearing_ledger(story.log)[-1]


@pytest.mark.req("REQ-90", partial="scenarios")
def test_whoever_was_meant_to_hear_and_did_not_is_named_as_having_missed_it() -> None:
    story = given(given(IN_SESSION, APPLIED).later(10), drop(KITCHEN), say(OPENED))
    found = row(story)
    assert found.heard == INSIDE - {MOTHER}
    assert found.entitled_but_missed == ABSENT | {MOTHER}
    assert found.heard_without_entitlement == frozenset()
    assert (found.section_id, found.speaker) == (WELCOME, SOCIAL_WORKER)


@pytest.mark.req("REQ-90", partial="scenarios")
def test_whoever_missed_a_part_is_entitled_and_in_part_at_once() -> None:
    story = given(given(WITHOUT_HIM_THERE, APPLIED).later(10), exclude(FATHER))
    found = row(given(story, say(OPENED, ago=5)))
    assert found.heard_in_part == {FATHER}
    assert found.entitled_but_missed == ABSENT | {FATHER}


def test_nobody_outside_the_audience_is_entitled() -> None:
    closed = given(WITHOUT_HIM_THERE, begin(CLOSED_PART), sealed(CLOSED_PART), APPLIED)
    found = row(given(closed.later(5), say(SECRET)))
    assert found.heard == {CHAIR, MINUTE_TAKER, SOCIAL_WORKER, TEACHER}
    assert found.entitled_but_missed == found.heard_without_entitlement == frozenset()


def test_whoever_heard_what_was_not_for_them_is_named() -> None:
    """As a leak would show: the line belongs to a part that was not for everybody inside."""
    story = given(given(IN_SESSION, APPLIED).later(10), say(OPENED))
    *before, line = story.log
    assert isinstance(line.event, LineWritten)
    leaked = replace(line, event=replace(line.event, section_id=CLOSED_PART))
    found = row(replace(story, log=(*before, leaked)))
    assert found.heard_without_entitlement == {MOTHER, FATHER}
    assert found.entitled_but_missed == frozenset()


@pytest.mark.req("REQ-90", partial="scenarios")
def test_it_says_from_when_to_when_within_the_line() -> None:
    story = given(given(WITHOUT_HIM_THERE, APPLIED).later(10), exclude(FATHER)).later(3)
    story = given(story, say(OPENED, ago=7))
    found = row(story)
    spans = {span.participant_id: (span.begins_at, span.ends_at) for span in found.spans}
    assert spans[MOTHER] == (found.begins_at, found.ends_at)
    assert spans[FATHER] == (found.begins_at, story.log[-2].at)
    assert set(spans) == INSIDE


def test_a_line_lasts_until_its_writer_says() -> None:
    details = LineDetails(frozenset(), "en", until_seconds_ago=5)
    story = given(WITHOUT_HIM_THERE, APPLIED).later(10)
    over = given(story, exclude(FATHER)).later(3)
    found = row(given(over, say(OPENED, ago=12, details=details)))
    assert FATHER in found.heard
    assert found.ends_at - found.begins_at == 7 * SECOND


@pytest.mark.req("REQ-90", partial="scenarios")
def test_hearing_a_line_and_getting_it_are_two_things() -> None:
    story = given(given(IN_SESSION, APPLIED).later(5), say(OPENED), withhold(OPENED, FATHER))
    assert FATHER in row(story).heard
    assert OPENED not in lines_of(story, FATHER)


def test_where_one_stretch_ends_as_the_next_begins_nothing_was_missed() -> None:
    def span(begins: int, ends: int) -> Span:
        return Span(MOTHER, Micros(begins), Micros(ends))

    assert merged([span(5, 9), span(0, 5), span(10, 12)]) == [span(0, 9), span(10, 12)]


def test_an_empty_log_has_no_lines() -> None:
    assert hearing_ledger([]) == []
