"""For which part somebody is put out, until when, and how they are still heard."""

from dataclasses import replace

import pytest

from app.domain.agenda.commands import NoteViews
from app.domain.agenda.events import ParticipantWarned, ViewsNoted
from app.domain.chairing.closing import Owed, Owing
from app.domain.commands import ExcludeParticipant
from app.domain.errors import (
    AnswersNeeded,
    Incomplete,
    NotInAudience,
    NotOffered,
    NotPermitted,
    StillOwed,
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
    VIEWS,
    agenda_of,
    keep_out,
    note_views,
    warn,
)
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    FATHER,
    FLAT,
    MINUTE_TAKER,
    MOTHER,
    MOTHERS_VIEWS,
    PLAN,
    REASON,
    SOCIAL_WORKER,
    TEACHER,
    WELCOME,
    named,
)
from tests.domain.record_steps import close
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
def test_whoever_may_come_back_has_answered_since_and_is_let_in_by_the_chair_alone() -> None:
    over = given(CLOSED, begin(PLAN))
    assert over.view(FLAT).screen == WaitingView(None, answers_needed=True)
    over.when(admit(FATHER)).refuses(AnswersNeeded)
    over.when(readmit(FATHER)).refuses(WrongStanding)
    assert status(given(CLOSED, answer(FATHER), begin(PLAN), admit(FATHER)))[0] == "admitted"
    again = given(over, answer(FATHER))
    assert status(given(again, answer(MOTHER), bring_back())) == ("waiting", True)
    assert status(given(again, admit(FATHER))) == ("admitted", False)


def test_a_room_stays_dark_until_everybody_in_it_is_let_in() -> None:
    """Both are in the room when the next part opens: the host has stated him again."""
    gone = given(IN_SESSION, keep_out(FATHER, CLOSED_PART), restate(CIVIC_CENTRE, SOCIAL_WORKER))
    closed = given(gone, begin(CLOSED_PART), sealed(CLOSED_PART))
    back = given(closed, restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER), begin(PLAN))
    assert (standing_of(back, FATHER), is_dark(back, CIVIC_CENTRE)) == ("waiting", True)
    assert not is_dark(given(back, admit(FATHER, CIVIC_CENTRE)), CIVIC_CENTRE)


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


# ---------------------------------------------------------------- their views


@pytest.mark.req("REQ-24")
def test_an_exclusion_is_not_saved_without_a_route_for_views() -> None:
    without = replace(COMPLETE, views_route=None)
    IN_SESSION.when((without, CHAIR)).refuses(Incomplete)


@pytest.mark.req("REQ-24")
def test_the_step_is_not_closed_without_views_or_that_none_were_given() -> None:
    out = given(IN_SESSION, exclude(FATHER))
    assert agenda_of(out).views_owed == (FATHER,)
    out.when(close()).refuses(StillOwed)
    assert agenda_of(out).owed_to_close == (Owed(Owing.VIEWS, FATHER),)
    out.when((NoteViews(FATHER, None, none_given=False), CHAIR)).refuses(Incomplete)
    out.when((NoteViews(FATHER, VIEWS, none_given=True), CHAIR)).refuses(Incomplete)
    for text in (VIEWS, None):
        noted = out.when(note_views(FATHER, text)).then(ViewsNoted(FATHER, text))
        assert agenda_of(noted).views_owed == agenda_of(noted).owed_to_close == ()
        noted.when(close()).then(ConferenceClosed())


def test_views_are_noted_at_any_time_and_owed_by_the_family_who_is_out() -> None:
    early = given(BOOKED, note_views(FATHER))
    assert early.state.agenda.views == {FATHER: VIEWS}
    for id in (TEACHER, MINUTE_TAKER):
        assert agenda_of(given(IN_SESSION, exclude(id))).views_owed == ()
    assert agenda_of(given(CLOSED, begin(PLAN))).views_owed == ()
