"""Connections arrive in the lobby, and only there."""

import pytest

from app.domain.commands import (
    SERVICE,
    Actor,
    Join,
    Leave,
    NoteConnected,
    NoteLost,
    NoteReturned,
)
from app.domain.errors import (
    AlreadyHere,
    NotPermitted,
    TooManyLegs,
    UnknownLeg,
    UnknownPlace,
    WrongPhase,
    WrongStanding,
)
from app.domain.events import (
    ConferencePaused,
    IdentityConfirmed,
    LegConnected,
    LegDropped,
    LegLost,
    LegReturned,
    ParticipantArrived,
)
from app.domain.ids import PlaceId
from app.domain.people import LOBBY, IdentityMethod, LegKind, Role
from tests.domain.people import (
    CHAIR,
    CIVIC_CENTRE,
    CIVIC_CENTRE_ROOM,
    FATHER,
    FLAT,
    GALLERY,
    KITCHEN,
    MOTHER,
    OBSERVER,
    OFFICE,
    SOCIAL_WORKER,
    WORKSHOP,
    device_of,
    room_device,
    who,
)
from tests.domain.scenario import (
    BOOKED,
    EVERYBODY_WAITS,
    IN_SESSION,
    LOBBY_OPEN,
    Story,
    given,
    hears,
    is_dark,
    standing_of,
)
from tests.domain.steps import (
    admit,
    answer,
    drop,
    exclude,
    join,
    join_room,
    restate,
)


def test_a_new_connection_waits_in_the_lobby() -> None:
    after = given(LOBBY_OPEN).when(join(MOTHER))
    after.then(ParticipantArrived(KITCHEN, LegKind.BROWSER, MOTHER, None, device_of(KITCHEN)))
    assert after.state.leg(KITCHEN).zone == LOBBY


def test_a_sign_in_says_who_it_is() -> None:
    given(LOBBY_OPEN).when(join(CHAIR)).then(
        ParticipantArrived(OFFICE, LegKind.BROWSER, CHAIR, None, device_of(OFFICE)),
        IdentityConfirmed(CHAIR, device_of(OFFICE), IdentityMethod.SIGN_IN),
    )


def test_a_device_that_is_known_is_not_confirmed_again() -> None:
    after = given(LOBBY_OPEN, join(CHAIR), drop(OFFICE)).when(join(CHAIR))
    after.then(ParticipantArrived(OFFICE, LegKind.BROWSER, CHAIR, None, device_of(OFFICE)))


@pytest.mark.parametrize("story", [BOOKED, Story()])
def test_nobody_joins_before_the_lobby_is_open(story: Story) -> None:
    story.when(join_room(CIVIC_CENTRE)).refuses(WrongPhase)


def test_whoever_joins_during_the_conference_waits_whoever_they_are() -> None:
    after = given(IN_SESSION, drop(KITCHEN), join(MOTHER))
    assert after.state.leg(KITCHEN).zone == LOBBY
    assert is_dark(after, KITCHEN)


def test_the_same_device_again_replaces_its_older_connection() -> None:
    again = Join(FLAT, LegKind.BROWSER, device_of(KITCHEN), signed_in=False)
    given(EVERYBODY_WAITS).when((again, who(MOTHER, FLAT))).then(
        LegDropped(KITCHEN, "replaced"),
        ParticipantArrived(FLAT, LegKind.BROWSER, MOTHER, None, device_of(KITCHEN)),
    )


def test_a_reload_while_inside_leads_to_the_lobby() -> None:
    again = Join(FLAT, LegKind.BROWSER, device_of(KITCHEN), signed_in=False)
    after = given(IN_SESSION, (again, who(MOTHER, FLAT)))
    assert standing_of(after, MOTHER) == "waiting"
    assert is_dark(after, FLAT)


def test_another_device_with_the_same_link_displaces_nobody() -> None:
    after = given(IN_SESSION, join(MOTHER, WORKSHOP))
    assert not is_dark(after, KITCHEN)
    assert is_dark(after, WORKSHOP)


def test_another_device_alerts_the_chair() -> None:
    after = given(IN_SESSION, join(MOTHER, WORKSHOP))
    panel = after.view(OFFICE).panel
    assert panel is not None
    mother = next(person for person in panel.people if person.participant_id == MOTHER)
    assert [leg.second_device for leg in mother.legs] == [True, True]


def test_there_is_a_limit_to_the_connections_of_one_person() -> None:
    three = given(LOBBY_OPEN, join(MOTHER), join(MOTHER, FLAT), join(MOTHER, WORKSHOP))
    three.when(join(MOTHER, GALLERY)).refuses(TooManyLegs)


def test_a_connection_joins_once() -> None:
    given(LOBBY_OPEN, join(MOTHER)).when(join(FATHER, KITCHEN)).refuses(AlreadyHere, NotPermitted)


def test_a_room_joins_with_nobody_in_it_yet() -> None:
    after = given(LOBBY_OPEN).when(join_room(CIVIC_CENTRE))
    after.then(
        ParticipantArrived(
            CIVIC_CENTRE, LegKind.ROOM, None, CIVIC_CENTRE_ROOM, device_of(CIVIC_CENTRE)
        )
    )
    assert not after.state.leg(CIVIC_CENTRE).present


