"""What the panel adds: deciding, who may come in, whom a cut waits for, the deputy."""

from dataclasses import replace

import pytest

from app.domain.asking.commands import PlanSafety
from app.domain.case.codes import ProfessionalView
from app.domain.chairing.closing import Owed, Owing
from app.domain.commands import Close
from app.domain.cuts import waited_for
from app.domain.decisions.panel import CasePanel
from app.domain.errors import StillOwed
from app.domain.gating.panel import GatePanel
from app.domain.ids import LegId, ParticipantId
from app.domain.people import LOBBY, Role
from app.domain.routing import media_plan
from app.domain.views import ChairPanel
from tests.domain.case import BUMP, EDUCATION, HEALTH, INITIAL, ISLA, LEGS
from tests.domain.case_steps import HERE, PLAN_MADE, deciding, go, in_session, note, override, says
from tests.domain.case_steps import settle as decide
from tests.domain.gates_steps import (
    FRIEND,
    GUEST,
    HOME,
    PREPARED,
    accept,
    approve,
    chair_agrees,
    come,
    consent,
    describe,
    running,
)
from tests.domain.people import (
    CHAIR,
    FATHER,
    KITCHEN,
    MINUTE_TAKER,
    MOTHER,
    OFFICE,
    OFFICE_STAFF,
    SCHOOL,
    SOCIAL_WORKER,
    TEACHER,
    UNCLE,
)
from tests.domain.scenario import IN_SESSION, WITHOUT_HIM_THERE, Story, given
from tests.domain.steps import agree, drop, exclude, pause


def panel_of(story: Story, leg: LegId) -> ChairPanel:
    panel = story.view(leg).panel
    assert panel is not None
    return panel


def case_of(story: Story) -> CasePanel:
    case = panel_of(story, LEGS[CHAIR]).case
    assert case is not None
    return case


def company_on_panel(story: Story, leg: LegId, id: ParticipantId) -> tuple[set[ParticipantId], ...]:
    [person] = [each for each in panel_of(story, leg).people if each.participant_id == id]
    return {*person.agreed}, {*person.besides}


def test_the_chair_sees_who_may_sit_with_somebody_and_by_whose_agreement() -> None:
    assert company_on_panel(IN_SESSION, OFFICE, FATHER) == (set(), set())
    story = given(IN_SESSION, agree(FATHER, UNCLE))
    assert company_on_panel(story, OFFICE, FATHER) == ({UNCLE}, set())
    assert company_on_panel(story, OFFICE, UNCLE) == (set(), {FATHER})
    assert company_on_panel(given(story, agree(FATHER)), OFFICE, UNCLE) == (set(), set())
    supported = given(running(PREPARED), describe(FRIEND, MOTHER))
    assert company_on_panel(supported, HOME[CHAIR], MOTHER) == (set(), {FRIEND})


def test_the_panel_names_to_answer_a_signal_exactly_whom_the_rule_lets() -> None:
    people = panel_of(IN_SESSION, OFFICE).people
    for each in people:
        planned = IN_SESSION.when(
            (PlanSafety(FATHER, each.participant_id, None, None), OFFICE_STAFF)
        )
        assert each.may_answer is (planned.refusal is None)
    assert {each.participant_id for each in people if each.may_answer} == {
        *(MINUTE_TAKER, SOCIAL_WORKER, TEACHER),
    }


def test_the_chair_is_told_which_children_and_whether_a_plan_keep_it_from_being_closed() -> None:
    def owed(story: Story) -> tuple[Owed, ...]:
        return panel_of(story, LEGS[CHAIR]).agenda.owed_to_close

    story = in_session(INITIAL)
    children = sorted((ISLA, BUMP), key=str)
    assert owed(story) == tuple(Owed(Owing.OUTCOME, id) for id in children)
    story.when((Close(), CHAIR)).refuses(StillOwed)
    decided = given(deciding(INITIAL), decide())
    assert owed(decided) == (Owed(Owing.OUTCOME, BUMP), Owed(Owing.PLAN, None))


@pytest.mark.req("REQ-72", partial="pages")
def test_the_quorum_is_on_the_panel_with_who_is_gone_and_since_when() -> None:
    held = given(in_session(INITIAL), note())
    assert case_of(held).quorum.quorate
    lost = given(held, go(TEACHER), note())
    quorum = case_of(lost).quorum
    assert (quorum.quorate, quorum.lost, quorum.since) == (False, {EDUCATION}, lost.now)
    assert case_of(given(lost, override())).quorum.overridden


