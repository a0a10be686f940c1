"""The telephones of the tests hear and say what they are believed to, each beside another."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from bench.stage.child import Child, python
from tests.callers import ears, sipp, sipp_scenarios, sounds
from tests.callers.answering import Answering, Does
from tests.callers.baresip import baresip
from tests.callers.call import Call, Refused
from tests.callers.caller import Caller
from tests.callers.g711 import Samples
from tests.callers.linphone import linphone
from tests.callers.lonely import lonely
from tests.callers.mutate import mutated
from tests.callers.started import until_so
from tests.callers.tortures import octets, tortures

HOST = "127.0.0.1"
HZ, OTHER_HZ = 1033, 1571
START, SOON = 15.0, 5.0


def seconds(frames: sounds.Frames, count: float) -> Samples:
    return np.concatenate([next(frames) for _ in range(round(count * 50))])


@pytest.fixture
def stack() -> Iterator[Child]:
    """A SIP stack that answers and echoes."""
    with Child("stack", python("bench.support.bare_stack", HOST, "10")) as child:
        yield child


@pytest.fixture
def uri(stack: Child) -> str:
    return f"sip:100@{HOST}:{stack.reply(START)['port']}"


@asynccontextmanager
async def pair(does: Does = Does.ANSWER) -> AsyncGenerator[tuple[Caller, Call]]:
    async with Answering(does) as phone:
        address = f"sip:100@{phone.address[0]}:{phone.address[1]}"
        async with Caller(address) as caller:
            yield caller, await phone.call()


def test_a_tone_is_heard_at_its_level_and_no_other_is() -> None:
    both = seconds(sounds.tone(HZ, -20.0), 1) + seconds(sounds.tone(OTHER_HZ, -50.0), 1)
    assert ears.tones(both) == {HZ, OTHER_HZ}
    assert ears.level(both, HZ) == pytest.approx(-20.0, abs=0.1)
    assert ears.level(both, OTHER_HZ) == pytest.approx(-50.0, abs=0.5)
    assert ears.level(both, 2203) < -90.0
    assert ears.rms(seconds(sounds.silence(), 1)) < -100.0


def test_a_clip_is_told_from_others_and_found_where_it_is() -> None:
    clips = {str(seed): seconds(sounds.speech_like(seed), 1.5) for seed in range(4)}
    nothing = seconds(sounds.silence(), 0.5)
    heard = np.concatenate([nothing, clips["2"] // 2, nothing, clips["0"], clips["2"]])
    found = ears.spoken(heard, clips)
    assert [name for _, name in found] == ["2", "0", "2"]
    assert [at for at, _ in found] == pytest.approx([0.5, 2.5, 4.0], abs=0.01)


async def test_two_telephones_of_ours_hear_each_other() -> None:
    async with pair() as (caller, called):
        caller.say(sounds.tone(HZ))
        called.say(sounds.tone(OTHER_HZ))
        await called.ears.hears_tone(HZ, within=2.0)
        await caller.ears.hears_tone(OTHER_HZ, within=2.0)
        clip = seconds(sounds.speech_like(3), 1.0)
        called.say(iter(np.concatenate([clip, np.zeros(80_000, np.int16)]).reshape(-1, 160)))
        await caller.hears(clip, within=3.0)
        with pytest.raises(TimeoutError):
            await caller.hears(clip, within=0.5)
        await called.hang_up()
        await caller.is_over(within=2.0)


async def test_packets_that_are_lost_are_gaps_in_what_the_other_hears() -> None:
    async with pair() as (caller, called):
        await caller.pause(300)
        assert called.ears.largest_gap() < 0.06
        caller.faults.drop = 1.0
        await caller.pause(200)
        caller.faults.drop = 0.0
        await caller.pause(100)
        assert called.ears.largest_gap() > 0.18


@pytest.mark.parametrize(("does", "status"), [(Does.BUSY, 486), (Does.DECLINE, 603)])
async def test_a_telephone_that_says_no_is_heard_to(does: Does, status: int) -> None:
    with pytest.raises(Refused) as refused:
        async with pair(does):
            raise AssertionError
    assert refused.value.status == status


async def test_sipp_presses_keys_that_a_stack_counts(
    stack: Child, uri: str, tmp_path: Path
) -> None:
    port = int(uri.rpartition(":")[2])
    steps = [*sipp_scenarios.answered(), sipp_scenarios.pause(300)]
    steps += [*sipp_scenarios.played("12#"), *sipp_scenarios.informed("34*")]
    scenario = sipp_scenarios.scenario(*steps, *sipp_scenarios.hung_up())
    count = await sipp.run(scenario, (HOST, port), tmp_path)
    assert (count.successful, count.failed) == (1, 0)
    assert stack.ask("digits")["digits"] == {"1": "12#34*"}


async def test_baresip_presses_keys_and_hears_itself(
    stack: Child, uri: str, tmp_path: Path
) -> None:
    async with baresip(tmp_path, says=seconds(sounds.tone(HZ), 20)) as phone:
        await phone.ring(uri)
        await phone.press("12#")
        await until_so(lambda: stack.ask("digits")["digits"] == {"caller": "12#"}, SOON)
        await phone.hears(HZ)
        await phone.hang_up()


async def test_linphone_presses_keys_and_hears_itself(tmp_path: Path) -> None:
    with lonely() as inside:
        command = [*inside, *python("bench.support.bare_stack", HOST, "10")]
        with Child("stack", command) as stack:
            uri = f"sip:100@{HOST}:{stack.reply(START)['port']}"
            says = seconds(sounds.tone(HZ), 20)
            async with linphone(tmp_path, says=says, inside=inside) as phone:
                await phone.ring(uri)
                await phone.press("34*")
                await until_so(lambda: stack.ask("digits")["digits"] == {"linphone": "34*"}, SOON)
                await phone.hang_up()
                heard = phone.heard()
    assert ears.level(heard[len(heard) // 2 :], HZ) > -40.0


def test_the_markup_of_rfc_4475_is_read_as_the_rfc_says() -> None:
    marked = b"a\n<allOneLine>\nb<hex>0A3C</hex>\n c\n</allOneLine>\n<repeat count=3>xy</repeat>\n"
    assert octets(marked) == b"a\r\nb\n< c\r\nxyxyxy\r\n"


def test_the_messages_of_rfc_4475_are_as_long_as_they_say() -> None:
    """Lengths of the RFC's own files, for those whose octets are not plain text."""
    lengths = {name: len(message) for name, message in tortures().items()}
    assert len(lengths) == 49
    exact = {"intmeth": 641, "longreq": 3515, "mpart01": 1292, "scalar02": 476, "dblreq": 750}
    assert {name: lengths[name] for name in exact} == exact


def test_the_same_seed_spoils_the_same_messages() -> None:
    first, again = (list(mutated(200, (HOST, 5060), seed=7)) for _ in range(2))
    assert first == again
    assert len(set(first)) > 190