def test_a_room_that_joins_again_replaces_its_older_connection() -> None:
    again = Join(FLAT, LegKind.ROOM, device_of(FLAT), signed_in=False)
    after = given(EVERYBODY_WAITS).when((again, room_device(CIVIC_CENTRE)))
    assert after.happened[0] == LegDropped(CIVIC_CENTRE, "replaced")


def test_a_person_never_joins_as_a_room() -> None:
    given(LOBBY_OPEN).when(join(MOTHER, kind=LegKind.ROOM)).refuses(NotPermitted)


def test_a_room_joins_only_as_a_room_of_the_conference() -> None:
    as_browser = Join(CIVIC_CENTRE, LegKind.BROWSER, device_of(CIVIC_CENTRE), signed_in=False)
    given(LOBBY_OPEN).when((as_browser, room_device(CIVIC_CENTRE))).refuses(NotPermitted)
    elsewhere = Actor(Role.ROOM_DEVICE, None, PlaceId(KITCHEN), None)
    given(LOBBY_OPEN).when(join_room(CIVIC_CENTRE), by=elsewhere).refuses(UnknownPlace)


def test_the_media_of_a_leg_is_noted_once() -> None:
    before = given(LOBBY_OPEN, join(MOTHER)).when((NoteConnected(KITCHEN), SERVICE))
    before.then(LegConnected(KITCHEN)).when((NoteConnected(KITCHEN), SERVICE)).then()


def test_what_the_service_notes_of_a_leg_that_is_gone_changes_nothing() -> None:
    for note in (NoteConnected(FLAT), NoteLost(FLAT), NoteReturned(FLAT)):
        given(IN_SESSION).when((note, SERVICE)).then()
    given(IN_SESSION).when(drop(FLAT)).then()


def test_a_lost_leg_stays_where_it_is_and_may_return() -> None:
    lost = given(IN_SESSION).when((NoteLost(KITCHEN), SERVICE)).then(LegLost(KITCHEN))
    assert not is_dark(lost, KITCHEN)
    back = lost.when((NoteReturned(KITCHEN), SERVICE)).then(LegReturned(KITCHEN))
    assert back.state.leg(KITCHEN).lost_at is None


@pytest.mark.req("REQ-32")
def test_a_drop_leads_to_the_lobby_with_fresh_answers() -> None:
    after = given(IN_SESSION, drop(KITCHEN), join(MOTHER))
    assert after.state.leg(KITCHEN).answers is None
    assert MOTHER in after.state.was_in


def test_a_dropped_room_takes_everybody_in_it_out() -> None:
    after = given(IN_SESSION, drop(CIVIC_CENTRE))
    assert {standing_of(after, id) for id in (SOCIAL_WORKER, FATHER)} == {"waiting"}
    assert after.state.was_in == {SOCIAL_WORKER, FATHER}


def test_an_excluded_person_who_drops_stays_excluded() -> None:
    after = given(IN_SESSION, exclude(MOTHER), drop(KITCHEN), join(MOTHER), answer(MOTHER))
    assert standing_of(after, MOTHER) == "excluded"
    after.when(admit(MOTHER)).refuses(WrongStanding)


def test_one_leaves_for_oneself_only() -> None:
    left = given(IN_SESSION).when((Leave(KITCHEN), who(MOTHER)))
    left.then(LegDropped(KITCHEN, "left"))
    given(IN_SESSION).when((Leave(KITCHEN), who(FATHER, FLAT))).refuses(NotPermitted)
    given(IN_SESSION).when((Leave(KITCHEN), who(CHAIR))).refuses(NotPermitted)
    given(IN_SESSION).when((Leave(KITCHEN), who(CHAIR, KITCHEN))).refuses(NotPermitted)
    given(IN_SESSION).when((Leave(FLAT), who(FATHER))).refuses(UnknownLeg)


def test_a_room_leaves_for_itself() -> None:
    left = given(IN_SESSION).when((Leave(CIVIC_CENTRE), room_device(CIVIC_CENTRE)))
    left.then(LegDropped(CIVIC_CENTRE, "left"))


def test_the_chair_who_leaves_pauses_the_conference() -> None:
    given(IN_SESSION).when((Leave(OFFICE), who(CHAIR))).then(
        LegDropped(OFFICE, "left"), ConferencePaused("chair_lost")
    )


def test_an_observer_hears_and_has_no_way_to_speak() -> None:
    after = given(IN_SESSION, join(OBSERVER), answer(OBSERVER), admit(OBSERVER))
    assert hears(after, GALLERY, OFFICE)
    assert not any(hears(after, leg, GALLERY) for leg in after.state.legs)


def test_an_observer_in_a_room_does_not_silence_it() -> None:
    room = (SOCIAL_WORKER, FATHER, OBSERVER)
    after = given(IN_SESSION, restate(CIVIC_CENTRE, *room), admit(OBSERVER, CIVIC_CENTRE))
    assert hears(after, OFFICE, CIVIC_CENTRE)
