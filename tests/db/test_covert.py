"""Of a covert event the log itself tells that there was one, and when; the rest is elsewhere."""

import sqlite3
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from app.db.codec import SEALED, UnreadableLine, encode, envelope_in, type_name
from app.db.covered import checked_bodies
from app.db.database import Database, open_database, restricted_beside
from app.db.event_store import SqlEventStore
from app.db.restricted import CovertBodies
from app.db.texts import SqlTexts
from app.domain.asking.events import (
    CovertErased,
    Outcome,
    Question,
    QuestionAnswered,
    QuestionAsked,
    ResponseBegun,
    ResponseEnded,
    SafetyPlanned,
    SilentSignalled,
)
from app.domain.events import Event, PlanApplied
from app.domain.evolve import Recorded
from app.domain.ledger import first_broken
from app.domain.reading import ordinary_reading
from app.domain.record.events import CopyOpened
from app.service.ports import Salted, StoreDown, TextClass
from tests.db.conftest import Closing, NewDatabase
from tests.db.held import CHAIR, FATHER, KITCHEN, LOG, OFFICE, words
from tests.db.lines import CONFERENCE, lines
from tests.db.tampering import Line, chained_anew, form_of, rewrite
from tests.fakes import MemoryEventStore

COVERT: list[Event] = [
    SafetyPlanned(FATHER, CHAIR, words(1), None),
    SilentSignalled(FATHER, KITCHEN),
    ResponseBegun(FATHER, CHAIR, frozenset({KITCHEN, OFFICE})),
    QuestionAsked(FATHER, Question.CALL_POLICE),
    QuestionAnswered(FATHER, Question.CALL_POLICE, yes=True),
    ResponseEnded(FATHER, Outcome.POLICE_CALLED),
]
PLAIN = len(LOG)
SECRETS = [str(FATHER), str(KITCHEN), str(CHAIR), "Silent", "Signal", "call_police", "Response"]


def log_with_covert() -> list[Recorded]:
    """The conference that was held, then the signal and its response, and an ordinary line."""
    last = LOG[-1]
    tail = [*COVERT, PlanApplied(PLAIN + 3), CopyOpened(CHAIR)]
    return [
        *LOG,
        *(
            replace(last, version=PLAIN + n, event=event, actor=last.actor)
            for n, event in enumerate(tail, start=1)
        ),
    ]


@pytest.fixture
def blind(database: Database) -> SqlEventStore:
    """The store of a process without the restricted one."""
    return SqlEventStore(database)


async def test_covert_events_come_back_in_their_places(store: SqlEventStore) -> None:
    await store.append(CONFERENCE, 0, log_with_covert())
    assert list(await store.load(CONFERENCE, 0)) == log_with_covert()
    assert list(await store.load(CONFERENCE, PLAIN + 2)) == log_with_covert()[PLAIN + 2 :]
    assert first_broken(await store.links(CONFERENCE)) is None


async def test_the_database_tells_no_covert_event_from_another(
    store: SqlEventStore, database: Database
) -> None:
    await store.append(CONFERENCE, 0, log_with_covert())
    rows = text("SELECT type, body FROM event WHERE type = :sealed")
    async with database.reading() as session:
        sealed = (await session.execute(rows, {"sealed": SEALED})).all()
        everything = (await session.execute(text("SELECT type FROM event"))).all()
    assert len(sealed) == len(COVERT)
    assert len({len(bytes(body)) for _, body in sealed}) == 1
    assert not [each for each in SECRETS for _, body in sealed if each.encode() in bytes(body)]
    covert_types = {type(event).__name__ for event in COVERT}
    assert covert_types.isdisjoint(name for (name,) in everything)


async def test_sealed_bodies_are_all_of_one_length(
    store: SqlEventStore, restricted: Database
) -> None:
    await store.append(CONFERENCE, 0, log_with_covert())
    async with restricted.reading() as session:
        lengths = await session.scalars(text("SELECT length(sealed) FROM text"))
        assert len(set(lengths)) == 1


async def test_the_same_covert_lines_again_are_a_success(store: SqlEventStore) -> None:
    for _ in range(2):
        await store.append(CONFERENCE, 0, log_with_covert())
    assert list(await store.load(CONFERENCE, 0)) == log_with_covert()


