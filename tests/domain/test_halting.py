"""Stop, adjourn, the chair lost, and what was missed."""

from dataclasses import replace

import pytest

from app.domain.commands import SERVICE, HoldLeg, NoteLost, Pause
from app.domain.conduct_panels import ConductPanel
from app.domain.days import dates, day_of, working_days_after
from app.domain.errors import (
    Incomplete,
    NotPermitted,
    WrongPhase,
    WrongStanding,
)
from app.domain.halting.commands import CallOff, PrepareConduct
from app.domain.halting.events import (
    AdjournCause,
    ConductPrepared,
    ConferenceNotHeld,
    ConferenceStopped,
    Day,
)
from app.domain.ids import MINUTE, SECOND, Micros
from app.domain.people import Notice, Role
from app.domain.routing import media_plan
from app.domain.views import EndedView, WaitingView
from tests.domain.people import (
    CHAIR,
    DESK,
    FATHER,
    FLAT,
    KITCHEN,
    MOTHER,
    OFFICE,
    OFFICE_STAFF,
    PLAN,
    REASON,
    SCHOOL,
    TEACHER,
    who,
)
from tests.domain.scenario import (
    BOOKED,
    EVERYBODY_WAITS,
    IN_SESSION,
    LOBBY_OPEN,
    WITHOUT_HIM_THERE,
    Story,
    given,
    hears,
)
from tests.domain.signal_steps import (
    adjourn,
    aside,
    repeated,
    stop,
    unmute,
)
from tests.domain.steps import (
    admit,
    answer,
    begin,
    bring_back,
    drop,
    exclude,
    join,
    pause,
    release,
    resume,
)


def panel(story: Story) -> ConductPanel:
    shown = story.view(OFFICE).panel
    assert shown is not None
    return shown.conduct


TIME_OUT = given(WITHOUT_HIM_THERE, aside(KITCHEN, MOTHER), aside(SCHOOL, MOTHER))


@pytest.mark.req("REQ-77", partial="phone")
def test_a_stop_cuts_everything_everywhere_and_offers_guidance() -> None:
    stopped = TIME_OUT.when(stop()).then(ConferenceStopped())
    assert media_plan(stopped.state) == frozenset()
    assert panel(stopped).guidance == ("call_999", "building_security")
    notice = WaitingView(Notice("stopped", None), answers_needed=False)
    assert stopped.view(DESK).screen == stopped.view(FLAT).screen == notice


def test_only_the_chair_leads_on_from_a_stop() -> None:
    stopped = given(WITHOUT_HIM_THERE, stop())
    for step in (resume(), begin(PLAN), bring_back(), stop(), admit(MOTHER)):
        assert stopped.when(step).refusal is not None
    stopped.when((Pause(), FATHER)).refuses(NotPermitted)
    paused = stopped.and_then(pause())
    assert media_plan(paused.state) == frozenset()
    on = paused.and_then(answer(MOTHER), answer(FATHER), resume())
    assert hears(on, KITCHEN, OFFICE)


def test_a_stop_in_the_lobby_leads_back_to_the_lobby() -> None:
    back = given(EVERYBODY_WAITS, stop(), pause(), resume())
    assert back.state.phase == "lobby_open"


def test_whoever_drops_while_stopped_can_join_again() -> None:
    again = given(WITHOUT_HIM_THERE, stop(), drop(KITCHEN), join(MOTHER))
    assert isinstance(again.view(KITCHEN).screen, WaitingView)


@pytest.mark.req("REQ-71")
@pytest.mark.parametrize(
    "missing",
    [
        adjourn(interim=None),
        adjourn(reason=None),
        adjourn(new_date=None),
        adjourn(new_date="soon"),
        adjourn(new_date="1969-12-31"),
    ],
)
def test_nothing_is_adjourned_without_reason_interim_arrangements_and_a_new_date(
    missing: object,
) -> None:
    assert isinstance(missing, tuple)
    given(IN_SESSION).when(missing).refuses(Incomplete)


@pytest.mark.req("REQ-71")
def test_an_adjourned_conference_is_over_for_everybody() -> None:
    over = given(WITHOUT_HIM_THERE, adjourn())
    assert media_plan(over.state) == frozenset()
    assert over.view(KITCHEN).screen == EndedView()
    assert over.state.halting.new_date == "1970-01-09"
    over.when(pause()).refuses(WrongPhase)


def prepared(holidays: frozenset[Day]) -> Story:
    figures = ConductPrepared(
        initial=True,
        bank_holidays=holidays,
        redate_within=10,
        signal_within=Micros(2 * SECOND),
        signal_lasts=Micros(10 * MINUTE),
    )
    return given(LOBBY_OPEN, (PrepareConduct(figures), OFFICE_STAFF))


