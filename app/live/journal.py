"""The media journal: who was in which slot, in a hash chain of its own, off the packet path.

Its head goes into the ledger, so that it stands or falls with it.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import anyio
import anyio.to_thread

from app.domain.commands import SERVICE, AnchorJournal
from app.domain.errors import Refusal
from app.domain.ids import ConferenceId
from app.service.handler import CommandHandler, CutNotRecorded
from app.service.ports import NotConfirmed, StoreDown
from media.api import SlotBound

BATCH_EVERY = 1.0
ANCHOR_EVERY = 60
"""Batches between two anchors in the ledger."""

WAITING_LIMIT = 20_000
"""Entries kept while the disk does not take them; beyond it the oldest are counted as missing."""


@dataclass
class _Chain:
    waiting: list[str] = field(default_factory=list[str])
    entries: int = 0
    head: str = "0" * 64
    anchored: int = 0
    missing: int = 0


class Journal:
    """One JSON line an entry: conference-wide position, times, sink, slot, source, hash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._chains: dict[ConferenceId, _Chain] = {}

    def note(self, conference: ConferenceId, fact: SlotBound) -> None:
        """Immediate; written with the next batch."""
        chain = self._chain(conference)
        if len(chain.waiting) >= WAITING_LIMIT:
            chain.missing += 1
            return
        chain.entries += 1
        entry = _entry(chain, fact)
        chain.head = sha256((chain.head + entry).encode()).hexdigest()
        chain.waiting.append(json.dumps({"entry": json.loads(entry), "hash": chain.head}))

    def _chain(self, conference: ConferenceId) -> _Chain:
        if conference not in self._chains:
            self._chains[conference] = _resumed(self._path(conference))
        return self._chains[conference]

    def _path(self, conference: ConferenceId) -> Path:
        return self._folder / f"{conference}.jsonl"

    async def run(self, handler: CommandHandler) -> None:
        """Write a batch a second and anchor once a minute, until cancelled; then the rest."""
        batches = 0
        try:
            while True:
                await anyio.sleep(BATCH_EVERY)
                batches += 1
                await anyio.to_thread.run_sync(self._write)
                if batches % ANCHOR_EVERY == 0:
                    await self._anchor(handler)
        finally:
            self._write()

    def _write(self) -> None:
        for conference, chain in list(self._chains.items()):
            waiting, chain.waiting = chain.waiting, []
            if waiting:
                self._folder.mkdir(parents=True, exist_ok=True)
                with self._path(conference).open("a", encoding="utf-8") as file:
                    file.write("\n".join(waiting) + "\n")
                    file.flush()
                    os.fdatasync(file.fileno())

    async def _anchor(self, handler: CommandHandler) -> None:
        for conference, chain in list(self._chains.items()):
            if chain.entries == chain.anchored:
                continue
            anchor = AnchorJournal(chain.entries, chain.head)
            try:
                await handler.handle(conference, anchor, SERVICE)
            except (Refusal, NotConfirmed, CutNotRecorded, StoreDown):
                continue
            chain.anchored = anchor.entries


def _entry(chain: _Chain, fact: SlotBound) -> str:
    fields: Mapping[str, object] = {
        "position": chain.entries,
        "epoch": fact.epoch,
        "at_monotonic": fact.at_monotonic,
        "sink": fact.sink,
        "slot": fact.mid,
        "source": fact.source,
        "kind": fact.kind.value,
        "missing": chain.missing,
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"))


def _resumed(path: Path) -> _Chain:
    """Go on from what is on disk; a torn last line, never anchored, is left behind and counted."""
    if not path.exists():
        return _Chain()
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in reversed(lines):
        try:
            last = json.loads(line)
        except json.JSONDecodeError:
            continue
        return _Chain(entries=last["entry"]["position"], head=last["hash"])
    return _Chain()
