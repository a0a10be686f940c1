"""Words are sealed, in their place, under a key that can be destroyed."""

import sqlite3
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import anyio
import pytest
from sqlalchemy import make_url, text

from app.db.database import Database, open_database
from app.db.event_store import SqlEventStore
from app.db.keys import Keys, load_keys, make_keys
from app.db.restricted import AllTexts
from app.db.texts import SqlTexts
from app.domain.ids import TextId
from app.domain.ledger import first_broken
from app.service.ports import TextClass
from tests.db.conftest import Closing, NewDatabase
from tests.db.lines import CONFERENCE, OTHER, lines
from tests.fakes import MemoryTexts

WORDS = "She said: «Mae ddrwg gen i.» 🙂"

AnyTexts = AllTexts | MemoryTexts


@pytest.fixture
def sql_texts(all_texts: AllTexts) -> AllTexts:
    return all_texts


@pytest.fixture
def texts(kind: str, request: pytest.FixtureRequest) -> AnyTexts:
    return MemoryTexts() if kind == "memory" else request.getfixturevalue("sql_texts")


every_kind = pytest.mark.parametrize("kind", ["memory", "sqlite", "postgresql"], indirect=True)


@every_kind
async def test_words_come_back_as_they_were(texts: AnyTexts) -> None:
    refs = [await texts.keep(CONFERENCE, TextClass.RECORD, each) for each in (WORDS, "", "a\x01b")]
    found = await texts.read(CONFERENCE, [ref.id for ref in refs])
    assert found == {refs[0].id: WORDS, refs[1].id: "", refs[2].id: "a\x01b"}


@every_kind
async def test_an_id_that_is_not_there_is_missing_in_the_answer(texts: AnyTexts) -> None:
    ref = await texts.keep(CONFERENCE, TextClass.RECORD, WORDS)
    assert await texts.read(CONFERENCE, [TextId(uuid4()), ref.id]) == {ref.id: WORDS}
    assert await texts.read(CONFERENCE, []) == {}


@every_kind
async def test_the_words_of_another_conference_are_not_read(texts: AnyTexts) -> None:
    ref = await texts.keep(CONFERENCE, TextClass.RECORD, WORDS)
    assert await texts.read(OTHER, [ref.id]) == {}


@every_kind
async def test_a_forgotten_class_is_gone_and_the_others_stay(texts: AnyTexts) -> None:
    answers = await texts.keep(CONFERENCE, TextClass.ANSWERS, WORDS)
    record = await texts.keep(CONFERENCE, TextClass.RECORD, WORDS)
    elsewhere = await texts.keep(OTHER, TextClass.ANSWERS, WORDS)
    await texts.forget(CONFERENCE, TextClass.ANSWERS)
    later = await texts.keep(CONFERENCE, TextClass.ANSWERS, "Later.")
    found = await texts.read(CONFERENCE, [answers.id, record.id, later.id])
    assert found == {record.id: WORDS, later.id: "Later."}
    assert await texts.read(OTHER, [elsewhere.id]) == {elsewhere.id: WORDS}


@every_kind
async def test_the_same_words_have_another_digest_each_time(texts: AnyTexts) -> None:
    """Nobody who knows the words can tell whether they are meant."""
    refs = [await texts.keep(CONFERENCE, TextClass.RECORD, "yes") for _ in range(3)]
    assert len({ref.digest for ref in refs}) == 3
    assert sha256(b"yes").hexdigest() not in {ref.digest for ref in refs}


async def test_many_texts_are_read_at_once(sql_texts: AllTexts) -> None:
    ref = await sql_texts.keep(CONFERENCE, TextClass.RECORD, WORDS)
    strangers = [TextId(uuid4()) for _ in range(1200)]
    assert await sql_texts.read(CONFERENCE, [*strangers, ref.id]) == {ref.id: WORDS}


async def test_many_first_texts_at_once_share_one_key(
    sql_texts: AllTexts, database: Database
) -> None:
    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(sql_texts.keep, CONFERENCE, TextClass.DRAFTS, WORDS)
    async with database.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM text_key")) == 1
        assert await session.scalar(text("SELECT count(*) FROM text")) == 5


async def test_the_chain_still_verifies_after_a_key_is_destroyed(
    sql_texts: AllTexts, store: SqlEventStore
) -> None:
    await store.append(CONFERENCE, 0, lines(5))
    await sql_texts.keep(CONFERENCE, TextClass.RECORD, WORDS)
    await sql_texts.forget(CONFERENCE, TextClass.RECORD)
    assert first_broken(await store.links(CONFERENCE)) is None


