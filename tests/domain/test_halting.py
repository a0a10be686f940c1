"""Private rooms, stop, break, adjourn, what was missed, and voices taken for a while."""

from dataclasses import replace

import pytest

from app.domain.commands import SERVICE, HoldLeg, NoteLost, NotePlanApplied, Pause
from app.domain.conduct.days import after_working_days, day_of
from app.domain.conduct_panels import ConductPanel
from app.domain.errors import (
    AnswersNeeded,
    Incomplete,
    KeptApart,
    NotPermitted,
    WrongPhase,
    WrongStanding,
    WrongZone,
)
from app.domain.events import ConferencePaused
from app.domain.halting.commands import AgreeToObserver, CallOff, PrepareConduct, RemindOfRole
from app.domain.halting.events import (
    AdjournCause,
    BreakBegun,
    CameFromAside,
    ConductPrepared,
    ConferenceNotHeld,
    ConferenceStopped,
    Day,
    MovedAside,
    ObserverAgreed,
)
from app.domain.hearing import could_hear
from app.domain.ids import MINUTE, SECOND, Micros
from app.domain.people import Notice, Role, side_of
from app.domain.routing import Flow, FlowKind, media_plan
from app.domain.views import AsideView, EndedView, InsideView, WaitingView
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CLOSED_PART,
    DESK,
    FATHER,
    FLAT,
    KITCHEN,
    MOTHER,
    OBSERVER,
    OFFICE,
    OFFICE_STAFF,
    PLAN,
    REASON,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
    UNCLE,
    WORKSHOP,
    who,
)
from tests.domain.scenario import (
    BOOKED,
    EVERYBODY_WAITS,
    IN_SESSION,
    LOBBY_OPEN,
    WITHOUT_HIM_THERE,
    Story,
    ends_of,
    given,
    hears,
    is_dark,
)
from tests.domain.signal_steps import (
    adjourn,
    aside,
    ask_back,
    bring,
    give_break,
    lower,
    mute,
    mute_self,
    repeated,
    signal,
    speak,
    speak_for,
    spoke,
    stop,
    unmute,
    want_break,
)
from tests.domain.steps import (
    admit,
    answer,
    begin,
    bring_back,
    confirm,
    drop,
    exclude,
    hold,
    join,
    pause,
    release,
    restate,
    resume,
    sealed,
    write,
)


def panel(story: Story) -> ConductPanel:
    shown = story.view(OFFICE).panel
    assert shown is not None
    return shown.conduct


# ---------------------------------------------------------------- private rooms

TIME_OUT = given(WITHOUT_HIM_THERE, aside(KITCHEN, MOTHER), aside(SCHOOL, MOTHER))


@pytest.mark.req("REQ-70", partial="pages")
def test_two_in_a_private_room_hear_each_other_and_the_others_go_on() -> None:
    given(WITHOUT_HIM_THERE).when(aside(KITCHEN, MOTHER)).then(MovedAside(KITCHEN, MOTHER))
    assert hears(TIME_OUT, KITCHEN, SCHOOL)
    assert hears(TIME_OUT, FLAT, OFFICE)
    crossing = {
        flow
        for flow in media_plan(TIME_OUT.state)
        if (flow.source in {KITCHEN, SCHOOL}) != (flow.sink in {KITCHEN, SCHOOL})
    }
    assert crossing == set()


def test_a_private_room_shows_its_people_and_nothing_of_the_conference() -> None:
    screen = TIME_OUT.view(KITCHEN).screen
    assert isinstance(screen, AsideView)
    assert {person.participant_id for person in screen.people} == {MOTHER, TEACHER}
    others = TIME_OUT.view(FLAT).screen
    assert isinstance(others, InsideView)
    assert not {MOTHER, TEACHER} & {person.participant_id for person in others.people}


def test_whoever_comes_back_has_answered_anew() -> None:
    TIME_OUT.when(bring(KITCHEN)).refuses(AnswersNeeded)
    back = TIME_OUT.and_then(answer(MOTHER)).when(bring(KITCHEN)).then(CameFromAside(KITCHEN))
    assert hears(back, KITCHEN, OFFICE)
    assert not hears(back, KITCHEN, SCHOOL)


def test_a_kept_apart_pair_never_shares_a_private_room() -> None:
    uncle = given(TIME_OUT, join(UNCLE), answer(UNCLE), confirm(UNCLE, WORKSHOP))
    uncle.when(aside(WORKSHOP, MOTHER)).refuses(KeptApart)
    inside = uncle.and_then(admit(UNCLE), answer(MOTHER))
    inside.when(bring(KITCHEN)).refuses(KeptApart)


def test_whoever_is_put_out_is_put_out_of_a_private_room() -> None:
    assert is_dark(TIME_OUT.and_then(exclude(MOTHER)), KITCHEN)
    WITHOUT_HIM_THERE.and_then(exclude(MOTHER)).when(aside(KITCHEN, MOTHER)).refuses(WrongStanding)


