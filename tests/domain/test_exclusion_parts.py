"""For which part somebody is put out, until when, and what they know of it afterwards."""

from dataclasses import replace

import pytest

from app.domain.agenda.commands import NoteViews
from app.domain.agenda.events import GistAgreed, ParticipantWarned, ViewsNoted
from app.domain.commands import ExcludeParticipant
from app.domain.copying.copy import HELD_WITHOUT_YOU, Copy, CopySection, bytes_of
from app.domain.errors import (
    AnswersNeeded,
    Incomplete,
    NotInAudience,
    NotOffered,
    NotPermitted,
    UnknownSection,
    WrongPhase,
    WrongStanding,
)
from app.domain.events import ConferenceClosed, ParticipantExcluded, Span, Told, ViewsRoute
from app.domain.exclusion import Ground
from app.domain.ids import LineId, SectionId
from app.domain.record.events import PartNamed
from app.domain.views import WaitingView
from tests.domain.agenda_steps import (
    COMPLETE,
    GIST,
    VIEWS,
    agenda_of,
    gist,
    keep_out,
    note_views,
    warn,
)
from tests.domain.people import (
    AUDIENCES,
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    FATHER,
    FLAT,
    MINUTE_TAKER,
    MOTHER,
    MOTHERS_VIEWS,
    OBSERVER,
    PLAN,
    REASON,
    SOCIAL_WORKER,
    TEACHER,
    WELCOME,
    named,
)
from tests.domain.record_steps import APPLIED, close, copy_of, lines_of, say
from tests.domain.scenario import (
    BOOKED,
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    given,
    is_dark,
    standing_of,
)
from tests.domain.steps import (
    admit,
    answer,
    begin,
    bring_back,
    exclude,
    open_conference,
    readmit,
    restate,
    sealed,
)

FIRST, SECOND, THIRD = (LineId(named(0x6_4000 + n)) for n in range(3))
OUT_OF_CLOSED = given(WITHOUT_HIM_THERE, keep_out(FATHER, CLOSED_PART))
CLOSED = given(OUT_OF_CLOSED, begin(CLOSED_PART), sealed(CLOSED_PART))


def status(story: Story) -> tuple[str, bool]:
    return standing_of(story, FATHER), is_dark(story, FLAT)


# ---------------------------------------------------------------- what is asked for


@pytest.mark.req("REQ-66")
@pytest.mark.parametrize("field", ["ground", "reason", "told", "views_route", "span"])
def test_an_exclusion_without_any_of_its_five_fields_is_refused(field: str) -> None:
    without: ExcludeParticipant = replace(COMPLETE, **{field: None})
    refused = IN_SESSION.when((without, CHAIR)).refuses(Incomplete)
    assert standing_of(refused, FATHER) == "admitted"
    assert IN_SESSION.when((COMPLETE, CHAIR)).refusal is None


@pytest.mark.req("REQ-66")
def test_the_panel_shows_since_when_and_for_what_somebody_is_out() -> None:
    [out] = agenda_of(OUT_OF_CLOSED).excluded
    assert (out.participant_id, out.span, out.section_id) == (
        FATHER,
        Span.THIS_PART,
        CLOSED_PART,
    )
    assert out.since == OUT_OF_CLOSED.log[-1].at
    assert agenda_of(OUT_OF_CLOSED.later(900)).excluded == (out,)
    back = given(OUT_OF_CLOSED, answer(FATHER), readmit(FATHER))
    assert agenda_of(back).excluded == ()


def test_an_exclusion_names_a_part_only_where_it_is_for_one() -> None:
    IN_SESSION.when(keep_out(FATHER, PLAN, Span.WHOLE)).refuses(NotOffered)
    IN_SESSION.when(keep_out(FATHER, PLAN, Span.FROM_NOW_ON)).refuses(NotOffered)
    IN_SESSION.when(keep_out(FATHER, SectionId(named(1)))).refuses(UnknownSection)


@pytest.mark.req("REQ-67", partial="scenarios")
def test_the_chair_warns_and_then_excludes() -> None:
    warned = IN_SESSION.when(warn(FATHER)).then(ParticipantWarned(FATHER))
    assert agenda_of(warned).warned == ((FATHER, warned.log[-1].at),)
    out = warned.when(exclude(FATHER))
    assert isinstance(out.happened[0], ParticipantExcluded)
    assert is_dark(out, CIVIC_CENTRE)
    out.when(warn(FATHER)).refuses(WrongStanding)
    IN_SESSION.when(warn(CHAIR)).refuses(NotPermitted)
    EVERYBODY_WAITS.when(warn(FATHER)).refuses(WrongPhase)


# ---------------------------------------------------------------- when it ends


@pytest.mark.req("REQ-66")
def test_whoever_is_kept_out_of_a_part_to_come_goes_at_once() -> None:
    OUT_OF_CLOSED.then(
        ParticipantExcluded(
            FATHER,
            Ground.CRIMINAL_INVESTIGATION,
            REASON,
            Told.IN_PERSON,
            ViewsRoute.SOCIAL_WORKER,
            Span.THIS_PART,
            None,
            CLOSED_PART,
        ),
        PartNamed(FATHER, CLOSED_PART),
    )
    assert status(OUT_OF_CLOSED) == ("excluded", True)


@pytest.mark.req("REQ-66")
def test_it_lasts_until_another_part_opens_after_that_one() -> None:
    elsewhere = given(OUT_OF_CLOSED, begin(MOTHERS_VIEWS))
    assert status(elsewhere) == ("excluded", True)
    assert status(CLOSED) == ("excluded", True)
    over = given(CLOSED, begin(PLAN))
    assert status(over) == ("waiting", True)


