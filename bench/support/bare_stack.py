"""The SIP stack alone, as a child: answers every call and echoes it. Nothing of ours on the way.

Told at the start: {"host", "calls"}. Asked for by the parent: digits (of each caller), calls.
"""

import asyncio
import json
import logging
import socket
import sys
import threading
import time
from typing import Protocol

import baresip  # pyright: ignore[reportMissingTypeStubs]  the wheel has few types

from bench.stage.child import answer

FRAME_S = 0.02


class Audio(Protocol):
    """What we use of the wheel's `CallAudio`."""

    def read(self, max_bytes: int) -> bytes: ...
    def write(self, pcm: bytes) -> int: ...


class Echo:
    """One thread, an absolute clock of 20 ms, every call: what came is sent back."""

    def __init__(self) -> None:
        self.calls = dict[int, Audio]()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        due = time.monotonic()
        while True:
            due += FRAME_S
            time.sleep(max(0.0, due - time.monotonic()))
            for audio in list(self.calls.values()):
                _echo(audio)


def _echo(audio: Audio) -> None:
    try:
        sound = audio.read(640)
        if sound:
            audio.write(sound[-320:])
    except (baresip.AudioNotActive, baresip.AudioRestarted, baresip.StaleHandleError):
        return  # not yet, or not any more


class Stack:
    """Calls that are up and the keys that were pressed in them."""

    def __init__(self) -> None:
        self.echo = Echo()
        self.digits = dict[str, str]()
        self.numbers = dict[int, str]()

    async def start(self, host: str, calls: int, tasks: asyncio.TaskGroup) -> int:
        """Give the port where it listens."""
        port = _free_port(host)
        extra = (
            f"sip_listen {host}:{port}\n"
            "audio_jitter_buffer_type adaptive\naudio_jitter_buffer_ms 20-200\n"
        )
        config = baresip.Config(
            net_interface=host, max_concurrent_calls=calls, extra_config_text=extra
        )
        self._runtime = baresip.Runtime()
        await self._runtime.start(config)
        account = baresip.Account(
            user="bare",
            domain=f"{host}:{port}",
            password="",
            reg_interval=0,
            audio_codecs=("pcma", "pcmu"),
            extra_params=("catchall=yes", "video_codecs=none"),
        )
        agent = await baresip.UserAgent.create(self._runtime, account)
        agent.on_incoming(lambda call: tasks.create_task(self._called(call)))
        self._runtime.subscribe(self._happened)
        return port

    async def _called(self, call) -> None:
        await call.answer()
        self.echo.calls[call.handle] = call.audio

    def _happened(self, event) -> None:
        if event.event is baresip.Event.CALL_INCOMING:
            self.numbers[event.call] = event.peer.partition(":")[2].partition("@")[0]
        elif event.event is baresip.Event.CALL_DTMF_START:
            number = self.numbers.get(event.call, "")
            self.digits[number] = self.digits.get(number, "") + event.text
        elif event.event is baresip.Event.CALL_CLOSED:
            self.echo.calls.pop(event.call, None)


def _free_port(host: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


async def main(host: str, calls: int) -> None:
    logging.disable()
    stack = Stack()
    asked = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(asked), sys.stdin
    )
    async with asyncio.TaskGroup() as tasks:
        answer(port=await stack.start(host, calls, tasks))
        while line := await asked.readline():
            if json.loads(line)["do"] == "digits":
                answer(digits=stack.digits)
            else:
                answer(calls=len(stack.echo.calls))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