def test_a_room_that_somebody_has_joined_since_is_dark() -> None:
    moved = given(IN_SESSION, aside(CIVIC_CENTRE, FATHER), aside(KITCHEN, FATHER))
    assert hears(moved, KITCHEN, CIVIC_CENTRE)
    joined = moved.and_then(restate(CIVIC_CENTRE, SOCIAL_WORKER, FATHER, TEACHER))
    assert is_dark(joined, CIVIC_CENTRE)


def test_a_seal_leaves_a_private_room_alone_and_lets_nobody_back_who_may_not() -> None:
    alone = given(TIME_OUT, answer(TEACHER), bring(SCHOOL), hold(FLAT))
    closed = alone.and_then(begin(CLOSED_PART), sealed(CLOSED_PART), answer(MOTHER))
    assert closed.state.leg(KITCHEN).zone == side_of(MOTHER)
    assert closed.when(bring(KITCHEN)).refusal is not None


def test_the_chair_meets_a_parent_before_it_begins() -> None:
    talk = given(EVERYBODY_WAITS, confirm(MOTHER, KITCHEN), aside(KITCHEN, MOTHER))
    both = talk.and_then(aside(OFFICE, MOTHER))
    assert ends_of(media_plan(both.state)) == {KITCHEN, OFFICE}
    after = both.and_then(bring(KITCHEN), bring(OFFICE))
    assert media_plan(after.state) == frozenset()
    assert after.view(KITCHEN).screen == WaitingView(None, answers_needed=True)


def test_the_chair_does_not_leave_a_conference_that_goes_on() -> None:
    WITHOUT_HIM_THERE.when(aside(OFFICE, MOTHER)).refuses(WrongZone)


def test_whoever_is_in_a_private_room_is_not_let_in_twice() -> None:
    TIME_OUT.when(admit(MOTHER)).refuses(WrongZone)
    second = TIME_OUT.and_then(join(MOTHER, WORKSHOP), answer(MOTHER, leg=WORKSHOP))
    known = second.and_then(confirm(MOTHER, WORKSHOP))
    known.when(aside(WORKSHOP, FATHER)).refuses(WrongZone)


def test_what_is_said_in_a_private_room_is_no_part_of_the_conference() -> None:
    applied = (NotePlanApplied(TIME_OUT.state.version), SERVICE)
    [line] = could_hear(given(TIME_OUT, applied, write(speaker=FATHER)).log)
    assert {CHAIR, FATHER} <= line.heard
    assert not {MOTHER, TEACHER} & (line.heard | line.heard_in_part)


# ---------------------------------------------------------------- asking, breaks, the queue


@pytest.mark.req("REQ-53", partial="phone")
def test_hands_from_browser_and_room_land_in_one_list_by_waiting_time() -> None:
    story = given(IN_SESSION, speak_for(FATHER, CIVIC_CENTRE, SOCIAL_WORKER))
    story = story.later(5).and_then(speak(MOTHER)).later(5).and_then(speak(TEACHER))
    assert [hand.participant_id for hand in panel(story).queue] == [FATHER, MOTHER, TEACHER]
    assert [hand.kind for hand in panel(story).queue] == ["room", "browser", "browser"]
    spoken = story.and_then(spoke(MOTHER), lower(TEACHER, by=TEACHER))
    assert [hand.participant_id for hand in panel(spoken).queue] == [FATHER]


@pytest.mark.req("REQ-53", partial="phone")
def test_the_chair_sees_who_in_the_family_has_not_spoken_in_this_part() -> None:
    assert panel(IN_SESSION).not_spoken == (MOTHER, FATHER)
    written = given(IN_SESSION, write(speaker=MOTHER))
    assert panel(written).not_spoken == (FATHER,)
    assert panel(written.and_then(spoke(FATHER))).not_spoken == ()
    assert panel(written.and_then(begin(PLAN))).not_spoken == (MOTHER, FATHER)


def test_nobody_takes_back_another_ones_hand() -> None:
    given(IN_SESSION, speak(MOTHER)).when(lower(MOTHER, by=FATHER)).refuses(NotPermitted)
    IN_SESSION.when(lower(MOTHER)).refuses(WrongStanding)


@pytest.mark.req("REQ-22", partial="pages")
def test_an_observer_has_no_way_to_speak_or_to_ask() -> None:
    seat = given(IN_SESSION, join(OBSERVER), answer(OBSERVER), admit(OBSERVER))
    seat.when(speak(OBSERVER)).refuses(NotPermitted)
    seat.when(signal(OBSERVER)).refuses(NotPermitted)
    agreed = (AgreeToObserver(OBSERVER), CHAIR)
    seat.when(agreed).then(ObserverAgreed(OBSERVER))
    seat.when((AgreeToObserver(TEACHER), CHAIR)).refuses(WrongStanding)


