"""What every event store promises: whole, in order, once, and one winner."""

from uuid import uuid4

import anyio
import pytest
from sqlalchemy import text

from app.db.codec import UnreadableLine
from app.db.database import Database, open_database
from app.db.event_store import SqlEventStore
from app.domain.commands import SERVICE
from app.domain.events import LegDropped
from app.domain.evolve import Recorded
from app.domain.ids import LegId
from app.domain.ledger import GENESIS, first_broken
from app.service.ports import EventStore, VersionConflict
from tests.db.conftest import Closing
from tests.db.lines import CONFERENCE, OTHER, lines
from tests.fakes import NINE_O_CLOCK, MemoryEventStore


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The stand-in keeps the same promises."""
    return request.param


@pytest.fixture
def events(kind: str, request: pytest.FixtureRequest) -> EventStore:
    return MemoryEventStore() if kind == "memory" else request.getfixturevalue("store")


async def test_what_was_appended_is_loaded_in_order(events: EventStore) -> None:
    await events.append(CONFERENCE, 0, lines(3))
    await events.append(CONFERENCE, 3, lines(2, after=3))
    assert list(await events.load(CONFERENCE, 0)) == lines(5)
    assert list(await events.load(CONFERENCE, 3)) == lines(2, after=3)


async def test_an_unknown_conference_has_no_lines(events: EventStore) -> None:
    await events.append(CONFERENCE, 0, lines(1))
    assert list(await events.load(OTHER, 0)) == []
    assert list(await events.conferences()) == [CONFERENCE]


async def test_conferences_do_not_mix(events: EventStore) -> None:
    await events.append(CONFERENCE, 0, lines(2))
    await events.append(OTHER, 0, lines(1, marked=7))
    assert list(await events.load(OTHER, 0)) == lines(1, marked=7)
    assert set(await events.conferences()) == {CONFERENCE, OTHER}


@pytest.mark.parametrize("expected", [0, 1, 3], ids=["taken", "overlapping", "a gap"])
async def test_whoever_expects_another_version_loses(events: EventStore, expected: int) -> None:
    await events.append(CONFERENCE, 0, lines(2))
    with pytest.raises(VersionConflict):
        await events.append(CONFERENCE, expected, lines(2, after=expected, marked=1))
    assert list(await events.load(CONFERENCE, 0)) == lines(2)


async def test_lines_that_do_not_follow_are_refused(events: EventStore) -> None:
    await events.append(CONFERENCE, 0, lines(1))
    for wrong in (lines(1, after=2), lines(1, after=0), [*lines(1, after=1), *lines(1, after=3)]):
        with pytest.raises(ValueError, match="without a gap"):
            await events.append(CONFERENCE, 1, wrong)
    assert list(await events.load(CONFERENCE, 0)) == lines(1)


async def test_the_same_lines_again_are_a_success(events: EventStore) -> None:
    """A commit whose answer was lost is tried again by whoever owes it."""
    await events.append(CONFERENCE, 0, lines(3))
    await events.append(CONFERENCE, 0, lines(3))
    await events.append(CONFERENCE, 1, lines(1, after=1))
    assert list(await events.load(CONFERENCE, 0)) == lines(3)


async def test_of_many_writers_of_one_version_one_wins(events: EventStore) -> None:
    won: list[int] = []

    async def write(marked: int) -> None:
        try:
            await events.append(CONFERENCE, 0, lines(2, marked=marked))
        except VersionConflict:
            return
        won.append(marked)

    async with anyio.create_task_group() as tasks:
        for marked in range(8):
            tasks.start_soon(write, marked)
    assert len(won) == 1
    assert list(await events.load(CONFERENCE, 0)) == lines(2, marked=won[0])


async def test_writers_of_many_conferences_do_not_hinder_each_other(events: EventStore) -> None:
    ids = [CONFERENCE, OTHER]

    async def write(index: int) -> None:
        for version in range(20):
            await events.append(ids[index], version, lines(1, after=version))

    async with anyio.create_task_group() as tasks:
        for index in range(2):
            tasks.start_soon(write, index)
    for id in ids:
        assert list(await events.load(id, 0)) == lines(20)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
class TestInSql:
    async def test_the_stored_bytes_form_a_chain(self, store: SqlEventStore) -> None:
        await store.append(CONFERENCE, 0, lines(3))
        await store.append(CONFERENCE, 3, lines(3, after=3))
        links = await store.links(CONFERENCE)
        assert first_broken(links) is None
        assert links[0].prev_hash == GENESIS
        assert await store.head(CONFERENCE) == links[-1]

    async def test_of_two_nodes_that_write_one_version_one_wins(
        self, url: str, closed_at_end: Closing
    ) -> None:
        nodes = [closed_at_end(await open_database(url)) for _ in range(2)]
        won: list[int] = []

        async def write(number: int) -> None:
            for version in range(15):
                try:
                    new = lines(1, after=version, marked=number)
                    await SqlEventStore(nodes[number]).append(CONFERENCE, version, new)
                    won.append(version)
                except VersionConflict:
                    continue

        async with anyio.create_task_group() as tasks:
            for number in range(2):
                tasks.start_soon(write, number)
        links = await SqlEventStore(nodes[0]).links(CONFERENCE)
        assert first_broken(links) is None
        assert sorted(won) == list(range(15)) == [link.version - 1 for link in links]

    async def test_nothing_of_a_failed_append_stays(
        self, store: SqlEventStore, database: Database
    ) -> None:
        await store.append(CONFERENCE, 0, lines(2))
        with pytest.raises(VersionConflict):
            await store.append(CONFERENCE, 1, lines(5, after=1, marked=1))
        async with database.reading() as session:
            assert await session.scalar(text("SELECT count(*) FROM event")) == 2

    async def test_a_line_of_an_unknown_type_stops_the_replay(
        self, store: SqlEventStore, database: Database
    ) -> None:
        await store.append(CONFERENCE, 0, lines(1))
        copy = text(
            "INSERT INTO event SELECT conference_id, 2, 'FutureEvent', body, prev_hash, hash"
            " FROM event"
        )
        async with database.writing() as session:
            await session.execute(copy)
        with pytest.raises(UnreadableLine, match="line 2: unknown type 'FutureEvent'"):
            await store.load(CONFERENCE, 0)

    async def test_every_kind_of_text_survives_the_codec(self, store: SqlEventStore) -> None:
        why = 'quote " backslash \\ é ŵ 🙂 \u2028 \x00'
        line = Recorded(1, NINE_O_CLOCK, SERVICE, LegDropped(LegId(uuid4()), why))
        await store.append(CONFERENCE, 0, [line])
        assert list(await store.load(CONFERENCE, 0)) == [line]
