"""Interpreters are independent, and are where the person is whom they serve (REQ-52)."""

from dataclasses import replace

import pytest

from app.domain.commands import SERVICE, DropLegs
from app.domain.errors import NotInAudience, NotIndependent, SupporterNotReady, WrongStanding
from app.domain.gates.events import InterpreterAssigned, Relation, SupportKind
from app.domain.halting.commands import BringFromAside, MoveAside
from app.domain.halting.events import MovedAside
from app.domain.ids import LegId, ParticipantId
from app.domain.people import LOBBY, side_of
from tests.domain.gates_steps import (
    CLOSED,
    DAUGHTER,
    FATHER,
    FRIEND,
    HOME,
    INTERPRETER,
    LAST,
    PREPARED,
    as_,
    assign,
    come,
    describe,
    let_in,
    opening,
    put_out,
    running,
    say,
)
from tests.domain.people import CHAIR, CLEAR, MOTHER, SOCIAL_WORKER
from tests.domain.scenario import given, hears, is_dark, standing_of
from tests.domain.steps import Step, begin, bring_back, confirm, hold, release, sealed

READY = given(running(PREPARED, SOCIAL_WORKER), assign(), *come(INTERPRETER))
INSIDE = given(READY, *come(MOTHER), let_in(MOTHER), let_in(INTERPRETER))


def back(leg: LegId) -> Step:
    return lambda seen: BringFromAside(leg, seen.version), as_(CHAIR)


HERS, THEIRS = HOME[MOTHER], HOME[INTERPRETER]


@pytest.mark.req("REQ-52", partial="pages")
@pytest.mark.parametrize("id", [FATHER, MOTHER, DAUGHTER])
def test_nobody_of_the_family_interprets(id: ParticipantId) -> None:
    given(PREPARED).when(assign(id, MOTHER)).refuses(NotIndependent)


@pytest.mark.req("REQ-52", partial="pages")
@pytest.mark.parametrize("relation", [Relation.RELATIVE, Relation.FRIEND, Relation.CHILD])
def test_nobody_close_to_the_family_interprets(relation: Relation) -> None:
    given(PREPARED).when(assign(relation=relation)).refuses(NotIndependent)
    close = describe(INTERPRETER, MOTHER, kind=SupportKind.RELATIVE)
    given(PREPARED).when(close).refuses(NotIndependent)
    given(PREPARED, describe(FRIEND, MOTHER)).when(assign(FRIEND)).refuses(NotIndependent)


def test_an_interpreter_serves_somebody_who_is_none() -> None:
    given(PREPARED).when(assign()).then(InterpreterAssigned(INTERPRETER, MOTHER))
    given(PREPARED).when(assign(SOCIAL_WORKER)).refuses(WrongStanding)
    given(PREPARED).when(assign(serves=INTERPRETER)).refuses(WrongStanding)


def test_an_interpreter_of_nobody_stays_in_the_lobby() -> None:
    story = given(running(PREPARED), *come(INTERPRETER))
    story.when(let_in(INTERPRETER)).refuses(SupporterNotReady)


@pytest.mark.req("REQ-52", partial="pages")
def test_an_interpreter_comes_in_after_the_person_they_serve() -> None:
    READY.when(let_in(INTERPRETER)).refuses(NotInAudience)
    assert hears(INSIDE, THEIRS, HERS)
    assert hears(INSIDE, HERS, THEIRS)


def test_the_opening_lets_both_in_together() -> None:
    here = given(PREPARED, assign(), *come(CHAIR), *come(MOTHER), *come(INTERPRETER))
    known = given(here, confirm(INTERPRETER, THEIRS))
    assert standing_of(given(known, opening()), INTERPRETER) == "waiting"
    both = given(known, confirm(MOTHER, HERS), opening())
    assert not is_dark(both, THEIRS)


@pytest.mark.req("REQ-52", partial="pages")
@pytest.mark.parametrize("gone", ["excluded", "held", "left", "moved"])
def test_an_interpreter_is_dark_while_the_person_they_serve_is_not_in(gone: str) -> None:
    steps = {
        "excluded": put_out(MOTHER),
        "held": hold(HERS),
        "left": (DropLegs(frozenset({HERS}), "socket"), SERVICE),
        "moved": (MoveAside(HERS, MOTHER), as_(CHAIR)),
    }
    assert is_dark(given(INSIDE, steps[gone]), THEIRS)


def test_they_are_heard_again_with_the_person_they_serve() -> None:
    back = given(INSIDE, hold(HERS), release(HERS))
    assert not is_dark(back, THEIRS)


@pytest.mark.req("REQ-52", partial="pages")
def test_an_interpreter_leaves_for_a_part_that_is_not_for_whom_they_serve() -> None:
    """By rule: the list of the part names them."""
    leaving = given(INSIDE, begin(CLOSED))
    assert leaving.state.leg(THEIRS).zone == LOBBY
    closed = given(leaving, sealed(CLOSED), say(INTERPRETER))
    assert is_dark(closed, THEIRS)
    closed.when(let_in(INTERPRETER)).refuses(NotInAudience)
    assert standing_of(given(closed, bring_back()), INTERPRETER) == "waiting"
    back = given(closed, say(MOTHER), begin(LAST), bring_back())
    assert not is_dark(back, THEIRS)


@pytest.mark.req("REQ-52", partial="pages")
def test_asked_for_it_they_go_into_the_private_room_together() -> None:
    together = MoveAside(HERS, MOTHER, with_interpreters=True), as_(CHAIR)
    moved = INSIDE.when(together)
    moved.then(MovedAside(HERS, MOTHER), MovedAside(THEIRS, MOTHER))
    assert hears(moved, THEIRS, HERS)
    assert moved.state.leg(THEIRS).zone == side_of(MOTHER)
    alone = given(INSIDE, (MoveAside(THEIRS, FATHER), as_(CHAIR)))
    assert is_dark(alone, THEIRS)
    assert is_dark(given(moved, put_out(MOTHER)), THEIRS)
    elsewhere = (MoveAside(HERS, MOTHER), as_(CHAIR)), (MoveAside(THEIRS, FATHER), as_(CHAIR))
    worker = (MoveAside(HOME[SOCIAL_WORKER], FATHER), as_(CHAIR))
    assert is_dark(given(INSIDE, *elsewhere, worker), THEIRS)


def test_they_come_back_after_the_person_they_serve() -> None:
    together = MoveAside(HERS, MOTHER, with_interpreters=True), as_(CHAIR)
    moved = given(INSIDE, together, say(MOTHER), say(INTERPRETER))
    first, then = back(HERS), back(THEIRS)
    moved.when(then).refuses(NotInAudience)
    assert hears(given(moved, first, then), HERS, THEIRS)


def test_an_interpreter_beside_the_person_they_serve_is_heard_with_them() -> None:
    beside = replace(CLEAR, alone=False)
    served = given(INSIDE, describe(INTERPRETER, MOTHER, kind=SupportKind.INTERMEDIARY))
    assert given(served, say(MOTHER, beside, INTERPRETER))
