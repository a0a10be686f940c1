"""Whatever anybody does, in whatever order: nobody hears, sees or comes in who may not.

Each case is a conference by chance. After every command the plan and every screen are compared
with a model that works out in another way who may be where.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from dataclasses import fields, replace
from functools import cache
from random import Random

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.domain.commands import Command, Join
from app.domain.conference import RUNNING, UNBOOKED
from app.domain.decide import decide
from app.domain.errors import Refusal
from app.domain.events import Event, PlanApplied
from app.domain.evolve import Recorded, evolve, fold
from app.domain.hearing import spans
from app.domain.ids import LegId, Micros, ParticipantId
from app.domain.views import view_for
from tests.domain.beginnings import BEGINNINGS
from tests.domain.chances import next_steps
from tests.domain.checks import (
    Shown,
    check_all,
    check_asked,
    check_may_happen,
    check_narrowing,
    shown,
)
from tests.domain.model_parts import Model
from tests.domain.people import (
    CHAIR,
    OFFICE,
    ROOMS,
    SCHOOL,
    STAFF,
    TABLET,
    UNCLE,
    WORKSHOP,
    who,
)
from tests.domain.scenario import (
    Actor,
    Story,
)
from tests.domain.scenario import given as told
from tests.domain.steps import (
    Step,
    answer,
    bring_back,
    connect,
    join,
    join_room,
    restart,
    restate,
)
from tests.domain.tape import Tape

LONGEST = 44

tapes = st.binary(min_size=12, max_size=LONGEST)
"""Five choices on average, most of them of several commands."""


def cases(number: int) -> settings:
    return settings(max_examples=number, phases=[Phase.generate, Phase.shrink], database=None)


@cache
def model_at(beginning: int) -> Model:
    model = Model()
    for recorded in BEGINNINGS[beginning].log:
        model.learn(recorded)
    return model


@cache
def shown_at(beginning: int) -> Shown:
    return shown(BEGINNINGS[beginning].state)


def happening(tape: Tape, story: Story) -> Iterator[tuple[Command, list[Recorded]]]:
    """Each command that was not refused, and what it caused. Some are made on an older view."""
    state, now = story.state, int(story.now)
    older = deque([state], maxlen=6)
    while not tape.is_over:
        passes, steps = next_steps(tape, state)
        now += passes
        is_late = tape.number(8) == 7
        for wanted, by in steps:
            seen = older[0] if is_late else state
            command = wanted(seen) if callable(wanted) else wanted
            now += 1
            actor = by if isinstance(by, Actor) else who(by)
            try:
                caused = decide(state, command, actor, Micros(now))
            except Refusal:
                continue
            new = [
                Recorded(version, Micros(now), actor, event)
                for version, event in enumerate(caused, start=state.version + 1)
            ]
            if new:
                older.append(state)
                state = fold(state, new)
                yield command, new


def hold(choices: bytes) -> None:
    """One conference by chance, checked after each command."""
    tape = Tape(choices)
    beginning = tape.number(len(BEGINNINGS))
    model, before = model_at(beginning).copy(), shown_at(beginning)
    for command, new in happening(tape, BEGINNINGS[beginning]):
        state = before.state
        check_asked(model, command, new)
        for recorded in new:
            check_may_happen(model, recorded)
            state = evolve(state, recorded)
            model.learn(recorded)
        after = shown(state)
        check_all(model, after)
        check_narrowing(before, after)
        before = after


def log_of(choices: bytes) -> list[Recorded]:
    tape = Tape(choices)
    story = BEGINNINGS[tape.number(len(BEGINNINGS))]
    caused = [recorded for _, new in happening(tape, story) for recorded in new]
    return [*story.log, *caused]


def test_nobody_ever_hears_sees_or_comes_in_who_may_not() -> None:
    """The same 8,000 conferences in every run."""
    chance = Random(20261122)  # noqa: S311  nothing here is a secret
    for _ in range(8_000):
        choices = chance.randbytes(chance.randint(12, LONGEST))
        if not is_safe(choices):
            hold(shortest(choices))


@cases(1_000)
@given(tapes)
def test_nobody_ever_does_in_conferences_that_differ_from_run_to_run(choices: bytes) -> None:
    hold(choices)


def is_safe(choices: bytes) -> bool:
    try:
        hold(choices)
    except AssertionError:
        return False
    return True


def shortest(choices: bytes) -> bytes:
    """With ever smaller pieces left out, as long as it still fails."""
    size = len(choices)
    while size := size // 2:
        for at in range(0, len(choices), size):
            without = choices[:at] + choices[at + size :]
            if not is_safe(without):
                choices = without
    return choices


@cases(200)
@given(tapes, st.integers(0))
def test_a_log_read_in_pieces_says_what_it_says_at_once(choices: bytes, cut: int) -> None:
    log = log_of(choices)
    at = cut % (len(log) + 1)
    whole = fold(UNBOOKED, log)
    assert fold(fold(UNBOOKED, log[:at]), log[at:]) == whole
    assert whole.version == len(log)


@cases(400)
@given(tapes)
def test_whoever_waits_sees_nothing_of_what_is_not_about_them(choices: bytes) -> None:
    """Two conferences, one of which has just had another event: the uncle cannot tell which."""
    tape = Tape(choices)
    story = told(BEGINNINGS[tape.number(len(BEGINNINGS))], join(UNCLE), answer(UNCLE))
    view, state = story.view(WORKSHOP), story.state
    for _, new in happening(tape, story):
        if any(is_about_the_uncle(recorded.event) for recorded in new):
            return
        state = fold(state, new)
        assert view_for(state, WORKSHOP) == view


def is_about_the_uncle(event: Event) -> bool:
    named = [getattr(event, field.name) for field in fields(event)]
    return any(
        about in {UNCLE, WORKSHOP} or (isinstance(about, frozenset) and UNCLE in about)
        for about in named
        if isinstance(about, Hashable)
    )


@cases(200)
@given(tapes)
def test_whoever_could_hear_was_in_a_place_that_was_heard(choices: bytes) -> None:
    """I14: the model knows who was in one, at every moment of the log."""
    log = confirmed(log_of(choices))
    model, heard = Model(), dict[Micros, set[ParticipantId]]()
    for recorded in log:
        model.learn(recorded)
        heard[recorded.at] = {id for _, sink in model.flows() for id in model.present[sink]}
    for span in spans(log, Micros(log[-1].at + 1)):
        moments = [at for at in heard if span.begins_at <= at < span.ends_at]
        assert all(span.participant_id in heard[at] for at in moments)


def confirmed(log: list[Recorded]) -> list[Recorded]:
    """The same log, where the engine confirms the plan of every event."""
    after: list[Recorded] = []
    for recorded in log:
        version = len(after) + 1
        applied = replace(recorded, version=version + 1, event=PlanApplied(version))
        after += [replace(recorded, version=version), applied]
    return after


@cases(200)
@given(tapes)
def test_after_a_restart_nobody_has_more_than_before_and_nobody_is_forgotten(
    choices: bytes,
) -> None:
    log, model = log_of(choices), Model()
    for recorded in log:
        model.learn(recorded)
    before = fold(UNBOOKED, log)
    if before.phase not in RUNNING:
        return
    heard = people_heard(model)
    let_in = {id for id, leg in model.permits if leg not in model.held}
    for recorded in brought_back(Story(tuple(log), before, log[-1].at), model):
        model.learn(recorded)
    again = people_heard(model)
    assert again <= let_in | before.was_in | {CHAIR}
    assert not again & model.excluded
    here = frozenset[ParticipantId]().union(*(leg.present for leg in before.legs.values()))
    if CHAIR in heard and not any(pair <= here for pair in model.apart):
        assert heard <= again


def people_heard(model: Model) -> set[ParticipantId]:
    return {id for leg in model.heard_legs() for id in model.present[leg]}


def brought_back(story: Story, before: Model) -> tuple[Recorded, ...]:
    """All come back to the places where they were, answer, and the chair taps."""
    legs = list(dict.fromkeys([OFFICE, TABLET, SCHOOL, *before.came]))
    steps: list[Step] = [restart()]
    for leg in legs:
        steps += returning(before, leg)
    rooms = [leg for leg in legs if leg in ROOMS]
    steps += [restate(room, *before.present[room]) for room in rooms]
    after = story
    for step in [*steps, bring_back()]:
        after = after.when(step)
    return after.log[len(story.log) :]


def returning(before: Model, leg: LegId) -> list[Step]:
    if leg in ROOMS:
        return [join_room(leg), connect(leg)]
    arrived = before.came.get(leg)
    if arrived is None or arrived.participant_id is None:
        id = next(id for id in STAFF if who(id).leg_id == leg)
        return [join(id), answer(id)]
    id = arrived.participant_id
    again = Join(leg, arrived.kind, arrived.device_id, signed_in=id in STAFF)
    company = before.present[leg] - {id}
    return [(again, who(id, leg)), answer(id, leg=leg, here=company)]
