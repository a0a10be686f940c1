"""Private rooms, stops and signals by chance: sound stays in its zone, whatever anybody does."""

from random import Random

from app.domain.asking.events import Outcome, Question
from app.domain.conference import Conference, Phase
from app.domain.decide import decide
from app.domain.errors import Refusal
from app.domain.evolve import Recorded, fold
from app.domain.ids import LegId, Micros, ParticipantId
from app.domain.people import MAIN, LegKind, Standing, Zone, is_side
from app.domain.routing import Flow, media_plan
from app.domain.views import AsideView, InsideView, view_for
from tests.domain.chances import ASKINGS, PASSES, Asking
from tests.domain.people import FATHER, MOTHER, TEACHER, UNCLE, who
from tests.domain.scenario import EVERYBODY_WAITS, IN_SESSION, WITHOUT_HIM_THERE, Actor, Story
from tests.domain.scenario import given as told
from tests.domain.signal_steps import (
    adjourn,
    aside,
    bring,
    check,
    end,
    give_break,
    mute,
    mute_self,
    phrase,
    plan_safety,
    question,
    repeated,
    reply,
    signal,
    speak,
    stop,
    unmute,
    want_break,
)
from tests.domain.steps import Step, answer, pause
from tests.domain.tape import Tape, anybody, at_some_leg

CONFERENCES = 2_000
LONGEST = 60
FAMILY = (MOTHER, FATHER, UNCLE)
BEGINNINGS = (
    told(IN_SESSION, plan_safety(MOTHER), plan_safety(FATHER)),
    told(WITHOUT_HIM_THERE, plan_safety(MOTHER)),
    told(EVERYBODY_WAITS, plan_safety(UNCLE)),
)


def moving_aside(tape: Tape, seen: Conference) -> list[Step]:
    _, leg = at_some_leg(tape, seen, anybody)
    before = [pause()] if tape.number(3) == 0 else []
    return [*before, aside(leg, tape.one_of(FAMILY))]


def bringing_back(tape: Tape, seen: Conference) -> list[Step]:
    legs = [leg for leg in seen.legs.values() if is_side(leg.zone)]
    if not legs:
        return moving_aside(tape, seen)
    leg = tape.one_of(legs)
    said = [answer(leg.owner)] if leg.owner is not None and tape.number(4) else []
    return [*said, bring(leg.id)]


def asking(tape: Tape, _: Conference) -> list[Step]:
    id = tape.person()
    return [tape.one_of((speak(id), signal(id), want_break(id), mute_self(id)))]


def responding(tape: Tape, _: Conference) -> list[Step]:
    id = tape.one_of(FAMILY)
    asked = [question(id, Question.IN_DANGER), reply(id, yes=True)]
    ended = [phrase(id), answer(id), end(id, tape.one_of(tuple(Outcome)))]
    return tape.one_of(([check(id)], [signal(id), check(id)], [check(id, TEACHER)], asked, ended))


def halting(tape: Tape, _: Conference) -> list[Step]:
    id = tape.person()
    rare = adjourn() if tape.seldom() else stop()
    return [tape.one_of((give_break(), mute(id), unmute(id), repeated(id), rare))]


ALL: tuple[Asking, ...] = (
    *ASKINGS,
    *(moving_aside,) * 6,
    *(bringing_back,) * 4,
    *(asking,) * 4,
    *(responding,) * 5,
    *(halting,) * 3,
)


def states_of(tape: Tape, story: Story) -> list[Conference]:
    state, now = story.state, int(story.now)
    found: list[Conference] = []
    while not tape.is_over:
        now += tape.one_of(PASSES)
        for wanted, by in tape.one_of(ALL)(tape, state):
            now += 1
            actor = by if isinstance(by, Actor) else who(by)
            command = wanted(state) if callable(wanted) else wanted
            try:
                caused = decide(state, command, actor, Micros(now))
            except Refusal:
                continue
            numbered = enumerate(caused, start=state.version + 1)
            state = fold(state, (Recorded(n, Micros(now), actor, event) for n, event in numbered))
            found.append(state)
    return found


def check_flow(state: Conference, flow: Flow) -> None:
    ends = state.legs[flow.source], state.legs[flow.sink]
    zones = {leg.zone for leg in ends}
    people = ends[0].present | ends[1].present
    assert len(zones) == 1
    assert MAIN in zones or all(is_side(zone) for zone in zones)
    assert not any(pair <= people for pair in state.kept_apart)
    for leg in ends:
        assert leg.kind is not LegKind.COMPANION
        for id in leg.present:
            assert state.participants[id].standing is not Standing.EXCLUDED
    if MAIN in zones:
        assert state.phase is Phase.IN_SECTION
        assert state.current is not None
        assert people <= state.current.audience
        assert all(state.participants[id].standing is Standing.ADMITTED for id in people)
    else:
        assert state.phase in {Phase.LOBBY_OPEN, Phase.PAUSED, Phase.SEALING, Phase.IN_SECTION}


def check_screen(state: Conference, leg_id: LegId) -> None:
    """Names only of those in the same zone, and none for whoever is put out."""
    leg, screen = state.legs[leg_id], view_for(state, leg_id).screen
    if not isinstance(screen, InsideView | AsideView):
        return
    zone = MAIN if isinstance(screen, InsideView) else leg.zone
    shown = {person.participant_id for person in screen.people}
    assert shown <= in_zone(state, zone)
    assert not any(
        pair <= shown | leg.present and pair & leg.present and pair & shown - leg.present
        for pair in state.kept_apart
    )
    for id in leg.present:
        assert state.participants[id].standing is not Standing.EXCLUDED


def in_zone(state: Conference, zone: Zone) -> set[ParticipantId]:
    return {id for leg in state.legs.values() if leg.zone == zone for id in leg.present}


def test_sound_and_names_stay_in_their_zone_and_reach_nobody_who_is_put_out() -> None:
    """The same 2,000 conferences in every run."""
    chance, reached = Random(20261123), set[str]()  # noqa: S311  nothing here is a secret
    for _ in range(CONFERENCES):
        tape = Tape(chance.randbytes(chance.randint(12, LONGEST)))
        for state in states_of(tape, BEGINNINGS[tape.number(len(BEGINNINGS))]):
            for flow in media_plan(state):
                check_flow(state, flow)
                reached.add(state.legs[flow.sink].zone.split(":")[0])
            for leg in state.legs:
                check_screen(state, leg)
            reached.add(state.phase)
    assert reached >= {"main", "side", "stopped", "adjourned", "paused", "sealing"}