async def test_a_seal_opens_only_under_its_own_master_key(
    sql_texts: AllTexts, database: Database, tmp_path: Path
) -> None:
    ref = await sql_texts.keep(CONFERENCE, TextClass.RECORD, WORDS)
    make_keys(tmp_path / "others")
    others = SqlTexts(database, load_keys(tmp_path / "others").master)
    assert await others.read(CONFERENCE, [ref.id]) == {}


@pytest.mark.parametrize("text_class", [TextClass.RESTRICTED, TextClass.COVERT])
async def test_restricted_words_are_in_the_restricted_store_alone(
    sql_texts: AllTexts, database: Database, restricted: Database, text_class: str
) -> None:
    ref = await sql_texts.keep(CONFERENCE, text_class, WORDS)
    kept = text("SELECT count(*) FROM text")
    async with database.reading() as session:
        assert await session.scalar(kept) == 0
    async with restricted.reading() as session:
        assert await session.scalar(kept) == 1
    assert await sql_texts.read(CONFERENCE, [ref.id]) == {ref.id: WORDS}
    assert await sql_texts.for_families().read(CONFERENCE, [ref.id]) == {}
    await sql_texts.forget(CONFERENCE, text_class)
    assert await sql_texts.read(CONFERENCE, [ref.id]) == {}


async def test_restricted_words_of_before_the_second_store_are_still_read_and_erased(
    sql_texts: AllTexts, database: Database, keys: Keys, restricted_key: bytes
) -> None:
    earlier = SqlTexts(database, restricted_key)
    ref = await earlier.keep(CONFERENCE, TextClass.RESTRICTED, WORDS)
    assert await sql_texts.read(CONFERENCE, [ref.id]) == {ref.id: WORDS}
    assert await SqlTexts(database, keys.master).read(CONFERENCE, [ref.id]) == {}
    await sql_texts.forget(CONFERENCE, TextClass.RESTRICTED)
    assert await earlier.read(CONFERENCE, [ref.id]) == {}


MOVED = {
    "to another id": "id = '{other}' || substr(id, 33)",
    "to another class": "text_class = 'answers'",
    "to another conference": "conference_id = '{conference}'",
    "one bit": "sealed = CAST(substr(sealed, 1, 20) || x'00' || substr(sealed, 22) AS BLOB)",
    "cut": "sealed = substr(sealed, 1, 5)",
    "emptied": "sealed = x''",
    "another format": "sealed = CAST(x'02' || substr(sealed, 2) AS BLOB)",
}


@pytest.mark.parametrize("move", MOVED.values(), ids=MOVED)
async def test_a_seal_that_was_moved_or_changed_is_missing(
    new_sqlite: NewDatabase, keys: Keys, move: str, closed_at_end: Closing
) -> None:
    url, other = new_sqlite(), TextId(uuid4())
    database = closed_at_end(await open_database(url))
    texts = SqlTexts(database, keys.master)
    ref = await texts.keep(CONFERENCE, TextClass.RECORD, WORDS)
    path = make_url(url).database
    assert path is not None
    tampering = sqlite3.connect(path)
    tampering.executescript("DROP TRIGGER text_refuses_update")
    change = move.format(other=other.hex, conference=OTHER.hex)
    tampered = tampering.execute(f"UPDATE text SET {change}")  # noqa: S608  tampering is meant
    assert tampered.rowcount == 1
    tampering.commit()
    tampering.close()
    for conference in (CONFERENCE, OTHER):
        assert await texts.read(conference, [ref.id, other]) == {}


async def test_no_file_of_the_database_holds_the_words_or_a_destroyed_key(
    new_sqlite: NewDatabase, keys: Keys, closed_at_end: Closing
) -> None:
    url = new_sqlite()
    path = Path(make_url(url).database or "")
    database = closed_at_end(await open_database(url))
    texts = SqlTexts(database, keys.master)
    await texts.keep(CONFERENCE, TextClass.RECORD, WORDS)
    async with database.reading() as session:
        wrapped = await session.scalar(text("SELECT wrapped FROM text_key"))
    assert isinstance(wrapped, bytes)
    assert wrapped in everything_in(path.parent)
    await texts.forget(CONFERENCE, TextClass.RECORD)
    assert wrapped not in everything_in(path.parent)
    assert WORDS.encode() not in everything_in(path.parent)


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.suffix != ".db-shm")
