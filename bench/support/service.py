"""Starts the real service as its own child, for benches and journeys, and stops it again."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

READY_WITHIN = 60.0
LINK = re.compile(r"https?://\S+/j/\S+#\S+")


class NotStarted(Exception):
    """The service did not say that it is ready; its last words are the message."""


@dataclass
class Quorate:
    """A running service. `links`: by the name of the person, in the order printed."""

    address: str
    folder: Path
    child: subprocess.Popen[str]
    links: dict[str, str]
    output: list[str] = field(default_factory=list[str])
    reader: threading.Thread | None = None

    def link(self, part_of_name: str) -> str:
        """The personal link of the one person whose line holds these words."""
        found = [link for line, link in self.links.items() if part_of_name.lower() in line.lower()]
        if len(found) != 1:
            raise LookupError(f"{len(found)} links for {part_of_name}: {list(self.links)}")
        return found[0]

    def wait_for(self, start: str, after: int, within: float) -> str:
        """The next line of output from `after` on that begins so."""
        limit = time.monotonic() + within
        while time.monotonic() < limit:
            for line in self.output[after:]:
                if line.startswith(start):
                    return line
            if self.child.poll() is not None:
                break
            threading.Event().wait(0.02)
        raise NotStarted("\n".join(self.output[-20:]))

    def wait_for_links(self) -> None:
        """Links come after the line that says ready; a blank or marked line ends them."""
        limit = time.monotonic() + 5
        while time.monotonic() < limit and not self.links:
            threading.Event().wait(0.02)
        count = -1
        while count != len(self.links):
            count = len(self.links)
            threading.Event().wait(0.2)

    def kill_api(self) -> None:
        """End the process that serves pages and sockets as a power switch would."""
        os.kill(self.pid_of("api"), signal.SIGKILL)

    def pid_of(self, kind: str) -> int:
        """Of the newest child of this kind, as the log tells it."""
        log = self.folder.parent / f"{self.folder.name}.log"
        started = [json.loads(line) for line in log.read_text().splitlines() if line[:1] == "{"]
        pids = [e["pid"] for e in started if e["event"] == "started" and e["kind"] == kind]
        return int(pids[-1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


COMMAND_LINE = (sys.executable, "-m", "app.cli")


def start(
    folder: Path,
    port: int,
    *options: str,
    spec: Path | None = None,
    starter: Sequence[str] = COMMAND_LINE,
) -> Quorate:
    """Start `quorate serve` and wait until it is ready.

    Args:
        spec: the conference to seed instead of the demo's own (docs/demo.md).
        starter: what to run instead of the command line, for a service that is broken on purpose.
    """
    command = [*starter, "serve", "--port", str(port), "--data", str(folder)]
    command += ["--demo"] if spec is None else ["--demo", "--spec", str(spec)]
    with (folder.parent / f"{folder.name}.log").open("a") as log:
        child = subprocess.Popen(
            [*command, *options],
            env={"QUORATE_SIP_PORT": "0"}
            | {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    service = Quorate(f"http://127.0.0.1:{port}", folder, child, {})
    service.reader = threading.Thread(target=_read, args=(service,), daemon=True)
    service.reader.start()
    try:
        service.wait_for("Ready:", 0, READY_WITHIN)
    except NotStarted:
        stop(service)
        raise
    return service


def _read(service: Quorate) -> None:
    if service.child.stdout is None:
        return
    with service.child.stdout as lines:
        for line in lines:
            service.output.append(line.rstrip("\n"))
            found = LINK.search(line)
            if found is not None:
                service.links[line[: found.start()].strip(" \t,")] = found.group()


def stop(service: Quorate) -> None:
    """End the service and everything it started; by its own process group only."""
    if service.child.poll() is None:
        service.child.send_signal(signal.SIGTERM)
        try:
            service.child.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(service.child.pid, signal.SIGKILL)
            service.child.wait(5)
    if service.reader is not None:
        service.reader.join(5)


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)


@contextmanager
def running(
    folder: Path,
    *options: str,
    spec: Path | None = None,
    starter: Sequence[str] = COMMAND_LINE,
) -> Generator[Quorate]:
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _leave)  # so that a program that is ended ends its service
    folder.parent.mkdir(parents=True, exist_ok=True)
    service = start(folder, free_port(), *options, spec=spec, starter=starter)
    try:
        service.wait_for_links()
        yield service
    finally:
        stop(service)


def conference_of(service: Quorate) -> dict[str, object]:
    """What the demo wrote down about itself."""
    found: dict[str, object] = json.loads((service.folder / "demo.json").read_text())
    return found