def test_of_the_part_that_is_open_it_ends_with_the_next() -> None:
    out = given(WITHOUT_HIM_THERE, keep_out(FATHER))
    assert status(given(out, begin(WELCOME))) == ("excluded", True)
    assert status(given(out, begin(PLAN))) == ("waiting", True)


def test_before_the_opening_it_is_for_the_first_part() -> None:
    out = given(EVERYBODY_WAITS, keep_out(MOTHER), open_conference())
    assert standing_of(out, MOTHER) == "excluded"
    gone = given(out, restate(CIVIC_CENTRE, SOCIAL_WORKER), begin(PLAN))
    assert standing_of(gone, MOTHER) == "waiting"


def test_while_a_part_is_being_sealed_it_is_for_that_part() -> None:
    out = given(WITHOUT_HIM_THERE, begin(CLOSED_PART), keep_out(FATHER), sealed(CLOSED_PART))
    assert out.state.record.named_parts == {(FATHER, CLOSED_PART)}
    assert status(out) == ("excluded", True)
    assert status(given(out, begin(PLAN))) == ("waiting", True)


@pytest.mark.parametrize("span", [Span.FROM_NOW_ON, Span.WHOLE])
def test_a_longer_one_never_ends_by_itself(span: Span) -> None:
    out = given(WITHOUT_HIM_THERE, keep_out(FATHER, span=span))
    story = given(out, begin(PLAN), begin(CLOSED_PART), sealed(CLOSED_PART), begin(WELCOME))
    assert status(story) == ("excluded", True)


@pytest.mark.req("REQ-66")
def test_whoever_may_come_back_is_asked_anew_and_let_in_by_the_chair_alone() -> None:
    answered = given(CLOSED, answer(FATHER))
    over = given(answered, begin(PLAN))
    assert over.view(FLAT).screen == WaitingView(None, answers_needed=True)
    over.when(admit(FATHER)).refuses(AnswersNeeded)
    over.when(readmit(FATHER)).refuses(WrongStanding)
    again = given(over, answer(FATHER))
    assert status(given(again, answer(MOTHER), bring_back())) == ("waiting", True)
    assert status(given(again, admit(FATHER))) == ("admitted", False)


def test_a_room_stays_dark_until_everybody_in_it_is_let_in() -> None:
    """Both are in the room when the next part opens: the host has stated him again."""
    gone = given(IN_SESSION, keep_out(FATHER, CLOSED_PART), restate(CIVIC_CENTRE, SOCIAL_WORKER))
    closed = given(gone, begin(CLOSED_PART), sealed(CLOSED_PART))
    back = given(closed, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER), begin(PLAN))
    assert (standing_of(back, FATHER), is_dark(back, CIVIC_CENTRE)) == ("waiting", True)
    back.when(admit(FATHER, CIVIC_CENTRE)).refuses(AnswersNeeded)
    stated = given(back, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER))
    assert is_dark(stated, CIVIC_CENTRE)
    assert not is_dark(given(stated, admit(FATHER, CIVIC_CENTRE)), CIVIC_CENTRE)


def test_several_go_before_a_part_some_of_them_from_a_room() -> None:
    both = given(IN_SESSION, keep_out(FATHER, CLOSED_PART), keep_out(MOTHER, CLOSED_PART))
    both.when(begin(CLOSED_PART)).refuses(NotInAudience)
    ready = given(both, restate(CIVIC_CENTRE, SOCIAL_WORKER))
    over = given(ready, begin(CLOSED_PART), sealed(CLOSED_PART), begin(PLAN))
    assert {standing_of(over, id) for id in (MOTHER, FATHER)} == {"waiting"}
    assert over.state.record.named_parts == {(MOTHER, CLOSED_PART), (FATHER, CLOSED_PART)}


def test_whoever_was_brought_back_and_put_out_anew_is_out_for_the_new_part() -> None:
    back = given(OUT_OF_CLOSED, answer(FATHER), readmit(FATHER))
    assert status(given(back, begin(CLOSED_PART), sealed(CLOSED_PART))) == ("waiting", True)
    anew = given(back, keep_out(FATHER, PLAN), begin(CLOSED_PART), sealed(CLOSED_PART))
    assert status(given(anew, begin(MOTHERS_VIEWS))) == ("excluded", True)


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


# ---------------------------------------------------------------- their views


@pytest.mark.req("REQ-24")
def test_an_exclusion_is_not_saved_without_a_route_for_views() -> None:
    without = replace(COMPLETE, views_route=None)
    IN_SESSION.when((without, CHAIR)).refuses(Incomplete)


@pytest.mark.req("REQ-24")
def test_the_step_is_not_closed_without_views_or_that_none_were_given() -> None:
    out = given(IN_SESSION, exclude(FATHER))
    assert agenda_of(out).views_owed == (FATHER,)
    out.when(close()).refuses(Incomplete)
    out.when((NoteViews(FATHER, None, none_given=False), CHAIR)).refuses(Incomplete)
    out.when((NoteViews(FATHER, VIEWS, none_given=True), CHAIR)).refuses(Incomplete)
    for text in (VIEWS, None):
        noted = out.when(note_views(FATHER, text)).then(ViewsNoted(FATHER, text))
        assert agenda_of(noted).views_owed == ()
        noted.when(close()).then(ConferenceClosed())


def test_views_are_noted_at_any_time_and_owed_by_the_family_who_is_out() -> None:
    early = given(BOOKED, note_views(FATHER))
    assert early.state.agenda.views == {FATHER: VIEWS}
    for id in (TEACHER, MINUTE_TAKER):
        assert agenda_of(given(IN_SESSION, exclude(id))).views_owed == ()
    assert agenda_of(given(CLOSED, begin(PLAN))).views_owed == ()


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
