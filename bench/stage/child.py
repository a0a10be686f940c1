"""Processes that a bench starts: asked by one JSON line, answering by one; always ended."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
END_WITHIN_S = 5.0

Message = dict[str, Any]  # Any: JSON, checked by who reads it


class ChildFailed(Exception):
    """The process ended, said that it failed, or did not answer in time."""


class Child:
    """`with Child(command) as child:` - the process ends with the block, whatever happens."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self._name = name
        self._pending = b""
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # an interrupt from the keyboard is for us, we end the child
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        end(self._process)

    def ask(self, do: str, within: float = 30.0, **words: object) -> Message:
        """Raises ChildFailed."""
        self.tell(do, **words)
        return self.reply(within)

    def tell(self, do: str, **words: object) -> None:
        """Ask without waiting; `reply` has the answer."""
        if self._process.stdin is None:
            raise ChildFailed(f"{self._name}: no way in")
        try:
            self._process.stdin.write(json.dumps({"do": do, **words}).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise ChildFailed(f"{self._name}: gone") from error

    def reply(self, within: float) -> Message:
        answer: Message = json.loads(self._line(time.monotonic() + within))
        if "failed" in answer:
            raise ChildFailed(f"{self._name}: {answer['failed']}")
        return answer

    def _line(self, deadline: float) -> bytes:
        assert self._process.stdout is not None
        out = self._process.stdout.fileno()
        while b"\n" not in self._pending:
            ready, _, _ = select.select([out], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise ChildFailed(f"{self._name}: no answer in time")
            got = os.read(out, 1 << 20)
            if not got:
                raise ChildFailed(f"{self._name}: ended")
            self._pending += got
        line, _, self._pending = self._pending.partition(b"\n")
        return line


def end(running: subprocess.Popen[bytes]) -> None:
    """Close its input, which ends it; else kill it."""
    if running.stdin is not None:
        running.stdin.close()
    try:
        running.wait(END_WITHIN_S)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait(END_WITHIN_S)
    if running.stdout is not None:
        running.stdout.close()


def answer(**words: object) -> None:
    """In the child: one line to the parent."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def python(module: str, *arguments: str) -> list[str]:
    """The command for one of our own modules in its own process."""
    return [sys.executable, "-m", module, *arguments]


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process so far, to the nanosecond.

    The clock id is that of clock_getcpuclockid(3), which Python does not offer for other processes.
    """
    return time.clock_gettime((~pid << 3) | 2)
