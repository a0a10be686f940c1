"""Debian's baresip as a telephone: rings, presses keys, plays a WAV and dumps what it hears."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from tests.callers.ears import level, rms
from tests.callers.g711 import Samples
from tests.callers.sounds import RATE, from_growing_wav, to_wav
from tests.callers.started import Program, free_port, started, until_so

MODULES = "g711.so srtp.so account.so ctrl_tcp.so menu.so aufile.so aubridge.so sndfile.so stdio.so"
"""In this order: an account is read when its module comes, and knows what has come before."""
START_WITHIN = 10.0
TONE_DB = -40.0


class Baresip:
    """Made by `baresip`."""

    def __init__(self, program: Program, folder: Path, control: int) -> None:
        self.program = program
        self._folder, self._control = folder, control

    async def ring(self, uri: str, within: float = 10.0) -> None:
        """Until the call is up. Raises TimeoutError."""
        await self._do("dial", uri)
        await self.program.says(lambda line: "Call established" in line, within)

    async def press(self, digits: str) -> None:
        for digit in digits:
            await self._do("sndcode", digit)

    async def hang_up(self) -> None:
        await self._do("hangup")

    def heard(self) -> Samples:
        """All that it has been sent so far, decoded."""
        dumps = sorted(self._folder.glob("dump-*-dec.wav"))
        sounds = [from_growing_wav(path) for path in dumps]
        return np.concatenate(sounds) if sounds else np.zeros(0, np.int16)

    def loudness(self) -> float:
        """Of what it heard, in dB against a sine of full scale."""
        return rms(self.heard())

    async def hears(self, hz: float, within: float = 10.0) -> None:
        """Until the last half second that it heard had that tone. Raises TimeoutError."""
        await until_so(lambda: level(self.heard()[-RATE // 2 :], hz) > TONE_DB, within)

    async def _do(self, command: str, parameters: str = "") -> None:
        told = json.dumps({"command": command, "params": parameters, "token": "1"}).encode()
        async with asyncio.timeout(START_WITHIN):
            reader, writer = await asyncio.open_connection("127.0.0.1", self._control)
            writer.write(b"%d:%s," % (len(told), told))
            await writer.drain()
            while b'"response":true' not in await reader.readuntil(b","):
                continue
            writer.close()
            await writer.wait_closed()


@asynccontextmanager
async def baresip(
    folder: Path,
    *,
    says: Samples | None = None,
    account: Sequence[str] = (),
    host: str = "127.0.0.1",
    transport: str = "udp",
) -> AsyncGenerator[Baresip]:
    """A telephone that is ready. `account`: parameters such as mediaenc=srtp-mand."""
    to_wav(folder / "said.wav", np.zeros(RATE * 60, np.int16) if says is None else says)
    control = free_port(host)
    (folder / "config").write_text(_config(folder, host, control))
    more = "".join(f";{each}" for each in (*account, "regint=0", "audio_codecs=pcma"))
    (folder / "accounts").write_text(f"<sip:caller@{host};transport={transport}>{more}\n")
    (folder / "contacts").write_text("")
    async with started(["baresip", "-f", str(folder)], folder) as program:
        await program.says(lambda line: "baresip is ready" in line, START_WITHIN)
        yield Baresip(program, folder, control)


def _config(folder: Path, host: str, control: int) -> str:
    modules = "\n".join(f"module {each}" for each in MODULES.split())
    return f"""sip_listen {host}:0
sip_verify_server no
net_interface {host}
audio_source aufile,{folder}/said.wav
audio_player aubridge,nowhere
audio_alert aubridge,alert
ctrl_tcp_listen {host}:{control}
snd_path {folder}
module_path /usr/lib/baresip/modules
{modules}
"""