def test_nothing_of_deciding_is_shown_without_a_case_or_to_anybody_else() -> None:
    assert panel_of(IN_SESSION, OFFICE).case is None
    story = in_session(INITIAL)
    others = [id for id in HERE if id != CHAIR]
    assert [story.view(LEGS[id]).panel for id in others] == [None] * len(others)


def test_each_childs_views_are_on_the_panel_with_the_agencies_still_to_be_heard() -> None:
    story = given(in_session(INITIAL), says(SOCIAL_WORKER, ProfessionalView.PLAN))
    children = {child.child_id: child for child in case_of(story).children}
    said = [(each.participant_id, each.view) for each in children[ISLA].views]
    assert said == [(SOCIAL_WORKER, ProfessionalView.PLAN)]
    assert children[ISLA].unheard == {HEALTH, EDUCATION}
    assert children[ISLA].tally.agencies_for == 1
    assert children[BUMP].views == ()


def test_a_decision_takes_the_place_of_what_is_still_open() -> None:
    story = given(deciding(INITIAL), decide())
    decided = {child.child_id: child.decided for child in case_of(story).children}
    assert decided[BUMP] is None
    made = decided[ISLA]
    assert made is not None
    assert made.outcome is PLAN_MADE.outcome
    assert case_of(story).has_plan


def gate_of(story: Story, id: ParticipantId) -> GatePanel:
    person = next(each for each in panel_of(story, HOME[CHAIR]).people if each.participant_id == id)
    assert person.gate is not None
    return person.gate


@pytest.mark.req("REQ-22", partial="pages")
def test_the_panel_says_what_keeps_a_supporter_out_until_nothing_does() -> None:
    described = given(running(PREPARED, MOTHER), *come(FRIEND), describe(FRIEND, MOTHER))
    gate = gate_of(described, FRIEND)
    assert (gate.missing, gate.supports) == ("supporter-not-ready", {MOTHER})
    settled = gate_of(given(described, approve(FRIEND), accept(FRIEND)), FRIEND)
    assert (settled.missing, settled.approved, settled.accepted) == (None, True, True)


def test_the_panel_names_of_the_family_who_has_not_agreed_to_an_observer() -> None:
    story = given(running(PREPARED, MOTHER, FATHER), consent(MOTHER), chair_agrees())
    gate = gate_of(story, GUEST)
    assert (gate.agreed, gate.consents_open) == (True, {FATHER})


def test_nothing_is_asked_of_somebody_whom_no_condition_keeps_out() -> None:
    people = panel_of(running(PREPARED, MOTHER), HOME[CHAIR]).people
    assert [each.gate for each in people if each.participant_id == MOTHER] == [None]


def test_a_cut_waits_for_who_is_put_out_and_a_pause_for_all() -> None:
    flowing = media_plan(WITHOUT_HIM_THERE.state)
    out = given(WITHOUT_HIM_THERE, exclude(MOTHER)).state
    assert waited_for(flowing, media_plan(out), out) == {MOTHER}
    halted = given(WITHOUT_HIM_THERE, pause()).state
    assert waited_for(flowing, media_plan(halted), halted) >= {CHAIR, MOTHER, TEACHER}
    assert waited_for(flowing, flowing, WITHOUT_HIM_THERE.state) == frozenset()


def with_deputy(story: Story) -> Story:
    people = {**story.state.participants}
    people[TEACHER] = replace(people[TEACHER], role=Role.DEPUTY_CHAIR)
    return replace(story, state=replace(story.state, participants=people))


@pytest.mark.req("REQ-76", partial="pages")
def test_a_deputy_sees_whom_they_may_hold_only_while_the_chair_is_away() -> None:
    away = given(WITHOUT_HIM_THERE, drop(OFFICE))
    deputy = with_deputy(away).view(SCHOOL).deputy
    assert deputy is not None
    assert KITCHEN in {leg for leg, _ in deputy.people}
    assert with_deputy(WITHOUT_HIM_THERE).view(SCHOOL).deputy is None
    assert away.view(SCHOOL).deputy is None


def test_a_deputy_who_waits_outside_is_told_no_name() -> None:
    away = given(WITHOUT_HIM_THERE, drop(OFFICE))
    outside = with_deputy(away)
    leg = replace(outside.state.leg(SCHOOL), zone=LOBBY)
    outside = replace(outside, state=outside.state.with_leg(leg))
    deputy = outside.view(SCHOOL).deputy
    assert deputy is not None
    assert deputy.people == ()
