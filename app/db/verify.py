"""Is the ledger what was written? The chain finds a changed line, the heads a changed end.

    edit, deletion, insertion, reorder   the hash chain
    truncation, rollback, a new chain    the signed heads, kept elsewhere
    a shown column beside the body       compared with what the body says

Rows are read as they are, past the models: in a file that somebody changed, any column may hold
anything.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import text

from app.db.codec import UnreadableLine, label_of
from app.db.database import Database
from app.db.heads import Head, HeadLine, SignedHead
from app.domain.ledger import Link, first_broken

LONGEST_READ = 3600
"""Seconds. A long ledger is read in one transaction, as it was at one moment."""

ALL_LINES = text("SELECT count(*) FROM event")
CONFERENCES = text("SELECT DISTINCT conference_id FROM event")
LINES = text(
    "SELECT version, type, body, prev_hash, hash FROM event"
    " WHERE conference_id = :conference ORDER BY version"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written."""

    conference: str
    line: int | None
    problem: str

    def __str__(self) -> str:
        where = "" if self.line is None else f", line {self.line}"
        return f"{self.conference}{where}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it lies there, whatever is in it."""

    version: object
    type: object
    body: object
    prev_hash: object
    hash: object

    def link(self) -> Link | None:
        match self:
            case Row(
                version=int() as version,
                body=bytes() as body,
                prev_hash=bytes() as prev_hash,
                hash=bytes() as hash,
            ):
                return Link(version, body, prev_hash, hash)
            case _:
                return None


@dataclass(slots=True)
class Verdict:
    conferences: int = 0
    lines: int = 0
    heads: int = 0
    newer_than_heads: int = 0
    """Lines that no head covers yet: only the chain vouches for them."""
    findings: list[Finding] = field(default_factory=list[Finding])

    def add(self, name: str, rows: Sequence[Row], heads: Sequence[Head | None]) -> None:
        self.conferences += 1
        self.lines += len(rows)
        self.heads += len(heads)
        covered = max((head.version for head in heads if head is not None), default=0)
        self.newer_than_heads += max(0, len(rows) - covered)
        self.findings += [*checked_lines(name, rows), *checked_heads(name, rows, heads)]


async def verify(
    database: Database,
    heads: Mapping[str, Sequence[HeadLine]],
    key: Ed25519PublicKey,
    advance: Callable[[int, int], None],
) -> Verdict:
    """`advance` is told how many lines are done, of how many.

    `heads` were read before: a log that goes on growing is only ever longer than they say.
    """
    verdict, seen = Verdict(), set[str]()
    async with database.reading(LONGEST_READ) as session:
        total = await session.scalar(ALL_LINES) or 0
        for id in [row[0] for row in await session.execute(CONFERENCES)]:
            rows = [Row(*row) for row in await session.execute(LINES, {"conference": id})]
            name = name_of(id)
            verdict.add(name, rows, signed_for(name, heads.get(name, []), key))
            seen.add(name)
            advance(verdict.lines, total)
    for name in heads.keys() - seen:
        verdict.add(name, [], signed_for(name, heads[name], key))
    return verdict


def name_of(id: object) -> str:
    """The databases give ids in their own forms."""
    try:
        return str(id if isinstance(id, UUID) else UUID(str(id)))
    except ValueError:
        return repr(id)


def checked_lines(name: str, rows: Sequence[Row]) -> list[Finding]:
    """The first line that is not what was written; nothing after it can be vouched for."""
    links: list[Link] = []
    for row in rows:
        link = row.link()
        if link is None:
            break
        links.append(link)
    broken = first_broken(links)
    if broken is None and len(links) < len(rows):
        broken = len(links) + 1
    if broken is not None:
        return [Finding(name, broken, "is not what was written here")]
    return list(checked_labels(name, rows, links))


def checked_labels(name: str, rows: Sequence[Row], links: Sequence[Link]) -> Iterator[Finding]:
    """The columns beside the body say what the body says."""
    for row, link in zip(rows, links, strict=True):
        try:
            label = label_of(link.body)
        except UnreadableLine:
            yield Finding(name, link.version, "cannot be read")
            continue
        if (label.type, str(label.conference)) != (row.type, name):
            yield Finding(name, link.version, "is labelled as something that it is not")


def signed_for(name: str, lines: Sequence[HeadLine], key: Ed25519PublicKey) -> list[Head | None]:
    """None in the place of each line that is not our signature under a head of this conference."""
    return [
        line.head
        if isinstance(line, SignedHead) and str(line.head.conference) == name and line.is_by(key)
        else None
        for line in lines
    ]


def checked_heads(
    name: str, rows: Sequence[Row], heads: Sequence[Head | None]
) -> Iterator[Finding]:
    """At most one finding of each kind: a log that was chained anew disagrees with every head."""
    for number, head in enumerate(heads, start=1):
        if head is None:
            yield Finding(name, None, f"head {number} is not one that we signed for it")
    ours = sorted((head for head in heads if head is not None), key=lambda head: head.version)
    if ours and ours[-1].version > len(rows):
        problem = f"is cut short: a head was signed at line {ours[-1].version}"
        yield Finding(name, len(rows), problem)
    for head in ours[: bisect_right(ours, len(rows), key=lambda head: head.version)]:
        if rows[head.version - 1].hash != bytes.fromhex(head.hash):
            yield Finding(name, head.version, "is not what was signed: chained anew up to here")
            return
