"""Debian's Janus as a process of our own: its own folder, its own configuration, one session."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from bench.stage.child import end

KEPT = ("libjanus_videoroom", "libjanus_pfunix")
START_WITHIN_S = 10.0
ANSWER_WITHIN_S = 1.0
STARTS = 10
LOOK_EVERY_S = 0.05

CORE = """
general: {{
    configs_folder = "{folder}"
    plugins_folder = "{library}/plugins"
    transports_folder = "{library}/transports"
    events_folder = "{library}/events"
    loggers_folder = "{library}/loggers"
    debug_level = 2
    session_timeout = 0
    event_loops = {event_loops}
}}
media: {{ ipv6 = false }}
nat: {{ ice_lite = true  full_trickle = false  ice_ignore_list = "lo" }}
plugins: {{ disable = "{plugins}" }}
transports: {{ disable = "{transports}" }}
loggers: {{ disable = "libjanus_jsonlog.so" }}
events: {{ broadcast = false }}
"""
UNIX_SOCKET = """
general: {{ enabled = true  json = "compact"  path = "{path}"  type = "SOCK_SEQPACKET" }}
admin: {{ admin_enabled = false }}
"""


class NoJanus(Exception):
    """It is not installed, or does not start."""


class Janus:
    """`with Janus(...) as janus:` - reachable through the socket at `janus.path`."""

    def __init__(
        self, folder: Path, event_loops: int, place: Callable[[Sequence[str]], list[str]]
    ) -> None:
        """`place` says where the command runs, for instance in a namespace. Raises NoJanus."""
        self.path = folder / "api"
        library = _library()
        _configure(folder, library, self.path, event_loops)
        command = ["setpriv", "--pdeathsig", "KILL", "janus", "-F", str(folder), "-o"]
        self._command = place(command)
        self._log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def __enter__(self) -> "Janus":
        """Tried again and again: this version's socket thread may end before it is told to begin,
        and then the whole server does.
        """
        for _ in range(STARTS):
            started = self._start()
            if self._is_ready(started):
                self._process = started
                return self
            end(started)
        raise NoJanus("it does not start")

    def _start(self) -> subprocess.Popen[bytes]:
        self.path.unlink(missing_ok=True)
        with self._log.open("wb") as log:
            return subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _is_ready(self, started: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + START_WITHIN_S
        while started.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return True
            time.sleep(LOOK_EVERY_S)
        return False

    def _answers(self) -> bool:
        """Whether it takes a request. The socket alone says nothing: it is bound before."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asker:
            asker.settimeout(ANSWER_WITHIN_S)
            try:
                asker.connect(str(self.path))
                asker.send(b'{"janus":"info","transaction":"ready?"}')
                return bool(asker.recv(65536))
            except OSError:
                return False

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            end(self._process)


def _library() -> Path:
    """Where the distribution keeps the plugins of the installed Janus."""
    if shutil.which("janus") is None or shutil.which("setpriv") is None:
        raise NoJanus("it is not installed; in Debian: apt-get install janus")
    found = next(Path("/usr/lib").glob("*/janus/plugins"), None)
    if found is None:
        raise NoJanus("its plugins are not where Debian puts them")
    return found.parent


def _configure(folder: Path, library: Path, path: Path, event_loops: int) -> None:
    core = CORE.format(
        folder=folder,
        library=library,
        event_loops=event_loops,
        plugins=_all_but_kept(library / "plugins"),
        transports=_all_but_kept(library / "transports"),
    )
    (folder / "janus.jcfg").write_text(core)
    (folder / "janus.transport.pfunix.jcfg").write_text(UNIX_SOCKET.format(path=path))
    (folder / "janus.plugin.videoroom.jcfg").write_text("general: { }\n")


def _all_but_kept(folder: Path) -> str:
    names = (path.name for path in sorted(folder.glob("*.so")))
    return ",".join(name for name in names if not name.startswith(KEPT))
