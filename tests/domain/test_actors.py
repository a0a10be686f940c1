"""Who may send what: the role is the one on the list, the actor the one of the session."""

from dataclasses import replace
from typing import get_args

import pytest

from app.domain.commands import (
    SERVICE,
    Actor,
    AnchorJournal,
    BookConference,
    Command,
    ConfirmSealed,
    DropLegs,
    Join,
    NoteConnected,
    NoteMediaFault,
    NotePlanApplied,
    NoteRestart,
    OpenLobby,
    StrikeLine,
)
from app.domain.decide import CHAIR as CHAIRS
from app.domain.decide import MAY, MINUTES, PEOPLE, SERVICE_ONLY
from app.domain.errors import NotPermitted, Refusal, WrongPhase
from app.domain.ids import ParticipantId
from app.domain.people import LegKind, Role
from tests.domain.people import (
    BOOKING,
    CHAIR,
    CIVIC_CENTRE,
    FATHER,
    FLAT,
    KITCHEN,
    LINE,
    MINUTE_TAKER,
    MOTHER,
    OFFICE,
    OFFICE_STAFF,
    PLAN,
    REASON,
    ROLES,
    STRANGER,
    TEACHER,
    device_of,
    room_device,
    who,
)
from tests.domain.scenario import (
    BOOKED,
    IN_SESSION,
    Story,
    given,
)
from tests.domain.steps import (
    Step,
    admit,
    ask,
    begin,
    bring_back,
    confirm,
    exclude,
    hold,
    join,
    open_conference,
    pause,
    readmit,
    refuse,
    release,
    resume,
    write,
)

CHAIRS_ALONE = [
    open_conference(),
    begin(PLAN),
    pause(),
    resume(),
    bring_back(),
    confirm(MOTHER, KITCHEN),
    ask(KITCHEN),
    admit(MOTHER),
    refuse(MOTHER),
    exclude(MOTHER),
    readmit(MOTHER),
    hold(KITCHEN),
    release(KITCHEN),
]
SERVICES_ALONE: list[Command] = [
    ConfirmSealed(PLAN),
    NotePlanApplied(1),
    AnchorJournal(0, ""),
    NoteRestart(),
    NoteMediaFault(),
    NoteConnected(KITCHEN),
    DropLegs(frozenset({KITCHEN}), "socket"),
]


def test_every_command_says_who_may_send_it() -> None:
    assert set(MAY) == set(get_args(Command))


def test_nobody_but_the_service_sends_what_the_service_has_done() -> None:
    for command in SERVICES_ALONE:
        for id in ROLES:
            given(IN_SESSION).when((command, id)).refuses(NotPermitted)


@pytest.mark.parametrize("step", CHAIRS_ALONE)
def test_nobody_else_does_what_the_chair_does(step: Step) -> None:
    for id in set(ROLES) - {CHAIR}:
        given(IN_SESSION).when(step, by=id).refuses(NotPermitted)
    given(IN_SESSION).when(step, by=room_device(CIVIC_CENTRE)).refuses(NotPermitted)
    given(IN_SESSION).when(step, by=OFFICE_STAFF).refuses(NotPermitted)


def test_the_deputy_and_the_administrator_have_no_say_in_who_is_in() -> None:
    allowed = {role for roles in MAY.values() for role in roles if roles <= CHAIRS}
    assert allowed == {Role.INDEPENDENT_CHAIR}
    assert {Role.MINUTE_TAKER} == MINUTES
    assert {Role.SERVICE} == SERVICE_ONLY


def test_only_the_minute_taker_and_the_chair_write_and_only_the_first_strikes() -> None:
    strike = (StrikeLine(LINE, REASON), MINUTE_TAKER)
    for id in set(ROLES) - {MINUTE_TAKER}:
        given(IN_SESSION).when(strike, by=id).refuses(NotPermitted)
    for id in set(ROLES) - {MINUTE_TAKER, CHAIR}:
        given(IN_SESSION).when(write(), by=id).refuses(NotPermitted)
    assert LINE in given(IN_SESSION).when(write(), by=CHAIR).state.lines


def test_a_role_that_the_list_does_not_give_is_refused() -> None:
    pretender = replace(who(MOTHER), role=Role.INDEPENDENT_CHAIR)
    given(IN_SESSION).when(exclude(FATHER), by=pretender).refuses(NotPermitted)


def test_a_role_without_a_person_is_refused() -> None:
    nobody = Actor(Role.INDEPENDENT_CHAIR, None, None, None)
    given(IN_SESSION).when(exclude(FATHER), by=nobody).refuses(NotPermitted)


def test_somebody_who_is_not_on_the_list_is_refused() -> None:
    stranger = Actor(Role.INDEPENDENT_CHAIR, STRANGER, None, None)
    given(IN_SESSION).when(exclude(FATHER), by=stranger).refuses(NotPermitted)
    given(IN_SESSION).when(join(MOTHER, FLAT), by=replace(stranger, role=Role.PARENT)).refuses(
        NotPermitted
    )
    given(BOOKED).when((OpenLobby(), stranger)).refuses(NotPermitted)


def test_nobody_speaks_over_somebody_elses_connection() -> None:
    over_hers = replace(who(CHAIR), leg_id=KITCHEN)
    given(IN_SESSION).when(exclude(FATHER), by=over_hers).refuses(NotPermitted)
    over_the_chairs = replace(who(MOTHER), leg_id=OFFICE)
    given(IN_SESSION).when(join(MOTHER, FLAT), by=over_the_chairs).refuses(NotPermitted)


def a_strange_device(id: ParticipantId) -> Step:
    return Join(FLAT, LegKind.BROWSER, device_of(FLAT), signed_in=False), who(id, FLAT)


def test_the_chairs_link_on_a_strange_device_gives_none_of_her_powers() -> None:
    story = given(IN_SESSION, a_strange_device(CHAIR))
    story.when(exclude(FATHER), by=who(CHAIR, FLAT)).refuses(NotPermitted)
    story.when(admit(CHAIR, FLAT), by=who(CHAIR, FLAT)).refuses(NotPermitted)
    assert story.view(FLAT).panel is None


def test_the_minute_takers_link_on_a_strange_device_writes_nothing() -> None:
    story = given(IN_SESSION, a_strange_device(MINUTE_TAKER))
    story.when(write(), by=who(MINUTE_TAKER, FLAT)).refuses(NotPermitted)


def test_a_conference_is_booked_once_by_the_office_or_its_chair() -> None:
    given(IN_SESSION).when((BookConference(BOOKING), OFFICE_STAFF)).refuses(WrongPhase)
    Story().when((BookConference(BOOKING), CHAIR)).then(BOOKING)
    Story().when((BookConference(BOOKING), TEACHER)).refuses(NotPermitted)


def test_the_lobby_is_opened_once_it_is_booked() -> None:
    Story().when((OpenLobby(), OFFICE_STAFF)).refuses(WrongPhase)
    given(IN_SESSION).when((OpenLobby(), CHAIR)).refuses(WrongPhase)


def test_a_refusal_has_a_code_of_its_own_and_names_nobody() -> None:
    codes = [each.code for each in Refusal.__subclasses__()]
    assert len(codes) == len(set(codes))
    assert all(code == code.lower() and " " not in code for code in codes)


def test_the_people_are_all_but_the_house() -> None:
    assert Role.SERVICE not in PEOPLE
    assert Role.ROOM_DEVICE not in PEOPLE
    assert SERVICE.participant_id is None
    assert set(ROLES.values()) <= PEOPLE
