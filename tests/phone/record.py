"""Records what a caller hears of a whole conference: `python -m tests.phone.record FILE.wav`.

Beside the WAV it writes FILE.txt: which prompt began when, how long after the one before, how loud.
"""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

import anyio

from bench.support.service import Quorate, running
from bench.support.visitor import Chair, Visitor
from tests.callers.caller import Caller
from tests.callers.sounds import to_wav
from tests.phone.company import (
    assembled,
    done,
    id_of,
    leg_of,
    until_answered,
)
from tests.phone.keys import ALL_CLEAR, hears
from tests.phone.listening import clips, read_aloud, transcript
from tests.phone.saltmarsh import (
    ADVOCATE,
    CHAIR,
    CONFERENCE,
    HEALTH_VISITOR,
    MINUTE_TAKER,
    MOTHER,
    MOTHERS_NUMBER,
    SOCIAL_WORKER,
    address_of,
    pin_of,
    write,
)

VOICES = {
    CHAIR: 620.0,
    HEALTH_VISITOR: 830.0,
    ADVOCATE: 1060.0,
    MINUTE_TAKER: None,
    SOCIAL_WORKER: None,
}
LONG = 60.0


class Journey:
    """One caller from the greeting to the goodbye, who hears every prompt to its end."""

    def __init__(self, chair: Chair, others: Mapping[str, Visitor], caller: Caller) -> None:
        self.chair, self.others, self.caller = chair, others, caller
        self.notes = list[tuple[float, str]]()

    def note(self, what: str) -> None:
        self.notes.append((monotonic(), what))

    async def hears(self, *names: str) -> None:
        for name in names:
            await hears(self.caller, name, LONG)

    async def answers(self, *, again: bool = False) -> None:
        asked = ["ask-safe", "ask-alone", "ask-others", "ask-child", "ask-loudspeaker"]
        self.note("asked again" if again else "asked")
        for name, key in zip([*asked, "ask-recording"], ALL_CLEAR, strict=True):
            await self.hears(name)
            await self.caller.dial(key)
        await self.hears("questions-done")
        await until_answered(self.chair, MOTHER)

    async def goes(self, pin: str) -> None:
        await self.comes_in(pin)
        await self.is_inside()
        await self.is_held()
        await self.is_aside()
        await self.is_put_out()

    async def comes_in(self, pin: str) -> None:
        await self.hears("choose-language")
        await self.caller.dial("1")
        await self.hears("pin-please")
        await self.caller.dial(pin)
        await self.answers()
        self.note("waits")
        await self.hears("still-waiting")

    async def is_inside(self) -> None:
        self.note("admitted")
        done(await self.chair.admit(MOTHER))
        await self.hears("let-in", "press-3")
        await self.caller.dial("3")
        await self.hears("who-inside")
        await self.caller.pause(9000)
        self.note("a new part")
        done(await self.chair.section("Agency information"))
        await self.hears("new-part")
        await self.caller.pause(4000)
        self.note("pause")
        done(await self.chair.course("pause"))
        await self.hears("paused")
        await self.caller.pause(2000)

    async def is_held(self) -> None:
        """From the pause: she answers, it goes on, then she is held."""
        leg = leg_of(self.chair, MOTHER)
        await self.answers(again=True)
        self.note("goes on")
        await self.resumes()
        await self.caller.pause(6000)
        self.note("held")
        done(await self.chair.put(f"/legs/{leg}/hold", {"notice_minutes": 5}))
        await self.hears("held", "minutes-5")
        await self.caller.pause(25_000)
        done(await self.chair.put(f"/legs/{leg}/question", {}))
        await self.answers(again=True)
        self.note("released")
        seen = {"seen": self.chair.panel["version"]}
        done(await self.chair.put(f"/legs/{leg}/release", seen))
        await self.caller.pause(9000)

    async def resumes(self) -> None:
        """The advocate, in a browser, is family and has to answer as well."""
        await self.others[ADVOCATE].answer()
        await until_answered(self.chair, ADVOCATE)
        done(await self.chair.course("resume"))
        await self.hears("goes-on")

    async def is_aside(self) -> None:
        self.note("a private room, with her advocate a little later")
        room = {"room_of": id_of(self.chair, MOTHER)}
        for name, prompt in ((MOTHER, "aside-begins"), (ADVOCATE, "joined")):
            leg = leg_of(self.chair, name)
            done(await self.chair.put(f"/legs/{leg}/private-room", room))
            await self.hears(prompt)
        await self.caller.pause(5000)

    async def is_put_out(self) -> None:
        self.note("excluded")
        done(await self.chair.exclude(MOTHER))
        await self.hears("excluded", "minutes-20", "choose-call-back")
        await self.caller.pause(2000)
        await self.caller.dial("1")
        await self.caller.is_over(LONG)


async def record(service: Quorate, file: Path) -> str:
    """Gives what was said, and what happened in the conference meanwhile."""
    async with (
        assembled(service, CHAIR, VOICES, [HEALTH_VISITOR, ADVOCATE]) as (chair, others),
        Caller(address_of(service), from_number=MOTHERS_NUMBER) as caller,
    ):
        began, journey = monotonic(), Journey(chair, others, caller)
        try:
            await journey.goes(pin_of(service, MOTHER))
        finally:
            heard = caller.ears.sound()
            to_wav(file, heard)
            happened = [f"{at - began:7.2f} s  {what}" for at, what in journey.notes]
            text = "\n".join([read_aloud(transcript(heard, clips("en", "cy"))), *happened])
            file.with_suffix(".txt").write_text(text + "\n")
    return text


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        spec = write(Path(folder), CONFERENCE)
        with running(Path(folder) / "data", spec=spec) as service:
            sys.stdout.write(anyio.run(record, service, Path(sys.argv[1])))


if __name__ == "__main__":
    main()
