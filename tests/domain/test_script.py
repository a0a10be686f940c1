"""The opening script: eleven steps in order before any information, and the short form."""

from dataclasses import replace

import pytest

from app.domain.agenda.codes import SCRIPT, ScriptStep
from app.domain.agenda.events import AgendaPrepared, ParticipantAnnounced, ScriptStepNoted
from app.domain.booked import PlannedSection
from app.domain.commands import BookConference, OpenLobby
from app.domain.errors import (
    AnswersNeeded,
    IdentityNeeded,
    Incomplete,
    NotPermitted,
    ScriptOpen,
    WrongPhase,
    WrongStanding,
)
from app.domain.events import SectionOpened
from app.domain.people import Answers
from tests.domain.agenda_steps import agenda_of, announce, prepare, tick, whole_script
from tests.domain.people import (
    BOOKING,
    CHAIR,
    CIVIC_CENTRE,
    CLEAR,
    FATHER,
    KITCHEN,
    MINUTE_TAKER,
    MOTHER,
    OFFICE,
    OFFICE_STAFF,
    PLAN,
    REASON,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
)
from tests.domain.scenario import BOOKED, IN_SESSION, LOBBY_OPEN, Story, given, is_dark
from tests.domain.steps import (
    admit,
    answer,
    ask,
    begin,
    bring_back,
    confirm,
    connect,
    drop,
    exclude,
    hold,
    join,
    join_room,
    open_conference,
    pause,
    readmit,
    restate,
)

HER_STAFF = (CHAIR, MINUTE_TAKER)
OPEN = given(
    BOOKED,
    prepare(),
    (OpenLobby(), OFFICE_STAFF),
    *(join(id) for id in (*HER_STAFF, MOTHER)),
    *(answer(id) for id in (*HER_STAFF, MOTHER)),
    open_conference(),
    admit(MOTHER),
)
"""Prepared for the script; the chair, the minute taker and the mother are inside."""
DONE = given(OPEN, *whole_script())
WILL_RECORD = replace(CLEAR, will_not_record=False)
NOT_SAFE = replace(CLEAR, safe_to_talk=False)


@pytest.mark.req("REQ-64")
def test_there_are_eleven_steps_and_each_blocks_the_next() -> None:
    assert len(SCRIPT) == 11
    story = OPEN
    for number, step in enumerate(SCRIPT):
        for later in SCRIPT[number + 1 :]:
            story.when(tick(later)).refuses(ScriptOpen)
        story = story.when(tick(step)).then(ScriptStepNoted(step))
        assert [each.done for each in agenda_of(story).script] == [
            n <= number for n in range(len(SCRIPT))
        ]
    for step in SCRIPT:
        story.when(tick(step)).refuses(WrongStanding)


@pytest.mark.req("REQ-64")
def test_no_information_before_every_step_is_ticked() -> None:
    story = OPEN
    for step in SCRIPT:
        story.when(begin(PLAN)).refuses(ScriptOpen)
        story = given(story, tick(step))
    story.when(begin(PLAN)).then(SectionOpened(PLAN))


@pytest.mark.parametrize(
    ("kind", "may"),
    [
        ("opening", True),
        ("attendance_and_reports", True),
        ("pre_meeting", True),
        ("pre_meeting_professional", True),
        ("reason_for_conference", False),
        ("restricted_information", False),
        ("close", False),
    ],
)
def test_what_comes_before_information_needs_no_script(kind: str, *, may: bool) -> None:
    first, *others = BOOKING.sections
    changed = PlannedSection(PLAN, kind, REASON, first.audience, restricted=False)
    sections = (first, *(s for s in others if s.section_id != PLAN), changed)
    booked = given(Story(), (BookConference(replace(BOOKING, sections=sections)), OFFICE_STAFF))
    lobby = given(booked, prepare(), (OpenLobby(), OFFICE_STAFF), join(CHAIR), answer(CHAIR))
    story = given(lobby, open_conference()).when(begin(PLAN))
    assert (story.refusal is None) == may


def test_a_conference_that_is_not_prepared_for_it_has_no_script() -> None:
    assert agenda_of(IN_SESSION).script == ()
    IN_SESSION.when(tick(ScriptStep.IDENTITY)).refuses(WrongPhase)
    without = given(BOOKED, prepare(script=False), (OpenLobby(), OFFICE_STAFF))
    opened = given(without, join(CHAIR), answer(CHAIR), open_conference())
    assert opened.when(begin(PLAN)).refusal is None


def test_it_is_prepared_once_booked_by_the_office() -> None:
    BOOKED.when(prepare()).then(AgendaPrepared(script=True, exclusion_notice_days=3))
    BOOKED.when(prepare(-1)).refuses(Incomplete)
    BOOKED.when(prepare(), by=TEACHER).refuses(NotPermitted)
    LOBBY_OPEN.when(prepare()).refuses(WrongPhase)


