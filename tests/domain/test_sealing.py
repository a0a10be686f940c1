"""A narrower section opens only after everybody who may not hear it is out."""

from dataclasses import replace

import pytest

from app.domain.commands import (
    BeginSection,
    BookConference,
    Close,
    ConfirmSealed,
    OpenLobby,
)
from app.domain.errors import (
    AnswersNeeded,
    ChairAway,
    NotInAudience,
    NotPermitted,
    StaleCommand,
    UnknownSection,
    WrongPhase,
)
from app.domain.events import ConferencePaused, SealBegun, SectionOpened
from app.domain.ids import SectionId
from app.domain.routing import media_plan
from app.domain.views import InsideView, WaitingView
from tests.domain.people import (
    BOOKING,
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    DESK,
    FAMILY_TALK,
    FATHER,
    FLAT,
    KITCHEN,
    LINE,
    MINUTE_TAKER,
    MOTHER,
    MOTHERS_VIEWS,
    OFFICE,
    OFFICE_STAFF,
    PLAN,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
    TITLES,
    WELCOME,
)
from tests.domain.scenario import (
    EVERYBODY_WAITS,
    IN_SESSION,
    WITHOUT_HIM_THERE,
    Story,
    as_seen,
    given,
    is_dark,
    standing_of,
)
from tests.domain.steps import (
    admit,
    answer,
    ask,
    begin,
    bring_back,
    drop,
    exclude,
    hold,
    join,
    open_conference,
    pause,
    restart,
    restate,
    resume,
    sealed,
    write,
)

SEALING = given(WITHOUT_HIM_THERE, begin(CLOSED_PART))
CLOSED = given(SEALING, sealed(CLOSED_PART))


def test_a_section_for_all_who_are_inside_opens_at_once() -> None:
    given(IN_SESSION).when(begin(PLAN)).then(SectionOpened(PLAN))


def test_a_section_that_is_not_for_all_is_sealed_first() -> None:
    given(WITHOUT_HIM_THERE).when(begin(MOTHERS_VIEWS)).then(SealBegun(MOTHERS_VIEWS))


def test_a_restricted_section_is_always_sealed_first() -> None:
    alone = given(IN_SESSION, drop(KITCHEN, CIVIC_CENTRE))
    alone.when(begin(CLOSED_PART)).then(SealBegun(CLOSED_PART))


def test_nothing_flows_while_it_is_being_sealed() -> None:
    assert media_plan(SEALING.state) == frozenset()


@pytest.mark.req("REQ-44")
def test_it_opens_only_when_the_service_has_cut_everybody() -> None:
    assert SEALING.state.section_id == WELCOME
    opened = SEALING.when(sealed(CLOSED_PART)).then(SectionOpened(CLOSED_PART))
    assert not is_dark(opened, SCHOOL)


def test_nobody_but_the_service_confirms_a_seal() -> None:
    SEALING.when((ConfirmSealed(CLOSED_PART), CHAIR)).refuses(NotPermitted)


def test_a_seal_is_confirmed_for_its_own_section_and_once() -> None:
    SEALING.when(sealed(PLAN)).refuses(WrongPhase)
    CLOSED.when(sealed(CLOSED_PART)).refuses(WrongPhase)


def test_whoever_may_not_hear_it_waits_outside() -> None:
    for leg in (KITCHEN, FLAT):
        assert is_dark(CLOSED, leg)
        assert isinstance(CLOSED.view(leg).screen, WaitingView)
    assert standing_of(CLOSED, MOTHER) == "waiting"


def test_whoever_was_sealed_out_answers_anew_and_comes_back_by_one_tap() -> None:
    over = given(CLOSED, begin(PLAN))
    assert is_dark(over.and_then(bring_back()), KITCHEN)
    assert not is_dark(over.and_then(answer(MOTHER), bring_back()), KITCHEN)