@pytest.mark.req("REQ-70", partial="phone")
def test_a_break_is_asked_for_and_given_to_all() -> None:
    asked = given(WITHOUT_HIM_THERE, want_break(MOTHER))
    assert [each.participant_id for each in panel(asked).breaks] == [MOTHER]
    given_to_all = asked.when(give_break(10)).then(BreakBegun(10), ConferencePaused("break"))
    assert panel(given_to_all).breaks == ()
    assert panel(given_to_all).break_minutes == 10
    assert media_plan(given_to_all.state) == frozenset()
    given_to_all.when(resume()).refuses(AnswersNeeded)
    on = given_to_all.and_then(answer(MOTHER), answer(FATHER), resume())
    assert panel(on).break_minutes is None


@pytest.mark.req("REQ-78", partial="pages")
def test_asked_and_answered_is_kept_for_each_family_member_of_a_part() -> None:
    asked = given(IN_SESSION, ask_back(MOTHER), ask_back(FATHER, answered=False))
    assert panel(asked).asked_back == ((MOTHER, True), (FATHER, False))
    assert panel(asked.and_then(begin(PLAN))).asked_back == ()
    IN_SESSION.when(ask_back(TEACHER)).refuses(WrongStanding)
    EVERYBODY_WAITS.when(ask_back(MOTHER)).refuses(WrongPhase)


# ---------------------------------------------------------------- stop and adjourn


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
    assert after_working_days(thursday, 1, frozenset()).isoformat() == "1970-01-02"
    assert after_working_days(thursday, 2, frozenset()).isoformat() == "1970-01-05"
    assert after_working_days(thursday, 1, {Day("1970-01-02")}).isoformat() == "1970-01-05"


def test_a_conference_that_nobody_can_hold_is_called_off() -> None:
    off = LOBBY_OPEN.when((CallOff(REASON), OFFICE_STAFF)).then(ConferenceNotHeld(REASON))
    off.when(join(MOTHER)).refuses(WrongPhase)
    assert BOOKED.when((CallOff(REASON), CHAIR)).refusal is None
    IN_SESSION.when((CallOff(REASON), CHAIR)).refuses(WrongPhase)


# ---------------------------------------------------------------- chair lost, deputy


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


# ---------------------------------------------------------------- what was missed


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


# ---------------------------------------------------------------- voices


@pytest.mark.req("REQ-74", partial="pages")
def test_whoever_is_muted_hears_and_is_seen_and_is_not_heard() -> None:
    muted = given(WITHOUT_HIM_THERE, mute(TEACHER))
    assert hears(muted, SCHOOL, OFFICE)
    assert not hears(muted, OFFICE, SCHOOL)
    assert Flow(SCHOOL, OFFICE, FlowKind.PICTURE) in media_plan(muted.state)
    screen = muted.view(SCHOOL).screen
    assert isinstance(screen, InsideView)
    assert screen.muted
    assert panel(muted).muted == (TEACHER,)
    assert hears(muted.and_then(unmute(TEACHER)), OFFICE, SCHOOL)
    muted.when(mute(TEACHER)).refuses(WrongStanding)
    WITHOUT_HIM_THERE.when(unmute(TEACHER)).refuses(WrongStanding)


@pytest.mark.req("REQ-74", partial="pages")
def test_whoever_shares_a_microphone_is_not_muted_and_the_chair_never_is() -> None:
    IN_SESSION.when(mute(FATHER)).refuses(WrongZone)
    IN_SESSION.when(mute(CHAIR)).refuses(NotPermitted)


@pytest.mark.req("REQ-74", partial="pages")
def test_only_whoever_supports_is_reminded_of_their_role() -> None:
    WITHOUT_HIM_THERE.when((RemindOfRole(TEACHER), CHAIR)).refuses(WrongStanding)
    people = {**WITHOUT_HIM_THERE.state.participants}
    people[TEACHER] = replace(people[TEACHER], role=Role.SOLICITOR)
    state = replace(WITHOUT_HIM_THERE.state, participants=people)
    story = replace(WITHOUT_HIM_THERE, state=state)
    twice = story.and_then((RemindOfRole(TEACHER), CHAIR), (RemindOfRole(TEACHER), CHAIR))
    assert panel(twice).reminders == ((TEACHER, 2),)
    screen = twice.view(SCHOOL).screen
    assert isinstance(screen, InsideView)
    assert screen.reminders == 2


def test_one_mutes_oneself_and_everybody_sees_it() -> None:
    muted = given(WITHOUT_HIM_THERE, mute_self(MOTHER))
    assert not hears(muted, OFFICE, KITCHEN)
    screen = muted.view(FLAT).screen
    assert isinstance(screen, InsideView)
    assert {p.participant_id for p in screen.people if p.muted} == {MOTHER}
    assert hears(muted.and_then(mute_self(MOTHER, muted=False)), OFFICE, KITCHEN)
    WITHOUT_HIM_THERE.when(mute_self(MOTHER), by=FATHER).refuses(NotPermitted)
