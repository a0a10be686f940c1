"""Telephones that others have written come in by PIN and one answer, and hear the first prompts."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import anyio
import pytest

from bench.support.ledger import events_in
from bench.support.service import COMMAND_LINE, Quorate, running
from bench.support.visitor import Chair
from tests.callers import sipp, sipp_scenarios
from tests.callers.baresip import baresip
from tests.callers.ears import rms
from tests.callers.g711 import Samples
from tests.callers.linphone import linphone
from tests.callers.lonely import lonely
from tests.callers.sip import address_of as sip_address
from tests.callers.sounds import from_wav
from tests.callers.started import until_so
from tests.phone.company import until_answered, until_in
from tests.phone.keys import clip
from tests.phone.listening import is_in
from tests.phone.saltmarsh import CHAIR, CONFERENCE, MOTHER, address_of, pin_of, write

AUDIBLE_DB = -30.0
SOON = 30.0
ONE_ANSWER = "1"
WELCOMED, ASKED = 12.0, 6.0
"""Seconds for which the welcome, and the second question, are being said, with some to spare."""


@contextmanager
def served(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *options: str,
    inside: tuple[str, ...] = (),
) -> Generator[Quorate]:
    monkeypatch.setenv("QUORATE_SIP_PORT", "0")
    spec, starter = write(folder, CONFERENCE), (*inside, *COMMAND_LINE)
    with running(folder / "data", *options, spec=spec, starter=starter) as service:
        yield service


async def until_heard(heard: Callable[[], Samples], name: str) -> None:
    """This prompt is in what the telephone has kept of the call."""
    wanted = from_wav(clip(name))
    await until_so(lambda: is_in(heard(), wanted), SOON)


@pytest.mark.parametrize(
    ("transport", "encryption"), [("udp", ""), ("tls", "mediaenc=srtp-mand")], ids=["udp", "tls"]
)
async def test_baresip_comes_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transport: str, encryption: str
) -> None:
    options = ["--self-signed"] if transport == "tls" else []
    account = [encryption] if encryption else []
    with served(tmp_path, monkeypatch, *options) as service:
        host, port = sip_address(address_of(service))
        uri = f"sip:100@{host}:{port + len(options)};transport={transport}"
        async with baresip(tmp_path, account=account, transport=transport) as phone:
            await phone.ring(uri)
            await until_heard(phone.heard, "greeting")
            await phone.press("1")
            await until_heard(phone.heard, "pin-please")
            await phone.press(pin_of(service, MOTHER))
            await until_heard(phone.heard, "ask-safe")
            await phone.press(ONE_ANSWER)
            await until_heard(phone.heard, "ask-alone")
            await phone.hang_up()
            assert rms(phone.heard()) > AUDIBLE_DB


async def test_linphone_comes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It writes down what it heard when it hangs up: until then the log says how far it is."""
    with lonely() as inside, served(tmp_path, monkeypatch, inside=inside) as service:
        async with linphone(tmp_path, inside=inside) as phone:
            booked = len(events_in(service.folder))
            await phone.ring(address_of(service))
            await phone.press("1" + pin_of(service, MOTHER))
            await until_so(lambda: len(events_in(service.folder)) > booked, SOON)
            await until_passed(WELCOMED)
            await phone.press(ONE_ANSWER)
            await until_passed(ASKED)
            await phone.hang_up()
            heard = phone.heard()
    assert rms(heard) > AUDIBLE_DB
    assert is_in(heard, from_wav(clip("welcome")))
    assert is_in(heard, from_wav(clip("ask-alone")))


async def until_passed(seconds: float) -> None:
    """By the clock: nothing tells what is being said."""
    ends = monotonic() + seconds
    await until_so(lambda: monotonic() > ends, seconds + SOON)


async def test_sipp_comes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path, monkeypatch) as service:
        pin = pin_of(service, MOTHER)
        steps = [*sipp_scenarios.answered(), sipp_scenarios.pause(300)]
        steps += [*sipp_scenarios.played("1"), *sipp_scenarios.played(pin)]
        steps += [sipp_scenarios.pause(4000), *sipp_scenarios.played("112221")]
        scenario = sipp_scenarios.scenario(
            *steps, sipp_scenarios.pause(3000), *sipp_scenarios.hung_up()
        )
        counts = list[sipp.Count]()

        async def plays() -> None:
            to = sip_address(address_of(service))
            counts.append(await sipp.run(scenario, to, tmp_path))

        async with Chair(service.link(CHAIR)) as chair:
            await chair.arrive(media=False)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(plays)
                await until_in(chair, MOTHER, "lobby", SOON)
                await until_answered(chair, MOTHER)
            assert [(each.successful, each.failed) for each in counts] == [(1, 0)]
