"""The supervisor: one socket, one process for pages and sockets, one for each media worker.

    quorate serve --+-- api (uvicorn, on the socket that is bound once and outlives it)
                    +-- media worker 0, 1, ... (an engine behind a control socket)

Children are forked from here after everything is imported and before anything runs, so a killed
one is back in a fraction of a second; browsers' connections wait in the socket's backlog. A killed
supervisor takes its children with it at once.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

STOP_SECONDS = 4.0
"""What is not gone so long after being asked is killed."""

STABLE_SECONDS = 5.0
SHORTEST_DELAY = 0.1
LONGEST_DELAY = 5.0

ENDING = frozenset({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
WATCHED = ENDING | {signal.SIGCHLD}

_PR_SET_PDEATHSIG = 1


class NotForkable(Exception):
    """Something runs already beside the main thread: a fork would copy its locks, not it."""


@dataclass
class Child:
    """A process that is to run always. `run` returns only when it was asked to stop."""

    kind: str
    number: int
    run: Callable[[], None]
    pid: int = 0
    """0: not running."""
    started_at: float = 0.0
    start_at: float = 0.0
    delay: float = 0.0


@dataclass
class Supervisor:
    children: list[Child]
    pulse: Callable[[], bool]
    """Called about ten times a second until it says that all is well, after every start anew."""
    is_ending: bool = False
    is_well: bool = False
    _log: structlog.typing.FilteringBoundLogger = field(
        default_factory=structlog.get_logger, repr=False
    )

    def run(self) -> None:
        """Until a signal ends it; then every child has ended."""
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        while not self.is_ending:
            self._start_due()
            if not self.is_well and all(child.pid for child in self.children):
                self.is_well = self.pulse()
            self._wait(1.0 if self.is_well else 0.1)
        self._stop()

    def _start_due(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.pid == 0 and child.start_at <= now:
                child.started_at = now
                child.pid = fork(child.run)
                self._log.info("started", kind=child.kind, worker=child.number, pid=child.pid)

    def _wait(self, seconds: float) -> None:
        soonest = min((c.start_at for c in self.children if c.pid == 0), default=float("inf"))
        timeout = max(0.0, min(seconds, soonest - time.monotonic()))
        heard = signal.sigtimedwait(WATCHED, timeout)
        if heard is not None and heard.si_signo in ENDING:
            self.is_ending = True
        self._bury()

    def _bury(self) -> None:
        """Several deaths may be told by one signal."""
        for child in self.children:
            if child.pid == 0 or os.waitpid(child.pid, os.WNOHANG) == (0, 0):
                continue
            self._log.info("ended", kind=child.kind, worker=child.number, pid=child.pid)
            child.pid = 0
            lived = time.monotonic() - child.started_at
            child.delay = delay_after(child.delay, lived, was_well=self.is_well)
            child.start_at = time.monotonic() + child.delay
            self.is_well = False

    def _stop(self) -> None:
        for child in self.children:
            send(child, signal.SIGTERM)
        limit = time.monotonic() + STOP_SECONDS
        while any(child.pid for child in self.children) and time.monotonic() < limit:
            signal.sigtimedwait({signal.SIGCHLD}, 0.1)
            self._bury()
        for child in self.children:
            send(child, signal.SIGKILL)
            if child.pid:
                os.waitpid(child.pid, 0)


def delay_after(delay: float, lived: float, *, was_well: bool) -> float:
    """None after a life of some seconds; doubled with each death of one that never got well."""
    if lived >= STABLE_SECONDS:
        return 0.0
    if was_well:
        return SHORTEST_DELAY
    return min(LONGEST_DELAY, max(SHORTEST_DELAY, delay * 2)) if delay else SHORTEST_DELAY


def send(child: Child, signal_number: int) -> None:
    if child.pid:
        os.kill(child.pid, signal_number)


def fork(run: Callable[[], None]) -> int:
    """A child that runs this and nothing else of ours; returns its process id.

    Raises:
        NotForkable: there is a second thread.
    """
    if len(os.listdir("/proc/self/task")) != 1:
        raise NotForkable
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _run_child(parent, run)
    return pid


def _run_child(parent: int, run: Callable[[], None]) -> None:
    """Never returns: what the parent was in the middle of is not the child's to unwind."""
    code = 1
    try:
        die_with(parent)
        for each in ENDING:
            signal.signal(each, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        run()
        code = 0
    finally:
        kind, error, trace = sys.exc_info()
        if kind is not None and error is not None:
            sys.excepthook(kind, error, trace)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def die_with(parent: int) -> None:
    """Ask the kernel to kill this process when the one that forked it dies."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def run_to_end(run: Callable[[], None]) -> bool:
    """Run something that leaves threads or loops behind, in a process of its own. True: it did."""
    pid = fork(run)
    _, status = os.waitpid(pid, 0)
    return status == 0