async def test_the_ordinary_reading_is_the_same_with_and_without_the_restricted_store(
    store: SqlEventStore, blind: SqlEventStore
) -> None:
    memory = MemoryEventStore()
    for each in (store, memory):
        await each.append(CONFERENCE, 0, log_with_covert())
    read = await blind.ordinary(CONFERENCE)
    assert list(read.lines) == ordinary_reading(log_with_covert())
    assert read == await store.ordinary(CONFERENCE) == await memory.ordinary(CONFERENCE)
    assert read.version == len(log_with_covert())
    assert {type(each.event) for each in read.lines}.isdisjoint(map(type, COVERT))


async def test_a_process_without_the_store_loads_and_writes_nothing_covert(
    store: SqlEventStore, blind: SqlEventStore
) -> None:
    """Deciding on a log of which it knows only a part would be worse than not at all."""
    await blind.append(CONFERENCE, 0, LOG)
    assert list(await blind.load(CONFERENCE, 0)) == LOG
    with pytest.raises(StoreDown):
        await blind.append(CONFERENCE, PLAIN, log_with_covert()[PLAIN:])
    await store.append(CONFERENCE, PLAIN, log_with_covert()[PLAIN:])
    with pytest.raises(StoreDown):
        await blind.load(CONFERENCE, 0)


async def test_a_covert_line_is_not_written_where_its_body_cannot_be(
    own_url: str, restricted_key: bytes, closed_at_end: Closing
) -> None:
    database = closed_at_end(await open_database(own_url))
    broken = closed_at_end(await open_database(restricted_beside(own_url)))
    store = SqlEventStore(database, CovertBodies(SqlTexts(broken, restricted_key)))
    await store.append(CONFERENCE, 0, LOG)
    async with broken.writers.begin() as connection:
        await connection.execute(text("ALTER TABLE text RENAME TO text_moved"))
    with pytest.raises((StoreDown, DBAPIError)):
        await store.append(CONFERENCE, PLAIN, log_with_covert()[PLAIN:])
    assert list(await store.load(CONFERENCE, 0)) == LOG


async def test_erasing_the_key_leaves_a_chain_that_verifies_and_a_log_without_them(
    store: SqlEventStore, restricted_texts: SqlTexts, database: Database
) -> None:
    await store.append(CONFERENCE, 0, log_with_covert())
    await restricted_texts.forget(CONFERENCE, TextClass.COVERT)
    assert first_broken(await store.links(CONFERENCE)) is None
    left = await store.load(CONFERENCE, 0)
    assert [each.version for each in left] == [each.version for each in log_with_covert()]
    erased = [each for each in left if isinstance(each.event, CovertErased)]
    assert {each.event for each in left}.isdisjoint(COVERT)
    assert [each.at for each in erased] == [LOG[-1].at] * len(COVERT)
    assert ordinary_reading(left) == ordinary_reading(log_with_covert())
    await store.append(CONFERENCE, len(left), lines(1, after=len(left)))
    covered = await checked_bodies(database, CovertBodies(restricted_texts))
    assert (covered.whole, covered.erased, covered.findings) == (0, len(COVERT), [])


LOST = {
    "gone": "DELETE FROM text",
    "moved": "UPDATE text SET sealed = (SELECT sealed FROM text ORDER BY id LIMIT 1)",
    "one bit": "UPDATE text SET sealed = CAST(substr(sealed, 1, 40) || x'00' || substr(sealed, 42)"
    " AS BLOB)",
}


@pytest.mark.parametrize("change", LOST.values(), ids=LOST)
async def test_a_body_that_was_changed_or_taken_away_is_found(
    new_sqlite: NewDatabase, restricted_key: bytes, change: str, closed_at_end: Closing
) -> None:
    url = new_sqlite()
    database = closed_at_end(await open_database(url))
    restricted = closed_at_end(await open_database(restricted_beside(url)))
    bodies = CovertBodies(SqlTexts(restricted, restricted_key))
    store = SqlEventStore(database, bodies)
    await store.append(CONFERENCE, 0, log_with_covert())
    assert (await checked_bodies(database, bodies)).findings == []
    tamper(restricted_beside(url), change)
    found = (await checked_bodies(database, bodies)).findings
    assert {each.line for each in found} <= set(range(PLAIN + 1, PLAIN + 1 + len(COVERT)))
    assert len(found) >= len(COVERT) - 1
    with pytest.raises(UnreadableLine, match="sealed line"):
        await store.load(CONFERENCE, 0)