def test_nobody_is_sealed_out_of_the_room_they_sit_in() -> None:
    given(IN_SESSION).when(begin(CLOSED_PART)).refuses(NotInAudience)
    left = given(IN_SESSION, restate(CIVIC_CENTRE, SOCIAL_WORKER))
    left.when(begin(CLOSED_PART)).then(SealBegun(CLOSED_PART))


@pytest.mark.req("REQ-45")
def test_a_closed_part_is_refused_while_an_excluded_person_is_on_the_list_of_a_room() -> None:
    out = given(IN_SESSION, exclude(FATHER))
    out.when(begin(CLOSED_PART)).refuses(NotInAudience)
    gone = out.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER))
    gone.when(begin(CLOSED_PART)).then(SealBegun(CLOSED_PART))


def test_a_room_whose_host_does_not_answer_is_held_and_the_part_closed_without_it() -> None:
    story = given(IN_SESSION, hold(CIVIC_CENTRE), begin(CLOSED_PART), sealed(CLOSED_PART))
    assert is_dark(story, CIVIC_CENTRE)
    assert standing_of(story, SOCIAL_WORKER) == "waiting"


@pytest.mark.req("REQ-39")
def test_a_room_that_stays_is_stated_shortly_before_a_closed_part() -> None:
    later = WITHOUT_HIM_THERE.later(11 * 60)
    later.when(begin(CLOSED_PART)).refuses(AnswersNeeded)
    asked = (answer(id) for id in (CHAIR, MINUTE_TAKER, TEACHER))
    almost = later.and_then(*asked)
    almost.when(begin(CLOSED_PART)).refuses(AnswersNeeded)
    stated = almost.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER))
    stated.when(begin(CLOSED_PART)).then(SealBegun(CLOSED_PART))


def test_stale_answers_of_those_who_leave_do_not_matter() -> None:
    asked = WITHOUT_HIM_THERE.and_then(ask(KITCHEN), ask(FLAT))
    asked.when(begin(CLOSED_PART)).then(SealBegun(CLOSED_PART))


def test_whoever_was_asked_again_answers_before_the_seal() -> None:
    WITHOUT_HIM_THERE.and_then(ask(SCHOOL)).when(begin(CLOSED_PART)).refuses(AnswersNeeded)


@pytest.mark.req("REQ-39")
def test_any_seal_refuses_answers_that_are_stale() -> None:
    later = WITHOUT_HIM_THERE.later(46 * 60)
    later.when(begin(MOTHERS_VIEWS)).refuses(AnswersNeeded)


def test_the_chair_is_in_every_section() -> None:
    sections = tuple(
        replace(section, audience=section.audience - {CHAIR}) if n else section
        for n, section in enumerate(BOOKING.sections)
    )
    booked = given(Story(), (BookConference(replace(BOOKING, sections=sections)), OFFICE_STAFF))
    lobby = given(booked, (OpenLobby(), OFFICE_STAFF), join(CHAIR), answer(CHAIR))
    lobby.and_then(open_conference()).when(begin(PLAN)).refuses(NotInAudience)


def test_a_section_is_in_the_running_order() -> None:
    given(IN_SESSION).when(begin(SectionId(KITCHEN))).refuses(UnknownSection)


def test_no_section_begins_while_the_chair_is_away_or_the_conference_rests() -> None:
    given(IN_SESSION, drop(OFFICE)).when(begin(PLAN)).refuses(WrongPhase, ChairAway)
    given(IN_SESSION, pause()).when(begin(PLAN)).refuses(WrongPhase)
    given(EVERYBODY_WAITS).when(begin(PLAN)).refuses(WrongPhase)
    SEALING.when(begin(PLAN)).refuses(WrongPhase)


def test_a_section_begun_on_an_older_view_is_refused() -> None:
    between = given(IN_SESSION, pause(), answer(MOTHER), restate(CIVIC_CENTRE, SOCIAL_WORKER))
    after = between.and_then(resume())
    after.when(as_seen(IN_SESSION, begin(PLAN))).refuses(StaleCommand)


