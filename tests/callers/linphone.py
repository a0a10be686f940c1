"""linphonec as a telephone, with files for a sound card, driven by its own command line."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from tests.callers.g711 import Samples
from tests.callers.sounds import RATE, from_growing_wav, to_wav
from tests.callers.started import Program, free_port, started

START_WITHIN = 15.0
HEARD = "heard.wav"


class Linphone:
    """Made by `linphone`."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program = program
        self._folder = folder

    async def ring(self, uri: str, within: float = 15.0) -> None:
        """Until the call is up. Raises TimeoutError."""
        await self.program.tell(f"call {uri}")
        await self.program.says(lambda line: "connected" in line, within)

    async def press(self, digits: str) -> None:
        await self.program.tell(digits)

    async def say(self, clip: Path) -> None:
        await self.program.tell(f"play {clip}")

    async def hang_up(self) -> None:
        await self.program.tell("terminate")
        await self.program.says(lambda line: "ended" in line, START_WITHIN)

    def heard(self) -> Samples:
        """All that it has been sent. It writes it down when it hangs up."""
        return from_growing_wav(self._folder / HEARD)


@asynccontextmanager
async def linphone(
    folder: Path, *, says: Samples | None = None, inside: Sequence[str] = ()
) -> AsyncGenerator[Linphone]:
    """A telephone that is ready.

    It finds no address to name where the machine has one of IPv6, whatever it is told: then run
    it, and whom it rings, inside a namespace that has only `lo` (`lonely`).
    """
    to_wav(folder / "said.wav", np.zeros(RATE * 60, np.int16) if says is None else says)
    (folder / ".local" / "share" / "linphone").mkdir(parents=True)
    (folder / "linphonerc").write_text(
        f"[sip]\nsip_port={free_port('127.0.0.1')}\nsip_tcp_port=0\nsip_tls_port=0\n"
        "use_info=0\nuse_rfc2833=1\n"
        "use_ipv6=0\nregister_only_when_network_is_up=0\nverify_server_certs=0\n"
        "[rtp]\naudio_rtp_port=0\n[sound]\nechocancellation=0\n[net]\nmtu=1300\n"
    )
    command = ["linphonec", "-c", str(folder / "linphonerc"), "-b", "/dev/null"]
    async with started(command, folder, inside=inside) as program:
        await program.tell("soundcard use files")
        await program.tell(f"record {folder / HEARD}")
        await program.tell(f"play {folder / 'said.wav'}")
        yield Linphone(program, folder)
