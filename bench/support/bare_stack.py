"""The SIP stack alone, as a child: answers every call and echoes it. Nothing of ours on the way,
but that its threads are as urgent as ours.

Told at the start: host and how many calls. Asked for by the parent: digits (of each caller), calls.
"""

import asyncio
import json
import logging
import socket
import sys
import threading
import time

from baresip.config import Account, Config
from baresip.errors import AudioNotActive, AudioRestarted, StaleHandleError
from baresip.events import Event, StackEvent

from bench.stage.child import answer
from media.telephony.binding import incoming, new_agent, new_runtime
from media.telephony.streams import StackSound
from media.telephony.urgency import keep_sound_urgent, make_urgent

FRAME_S = 0.02
THIS_THREAD = 0


class Echo:
    """One thread, an absolute clock of 20 ms, every call: what came is sent back."""

    def __init__(self) -> None:
        self.calls = dict[int, StackSound]()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        make_urgent(THIS_THREAD)
        due = time.monotonic()
        while True:
            due += FRAME_S
            time.sleep(max(0.0, due - time.monotonic()))
            for audio in list(self.calls.values()):
                _echo(audio)


def _echo(audio: StackSound) -> None:
    try:
        sound = audio.read(640)
        if sound:
            audio.write(sound[-320:])
    except (AudioNotActive, AudioRestarted, StaleHandleError):
        return  # not yet, or not any more


class Stack:
    """Calls that are up and the keys that were pressed in them."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.echo = Echo()
        self._tasks = tasks
        self._runtime = new_runtime()
        self.digits = dict[str, str]()
        self.numbers = dict[int, str]()

    async def start(self, host: str, calls: int) -> int:
        """Give the port where it listens."""
        port = _free_port(host)
        extra = (
            f"sip_listen {host}:{port}\n"
            "audio_jitter_buffer_type adaptive\naudio_jitter_buffer_ms 20-200\n"
        )
        config = Config(net_interface=host, max_concurrent_calls=calls, extra_config_text=extra)
        self._runtime.subscribe(self._happened)
        await self._runtime.start(config)
        account = Account(
            user="bare",
            domain=f"{host}:{port}",
            password="",
            reg_interval=0,
            audio_codecs=("pcma", "pcmu"),
            extra_params=("catchall=yes", "video_codecs=none"),
        )
        await new_agent(self._runtime, account)
        return port

    async def _answer(self, event: StackEvent) -> None:
        call = incoming(self._runtime, event)
        await call.answer()
        self.echo.calls[call.handle] = StackSound(call.audio)

    def _happened(self, event: StackEvent) -> None:
        if event.event is Event.CALL_INCOMING:
            self.numbers[event.call] = (event.peer or "").partition(":")[2].partition("@")[0]
            self._tasks.create_task(self._answer(event))
        elif event.event is Event.CALL_DTMF_START:
            number = self.numbers.get(event.call, "")
            self.digits[number] = self.digits.get(number, "") + (event.text or "")
        elif event.event is Event.CALL_CLOSED:
            self.echo.calls.pop(event.call, None)


def _free_port(host: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


async def main(host: str, calls: int) -> None:
    logging.disable()
    asked = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(asked), sys.stdin
    )
    async with asyncio.TaskGroup() as tasks:
        stack = Stack(tasks)
        urgency = tasks.create_task(keep_sound_urgent())
        answer(port=await stack.start(host, calls))
        while line := await asked.readline():
            if json.loads(line)["do"] == "digits":
                answer(digits=stack.digits)
            else:
                answer(calls=len(stack.echo.calls))
        urgency.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
