"""Records what a caller hears of a whole conference: `python -m tests.phone.record FILE.wav`.

Beside the WAV it writes FILE.txt: which prompt began when, how long after the one before, how loud.
"""

import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import anyio

from bench.support.service import Quorate, running
from bench.support.visitor import Chair, Visitor
from tests.callers.caller import Caller
from tests.callers.sounds import to_wav
from tests.phone.company import (
    assembled,
    begins,
    done,
    id_of,
    leg_of,
    until_answered,
)
from tests.phone.keys import ALL_CLEAR, hearing
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
        sys.stderr.write(f"{what}\n")

    @asynccontextmanager
    async def hears(self, *names: str) -> AsyncGenerator[None]:
        """These are spoken while the block runs or after it, and to their end."""
        async with hearing(self.caller, *names, within=LONG):
            yield
        await self.caller.pause(2500)

    async def presses(self, keys: str, *names: str) -> None:
        async with self.hears(*names):
            await self.caller.dial(keys)

    async def answers(self) -> None:
        asked = ["ask-alone", "ask-others", "ask-child", "ask-loudspeaker", "ask-recording"]
        for key, name in zip(ALL_CLEAR, [*asked, "questions-done"], strict=True):
            await self.presses(key, name)
        await until_answered(self.chair, MOTHER)

    async def goes(self, pin: str) -> None:
        await self.comes_in(pin)
        await self.is_inside()
        await self.is_paused()
        await self.is_held()
        await self.is_aside()
        await self.is_put_out()

    async def comes_in(self, pin: str) -> None:
        async with self.hears("choose-language"):
            pass
        await self.presses("1", "pin-please")
        await self.presses(pin, "ask-safe")
        self.note("asked")
        await self.answers()
        self.note("waits")
        async with self.hears("still-waiting"):
            pass

    async def is_inside(self) -> None:
        self.note("admitted")
        async with self.hears("let-in", "press-3"):
            done(await self.chair.admit(MOTHER))
        await self.presses("3", "who-inside")
        await self.caller.pause(9000)
        await self.presses("5", "asked-to-speak")
        await self.caller.pause(3000)
        self.note("a new part")
        async with self.hears("new-part"):
            await begins(self.chair, "Agency information")
        await self.presses("4", "where-inside")
        await self.presses("6", "muted")
        await self.presses("6", "unmuted")
        await self.caller.pause(4000)

    async def is_paused(self) -> None:
        self.note("pause")
        async with self.hears("paused", "ask-safe"):
            done(await self.chair.course("pause"))
        await self.answers()
        self.note("goes on")
        await self.others[ADVOCATE].answer()  # family as well
        await until_answered(self.chair, ADVOCATE)
        async with self.hears("goes-on"):
            done(await self.chair.course("resume"))
        await self.caller.pause(6000)

    async def is_held(self) -> None:
        leg = leg_of(self.chair, MOTHER)
        self.note("held")
        async with self.hears("held", "minutes-5", "choose-call-back"):
            done(await self.chair.put(f"/legs/{leg}/hold", {"notice_minutes": 5}))
        await self.caller.pause(25_000)
        async with self.hears("ask-safe"):  # after so long key 1 is an answer again
            done(await self.chair.put(f"/legs/{leg}/question", {}))
        await self.answers()
        self.note("released")
        seen = {"seen": self.chair.panel["version"]}
        async with self.hears("let-in"):
            done(await self.chair.put(f"/legs/{leg}/release", seen))
        await self.caller.pause(9000)

    async def is_aside(self) -> None:
        self.note("a private room, with her advocate a little later")
        room = {"room_of": id_of(self.chair, MOTHER)}
        for name, prompt in ((MOTHER, "aside-begins"), (ADVOCATE, "joined")):
            leg = leg_of(self.chair, name)
            async with self.hears(prompt):
                done(await self.chair.put(f"/legs/{leg}/private-room", room))
        await self.caller.pause(5000)

    async def is_put_out(self) -> None:
        """She would rather be rung."""
        self.note("excluded")
        async with self.hears("excluded", "minutes-20", "choose-call-back"):
            done(await self.chair.exclude(MOTHER))
        await self.presses("1", "call-back-goodbye")
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
            text = "\n".join([read_aloud(transcript(heard, clips("en"))), *happened])
            file.with_suffix(".txt").write_text(text + "\n")
    return text


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        spec = write(Path(folder), CONFERENCE)
        with running(Path(folder) / "data", spec=spec) as service:
            sys.stdout.write(anyio.run(record, service, Path(sys.argv[1])))


if __name__ == "__main__":
    main()
