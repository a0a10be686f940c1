"""Two network namespaces joined by a cable, for a server and its load; gone afterwards.

Each has a default route over the cable: without one, Firefox offers no candidate.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

SERVER = "198.18.0.1"
LOAD = "198.18.0.2"
"""From the range that RFC 2544 keeps for benchmarks."""
PREFIX = "quorate-bench"
NAMESPACES = Path("/run/netns")


class NoNamespace(Exception):
    """This process may not make network namespaces, or `ip` is missing."""


class Cable:
    """`with Cable() as cable:` - the names carry our process id."""

    def __init__(self) -> None:
        self._server = f"{PREFIX}-{os.getpid()}-server"
        self._load = f"{PREFIX}-{os.getpid()}-load"

    def __enter__(self) -> "Cable":
        """Raises NoNamespace."""
        if os.geteuid() != 0 or shutil.which("ip") is None:
            raise NoNamespace("needs root and ip(8)")
        _forget_the_dead()
        try:
            self._lay()
        except subprocess.CalledProcessError as error:
            self._remove()
            raise NoNamespace(f"ip(8) refused: {' '.join(error.cmd)}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._remove()

    @property
    def server(self) -> str:
        """The namespace's name."""
        return self._server

    @property
    def server_end(self) -> str:
        """The cable's end on the server's side: all that is for any other host goes by it."""
        return f"qs{os.getpid()}"

    def at_server(self, command: Sequence[str]) -> list[str]:
        """The command, to be run on the server's side."""
        return ["ip", "netns", "exec", self._server, *command]

    def at_load(self, command: Sequence[str]) -> list[str]:
        return ["ip", "netns", "exec", self._load, *command]

    def _lay(self) -> None:
        ends = (self.server_end, f"ql{os.getpid()}")
        for namespace in (self._server, self._load):
            _ip("netns", "add", namespace)
            _ip("-n", namespace, "link", "set", "lo", "up")
        sides = zip((self._server, self._load), ends, (SERVER, LOAD), (LOAD, SERVER), strict=True)
        _ip(
            *("link", "add", ends[0], "netns", self._server, "type", "veth"),
            *("peer", "name", ends[1], "netns", self._load),
        )
        for namespace, end, address, other in sides:
            _ip("-n", namespace, "addr", "add", f"{address}/30", "dev", end)
            _ip("-n", namespace, "link", "set", end, "up")
            _ip("-n", namespace, "route", "add", "default", "via", other)

    def _remove(self) -> None:
        for namespace in (self._server, self._load):
            if (NAMESPACES / namespace).exists():
                _ip("netns", "del", namespace)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, timeout=10)


def _forget_the_dead() -> None:
    """A bench that was killed could not clean up: do it for those whose process is gone."""
    for path in NAMESPACES.glob(f"{PREFIX}-*-*"):
        pid = path.name.removeprefix(f"{PREFIX}-").split("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists():
            _ip("netns", "del", path.name)
