"""What could be left on the disk after a power cut at any moment of a recorded run.

Per file there is what a sync has made durable, and what was written since: of that, a power cut
leaves any of its sectors. Entries of folders are taken as durable. The -shm file is left out:
SQLite makes it anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512
CALL = re.compile(r"^\d+ +(\w+)\((?:\d+<([^>]*)>)?(?:, )?(.*)\) += (\d+)$")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Call:
    """One system call that succeeded."""

    name: str
    path: Path
    rest: str
    result: int

    @property
    def content(self) -> bytes:
        (text,) = TEXT.findall(self.rest)
        return unhexed(text)[: self.result]

    @property
    def last_number(self) -> int:
        return int(self.rest.rsplit(" ", 1)[-1])


def unhexed(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def calls(trace: str) -> Iterator[Call]:
    """From `strace -f -y -xx`. Threads that interrupt each other would need joining."""
    for line in trace.splitlines():
        assert "unfinished" not in line, line
        found = CALL.match(line)
        if found is not None:
            name, path, rest, result = found.groups()
            yield Call(name, Path(unhexed(path or "").decode()), rest, int(result))


@dataclass
class File:
    durable: bytes
    pending: list[tuple[int, bytes | None]] = field(default_factory=list[tuple[int, bytes | None]])
    """Where, and what; None: cut off here."""

    def size(self) -> int:
        return len(self.content(self.pending))

    def sync(self) -> None:
        self.durable = self.content(self.pending)
        self.pending = []

    def content(self, survived: list[tuple[int, bytes | None]]) -> bytes:
        content = bytearray(self.durable)
        for offset, written in survived:
            content.extend(bytes(max(0, offset - len(content))))
            if written is None:
                del content[offset:]
            else:
                content[offset : offset + len(written)] = written
        return bytes(content)

    def torn(self, chance: Random) -> bytes:
        """Each sector of each write has survived, or not."""
        survived: list[tuple[int, bytes | None]] = []
        for offset, written in self.pending:
            parts = [(offset, written)] if written is None else sectors(offset, written)
            survived += [part for part in parts if chance.random() < 0.5]
        return self.content(survived)


def sectors(offset: int, written: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut where the disk cuts."""
    first = SECTOR - offset % SECTOR
    for start in [0, *range(first, len(written), SECTOR)]:
        end = first if start == 0 else start + SECTOR
        yield offset + start, written[start:end]


State = dict[Path, bytes]
"""What is in each file."""


class Disk:
    def __init__(self, folder: Path, chance: Random) -> None:
        self._folder = folder
        self._chance = chance
        self._files = {path: File(path.read_bytes()) for path in folder.iterdir() if path.is_file()}

    def cuts(self, trace: str) -> Iterator[tuple[int, State]]:
        """Just before and after each sync, and after each acknowledgement."""
        acknowledged = 0
        for call in calls(trace):
            if call.name == "write" and call.content.startswith(b"ACK "):
                acknowledged = int(call.content.split()[1])
                yield from ((acknowledged, state) for state in self._states())
            elif self._folder in call.path.parents and call.path.suffix != ".db-shm":
                yield from ((acknowledged, state) for state in self._change(call))

    def _change(self, call: Call) -> Iterator[State]:
        if call.name == "openat" or (call.name == "fsync" and call.path.suffix == ""):
            return  # a file counts from its first write on; folders are taken as durable
        file = self._files.setdefault(call.path, File(b""))
        match call.name:
            case "pwrite64":
                file.pending.append((call.last_number, call.content))
            case "write":
                file.pending.append((file.size(), call.content))
            case "ftruncate":
                file.pending.append((call.last_number, None))
            case "fsync" | "fdatasync":
                yield from self._states()
                file.sync()
                yield from self._states()
            case _:
                raise AssertionError(call)

    def _states(self) -> Iterator[State]:
        """Only what is durable; that and some of the rest; all but the last write."""
        yield {path: file.durable for path, file in self._files.items()}
        yield {path: file.torn(self._chance) for path, file in self._files.items()}
        yield {path: file.content(file.pending[:-1]) for path, file in self._files.items()}