def test_the_chair_alone_ticks_in_a_part_that_is_open() -> None:
    OPEN.when(tick(ScriptStep.IDENTITY), by=MINUTE_TAKER).refuses(NotPermitted)
    given(OPEN, pause()).when(tick(ScriptStep.IDENTITY)).refuses(WrongPhase)


FIRST_FIVE = SCRIPT[:5]


@pytest.mark.req("REQ-64")
@pytest.mark.parametrize("step", SCRIPT[1:5])
def test_a_step_that_rests_on_answers_is_not_ticked_while_somebody_owes_them(
    step: ScriptStep,
) -> None:
    before = given(OPEN, *whole_script()[: SCRIPT.index(step)], ask(KITCHEN))
    before.when(tick(step)).refuses(AnswersNeeded)
    assert before.and_then(answer(MOTHER)).when(tick(step)).refusal is None
    assert before.and_then(hold(KITCHEN)).when(tick(step)).refusal is None


@pytest.mark.req("REQ-64")
@pytest.mark.parametrize(
    ("step", "answers"),
    [(ScriptStep.RECORDING, WILL_RECORD), (ScriptStep.SAFE_TO_SPEAK, NOT_SAFE)],
)
def test_a_step_is_not_ticked_over_somebodys_no(step: ScriptStep, answers: Answers) -> None:
    away = given(OPEN, drop(KITCHEN), join(MOTHER), answer(MOTHER, answers))
    inside = given(away, admit(MOTHER, reason=REASON), *whole_script()[: SCRIPT.index(step)])
    inside.when(tick(step)).refuses(AnswersNeeded)
    assert inside.and_then(answer(MOTHER)).when(tick(step)).refusal is None


def test_the_first_step_waits_for_somebody_in_a_room_whom_nobody_knows() -> None:
    room = given(
        OPEN,
        join(SOCIAL_WORKER),
        join_room(CIVIC_CENTRE),
        connect(CIVIC_CENTRE),
        restate(CIVIC_CENTRE, SOCIAL_WORKER),
        admit(SOCIAL_WORKER, CIVIC_CENTRE),
        restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER),
    )
    room.when(tick(ScriptStep.IDENTITY)).refuses(IdentityNeeded)
    known = given(room, confirm(FATHER, CIVIC_CENTRE))
    assert known.when(tick(ScriptStep.IDENTITY)).refusal is None


# ---------------------------------------------------------------- late joiners


@pytest.mark.req("REQ-64")
@pytest.mark.parametrize("answers", [WILL_RECORD, NOT_SAFE])
def test_a_late_joiner_goes_through_the_short_form_before_they_come_in(answers: Answers) -> None:
    late = given(DONE, join(TEACHER))
    late.when(admit(TEACHER)).refuses(AnswersNeeded)
    said = given(late, answer(TEACHER, answers))
    said.when(admit(TEACHER, reason=REASON)).refuses(ScriptOpen)
    inside = given(said, answer(TEACHER), admit(TEACHER))
    assert not is_dark(inside, SCHOOL)


@pytest.mark.req("REQ-64")
def test_a_late_joiner_is_then_announced() -> None:
    inside = given(DONE, join(TEACHER), answer(TEACHER), admit(TEACHER))
    assert agenda_of(inside).to_announce == (TEACHER,)
    told = inside.when(announce(TEACHER)).then(ParticipantAnnounced(TEACHER))
    assert agenda_of(told).to_announce == ()
    told.when(announce(TEACHER)).refuses(WrongStanding)
    DONE.when(announce(MOTHER)).refuses(WrongStanding)


def test_whoever_comes_back_is_no_late_joiner() -> None:
    away = given(DONE, drop(KITCHEN), join(MOTHER), answer(MOTHER, WILL_RECORD))
    back = given(away, admit(MOTHER, reason=REASON))
    assert agenda_of(back).to_announce == ()
    tapped = given(DONE, drop(KITCHEN), join(MOTHER), answer(MOTHER), bring_back())
    assert agenda_of(tapped).to_announce == ()


def test_whoever_comes_during_the_script_hears_it_with_the_others() -> None:
    during = given(OPEN, *whole_script()[:6], join(TEACHER), answer(TEACHER), admit(TEACHER))
    assert agenda_of(given(during, *whole_script()[6:])).to_announce == ()


def test_whoever_was_put_out_before_they_came_is_a_late_joiner_as_well() -> None:
    out = given(DONE, join(TEACHER), exclude(TEACHER), answer(TEACHER, WILL_RECORD))
    out.when(readmit(TEACHER)).refuses(AnswersNeeded)
    back = given(out, answer(TEACHER), readmit(TEACHER))
    assert agenda_of(back).to_announce == (TEACHER,)


def test_the_script_is_on_no_other_screen() -> None:
    ticked = given(OPEN, tick(ScriptStep.IDENTITY))
    for leg in set(OPEN.state.legs) - {OFFICE}:
        assert OPEN.view(leg) == ticked.view(leg)