def tamper(url: str, change: str) -> None:
    path = make_url(url).database
    assert path is not None
    connection = sqlite3.connect(path)
    for act in ("update", "delete"):
        connection.execute(f"DROP TRIGGER text_refuses_{act}")
    connection.execute(change)
    connection.commit()
    connection.close()


async def test_covert_lines_of_before_are_read_as_they_were_hashed(
    store: SqlEventStore, database: Database
) -> None:
    """The chain was hashed over the bytes as stored: old lines in the clear stay as they are."""
    await rewrite(database, in_the_clear(database))
    assert first_broken(await store.links(CONFERENCE)) is None
    assert list(await store.load(CONFERENCE, 0)) == log_with_covert()
    blind = await SqlEventStore(database).ordinary(CONFERENCE)
    assert list(blind.lines) == ordinary_reading(log_with_covert())


def in_the_clear(database: Database) -> list[Line]:
    """As every event was stored before there was a second store."""
    id = form_of(database, CONFERENCE)
    rows = [
        Line(id, each.version, type_name(each.event), encode(CONFERENCE, each), b"", b"")
        for each in log_with_covert()
    ]
    return chained_anew(rows)


async def test_neither_file_holds_a_covert_word_in_any_writing(
    new_sqlite: NewDatabase, restricted_key: bytes, closed_at_end: Closing
) -> None:
    url = new_sqlite()
    database = closed_at_end(await open_database(url))
    restricted = closed_at_end(await open_database(restricted_beside(url)))
    store = SqlEventStore(database, CovertBodies(SqlTexts(restricted, restricted_key)))
    await store.append(CONFERENCE, 0, covert_only())
    everything = contents(url)
    assert SEALED.encode() in everything
    for secret in ("QuestionAnswered", "call_police", str(FATHER), str(KITCHEN)):
        for written in (secret.encode(), secret.encode("utf-16-le"), b64encode(secret.encode())):
            assert written not in everything


def contents(url: str) -> bytes:
    path = Path(make_url(url).database or "")
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def covert_only() -> list[Recorded]:
    covert = log_with_covert()[PLAIN : PLAIN + len(COVERT)]
    return [replace(each, version=version) for version, each in enumerate(covert, start=1)]


async def test_ordinary_lines_need_no_restricted_store(blind: SqlEventStore) -> None:
    await blind.append(CONFERENCE, 0, lines(3))
    assert (await blind.ordinary(CONFERENCE)).version == 3


async def test_a_body_that_another_was_put_in_place_of_is_found_by_its_digest(
    new_sqlite: NewDatabase, restricted_key: bytes, closed_at_end: Closing
) -> None:
    """By somebody who has the restricted key: the seal is whole, and the words are others."""
    url = new_sqlite()
    database = closed_at_end(await open_database(url))
    restricted = closed_at_end(await open_database(restricted_beside(url)))
    texts = SqlTexts(restricted, restricted_key)
    store = SqlEventStore(database, CovertBodies(texts))
    await store.append(CONFERENCE, 0, covert_only()[:1])
    tamper(restricted_beside(url), "DELETE FROM text")
    [line] = await store.links(CONFERENCE)
    ref = envelope_in(CONFERENCE, 1, line.body).sealed
    other = texts.salt(encode(CONFERENCE, covert_only()[1]).decode())
    await texts.store(CONFERENCE, TextClass.COVERT, Salted(ref, other.salted))
    with pytest.raises(UnreadableLine, match="sealed line"):
        await store.load(CONFERENCE, 0)


async def test_a_plan_confirmed_at_a_covert_line_is_read_at_the_line_before_it(
    store: SqlEventStore, blind: SqlEventStore
) -> None:
    admitted = LOG[:9]
    covert = replace(LOG[9], version=10, event=SilentSignalled(FATHER, KITCHEN))
    applied = replace(LOG[9], version=11, event=PlanApplied(10))
    await store.append(CONFERENCE, 0, [*admitted, covert, applied])
    read = (await blind.ordinary(CONFERENCE)).lines
    assert read[-1].event == PlanApplied(9)
    assert list(read) == ordinary_reading([*admitted, covert, applied])