@pytest.mark.req("REQ-71")
def test_an_inquorate_initial_conference_is_held_again_within_ten_working_days() -> None:
    """It is Thursday 1 January 1970."""
    story = prepared(frozenset())
    late = adjourn(AdjournCause.INQUORATE, new_date="1970-01-16")
    assert story.when(adjourn(AdjournCause.INQUORATE, new_date="1970-01-15")).refusal is None
    story.when(late).refuses(Incomplete)
    reasoned = adjourn(AdjournCause.INQUORATE, new_date="1970-01-16", late_reason=REASON)
    assert story.when(reasoned).refusal is None
    assert prepared(frozenset({Day("1970-01-02")})).when(late).refusal is None
    assert LOBBY_OPEN.when(late).refusal is None


def test_working_days_pass_over_weekends_and_bank_holidays() -> None:
    thursday = day_of(Micros(0))
    assert working_days_after(thursday, 1, frozenset()).isoformat() == "1970-01-02"
    assert working_days_after(thursday, 2, frozenset()).isoformat() == "1970-01-05"
    assert working_days_after(thursday, 1, dates(["1970-01-02"])).isoformat() == "1970-01-05"


def test_a_conference_that_nobody_can_hold_is_called_off() -> None:
    off = LOBBY_OPEN.when((CallOff(REASON), OFFICE_STAFF)).then(ConferenceNotHeld(REASON))
    off.when(join(MOTHER)).refuses(WrongPhase)
    assert BOOKED.when((CallOff(REASON), CHAIR)).refusal is None
    IN_SESSION.when((CallOff(REASON), CHAIR)).refuses(WrongPhase)


def with_deputy(story: Story) -> Story:
    """The teacher is the deputy, on the device of the teacher."""
    people = {**story.state.participants}
    people[TEACHER] = replace(people[TEACHER], role=Role.DEPUTY_CHAIR)
    return replace(story, state=replace(story.state, participants=people))


BY_DEPUTY = replace(who(TEACHER), role=Role.DEPUTY_CHAIR)


@pytest.mark.req("REQ-76")
def test_a_deputy_holds_or_adjourns_and_only_while_the_chair_is_away() -> None:
    here = with_deputy(WITHOUT_HIM_THERE)
    away = with_deputy(given(WITHOUT_HIM_THERE, drop(OFFICE)))
    for step in ((HoldLeg(KITCHEN, None), CHAIR), adjourn()):
        here.when(step, by=BY_DEPUTY).refuses(NotPermitted)
        assert away.when(step, by=BY_DEPUTY).refusal is None
    for step in (
        admit(FATHER),
        exclude(MOTHER),
        release(KITCHEN),
        stop(),
        resume(),
        unmute(MOTHER),
    ):
        away.when(step, by=BY_DEPUTY).refuses(NotPermitted)


@pytest.mark.req("REQ-76")
def test_without_the_chair_nobody_else_admits_excludes_or_moves_anybody() -> None:
    lost = given(WITHOUT_HIM_THERE, drop(OFFICE))
    assert lost.state.pause_reason == "chair_lost"
    for step in (admit(FATHER), exclude(MOTHER), release(KITCHEN), aside(KITCHEN, MOTHER)):
        lost.when(step, by=TEACHER).refuses(NotPermitted)


@pytest.mark.req("REQ-47", partial="pages")
def test_the_loss_of_a_family_leg_offers_a_pause_and_the_missed_span_is_kept() -> None:
    lost = given(WITHOUT_HIM_THERE, (NoteLost(KITCHEN), SERVICE))
    assert panel(lost).offer_pause
    gone = lost.later(3).and_then(drop(KITCHEN))
    assert [id for id, _ in panel(gone).missing] == [MOTHER]
    back = gone.later(60).and_then(join(MOTHER), answer(MOTHER), admit(MOTHER))
    [missed] = panel(back).to_repeat
    assert missed.participant_id == MOTHER
    assert (missed.begins_at, missed.ends_at) == (lost.now, back.now)
    assert not panel(back).offer_pause
    assert panel(back.and_then(repeated(MOTHER))).to_repeat == ()
    assert back.and_then(repeated(MOTHER)).state.halting.missed == (missed,)
    IN_SESSION.when(repeated(MOTHER)).refuses(WrongStanding)


def test_a_professional_who_was_away_is_kept_too_but_nothing_is_repeated_for_them() -> None:
    back = given(WITHOUT_HIM_THERE, drop(SCHOOL), join(TEACHER), answer(TEACHER), admit(TEACHER))
    assert [missed.participant_id for missed in back.state.halting.missed] == [TEACHER]
    assert panel(back).to_repeat == ()
    assert not panel(given(WITHOUT_HIM_THERE, drop(SCHOOL))).offer_pause