def test_only_the_chair_begins_a_section() -> None:
    step = BeginSection(PLAN, IN_SESSION.state.version)
    for id in (MINUTE_TAKER, TEACHER, MOTHER):
        given(IN_SESSION).when((step, id)).refuses(NotPermitted)


def test_the_title_of_a_closed_part_is_shown_to_its_audience_alone() -> None:
    """The mother is let in for the next part while the closed one is still the current."""
    next_part = given(CLOSED, begin(FAMILY_TALK), answer(MOTHER), admit(MOTHER))
    assert next_part.state.section_id == CLOSED_PART
    staff, mother = next_part.view(DESK).screen, next_part.view(KITCHEN).screen
    assert isinstance(staff, InsideView)
    assert isinstance(mother, InsideView)
    assert (staff.section, mother.section) == (TITLES[CLOSED_PART], None)
    opened = next_part.and_then(sealed(FAMILY_TALK)).view(KITCHEN).screen
    assert isinstance(opened, InsideView)
    assert opened.section == TITLES[FAMILY_TALK]


def test_a_seal_can_be_paused_and_the_conference_ended_in_it() -> None:
    assert media_plan(SEALING.and_then(pause()).state) == frozenset()
    assert SEALING.and_then((Close(), CHAIR)).state.phase == "closed"


def test_a_paused_seal_goes_on_where_it_was() -> None:
    paused = SEALING.and_then(pause())
    paused.when(sealed(CLOSED_PART)).refuses(WrongPhase)
    on = paused.and_then(resume())
    assert on.state.phase == "sealing"
    assert on.and_then(sealed(CLOSED_PART)).state.section_id == CLOSED_PART


def test_a_paused_seal_asks_for_the_answers_of_the_seal() -> None:
    SEALING.and_then(pause()).later(11 * 60).when(resume()).refuses(AnswersNeeded)


def test_a_chair_lost_while_sealing_pauses_the_seal() -> None:
    lost = SEALING.when(drop(OFFICE))
    assert lost.happened[-1] == ConferencePaused("chair_lost")
    back = lost.and_then(join(CHAIR), answer(CHAIR), bring_back())
    assert back.state.phase == "sealing"
    assert media_plan(back.state) == frozenset()


def test_a_restart_while_sealing_brings_back_only_who_may_hear_the_next_section() -> None:
    down = SEALING.and_then(restart())
    everybody = (CHAIR, TEACHER, MOTHER, FATHER)
    back = down.and_then(*(join(id) for id in everybody), *(answer(id) for id in everybody))
    after = back.and_then(bring_back())
    assert after.state.phase == "sealing"
    opened = after.and_then(sealed(CLOSED_PART))
    assert not is_dark(opened, SCHOOL)
    assert is_dark(opened, KITCHEN)
    assert is_dark(opened, FLAT)


def test_lines_written_while_sealing_belong_to_the_section_before() -> None:
    story = SEALING.and_then(write())
    assert story.state.line(LINE).section_id == WELCOME


def test_somebody_let_in_while_sealing_hears_only_the_next_section() -> None:
    away = given(WITHOUT_HIM_THERE, drop(SCHOOL), begin(CLOSED_PART), join(TEACHER))
    inside = away.and_then(answer(TEACHER), admit(TEACHER))
    assert is_dark(inside, SCHOOL)
    assert not is_dark(inside.and_then(sealed(CLOSED_PART)), SCHOOL)


def test_a_narrower_section_is_sealed_even_if_all_whom_it_leaves_out_are_gone() -> None:
    alone = given(IN_SESSION, drop(KITCHEN, CIVIC_CENTRE))
    alone.when(begin(MOTHERS_VIEWS)).then(SealBegun(MOTHERS_VIEWS))
