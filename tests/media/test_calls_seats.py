"""Who is in a call's mix when there are too many, and what the engine tells of calls."""

from itertools import pairwise

from media.api import (
    Kind,
    Levels,
    Sending,
    SlotBound,
    WentDark,
)
from media.engine import EmbeddedEngine
from media.phone.bridge import Bridge
from tests.media.conftest import Lined
from tests.media.peer import Peer
from tests.media.room import CONFERENCE
from tests.media.stage import (
    PITCHES,
    Speaker,
    beating,
    each_other,
    heard_by_browser,
    heard_by_caller,
    may_hear,
    stage_of,
    tones,
    union,
)
from tests.media.telephone import Caller, tone_frame


def mother() -> Caller:
    return Caller("mother", PITCHES[0])


def father() -> Caller:
    return Caller("father", PITCHES[1])


async def test_of_five_the_three_loudest_are_in_the_mix(near_line: Lined) -> None:
    listener, quiet = Caller("listener"), Caller("quiet", PITCHES[0])
    loud = [Caller("a", PITCHES[1]), Caller("b", PITCHES[2])]
    browser = Speaker("browser", PITCHES[3])
    quiet.says = lambda: tone_frame(quiet.hz, 0, 0.001)
    callers = [listener, quiet, *loud]
    async with stage_of(near_line.room, near_line.line, callers, [browser]) as stage:
        await stage.room.plan(each_other(*callers, browser))
        three = tones(browser, *loud)
        with beating(stage):
            await stage.telephone.until(lambda: heard_by_caller(listener)[-1:] == [three])


async def test_a_call_that_falls_silent_leaves_its_seat_to_another(near_line: Lined) -> None:
    callers = [Caller(f"caller {hz}", hz) for hz in PITCHES[:5]]
    async with stage_of(near_line.room, near_line.line, callers) as stage:
        await stage.room.plan(each_other(*callers))
        listener, silent = callers[0], callers[1]
        await stage.beats(3)
        assert tones(silent) <= union(heard_by_caller(listener))
        silent.hz = 0
        others = tones(*callers[2:])
        with beating(stage):
            await stage.telephone.until(lambda: heard_by_caller(listener)[-1:] == [others])


async def test_facts_tell_of_calls_as_of_browsers(lined: Lined) -> None:
    parent, chair = mother(), Speaker("chair", PITCHES[3])
    async with stage_of(lined.room, lined.line, [parent], [chair]) as stage:
        await stage.room.plan(each_other(parent, chair))
        both = {parent.key, chair.key}
        with beating(stage):
            levels = await stage.room.until(
                Levels, lambda f: {leg for leg, level in f.levels if level < 60} == both
            )
            sending = await stage.room.until(Sending, lambda fact: len(fact.pairs) == 2)
        assert abs(dict(levels.levels)[parent.key] - 23) <= 1
        assert {(source, sink, kind) for source, sink, kind, _ in sending.pairs} == {
            (parent.key, chair.key, Kind.SOUND),
            (chair.key, parent.key, Kind.SOUND),
        }
        assert set(sending.receiving_from) == both
        bound = {(f.sink, f.mid, f.source, f.kind) for f in stage.room.of(SlotBound)}
        assert (parent.key, "a", chair.key, Kind.SOUND) in bound
        assert (chair.key, "a", parent.key, Kind.SOUND) in bound
        assert stage.room.of(WentDark) == []


async def test_a_call_without_sound_stops_its_packets_and_begins_anew(near_line: Lined) -> None:
    """The times of the packets tell how long it was silent."""
    parent, chair = mother(), Speaker("chair")
    async with stage_of(near_line.room, near_line.line, [parent], [chair]) as stage:
        await stage.room.plan(may_hear((parent, chair)))
        await stage.beats(10)
        parent.hz = 0
        await stage.beats(50)
        assert len(chair.ears.heard) == 15
        parent.hz = PITCHES[0]
        await stage.beats(10)
        times = [heard.timestamp for heard in chair.heard_in("a")]
        steps = [(b - a) % 2**32 for a, b in pairwise(times)]
        assert steps == [960] * 14 + [960 * 46] + [960] * 9
        assert union(heard_by_browser(chair)) == tones(parent)


async def test_what_no_browser_has_in_a_slot_is_not_encoded(near_line: Lined) -> None:
    parent, other, chair = mother(), father(), Speaker("chair")
    async with stage_of(near_line.room, near_line.line, [parent, other], [chair]) as stage:
        await stage.room.plan(may_hear((parent, other), (other, chair)))
        await stage.beats(5)
        engine = stage.room.engine
        assert isinstance(engine, EmbeddedEngine)
        bridge: Bridge = engine._running().bridge
        assert bridge._legs[parent.call].voice._encoder is None
        assert bridge._legs[other.call].voice._encoder is not None


async def test_a_picture_never_goes_to_a_call(near_line: Lined) -> None:
    parent = mother()
    async with Peer("chair") as chair:
        await chair.join(near_line.room.engine, CONFERENCE)
        async with stage_of(near_line.room, near_line.line, [parent]) as stage:
            await stage.room.plan(each_other(parent, chair))
            chair.show()
            await stage.beats(3)
            bound = [fact for fact in stage.room.of(SlotBound) if fact.sink == parent.key]
            assert {fact.kind for fact in bound} <= {Kind.SOUND}
            assert parent.hears() == []
