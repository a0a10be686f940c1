"""Links, devices, tickets, codes and staff: what is revoked, used or run out is not there."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import anyio
import pytest
from sqlalchemy import text

from app.db.database import Database
from app.db.directory import SqlDirectory
from app.db.keys import Keys
from app.db.sealing import SealBroken
from app.domain.commands import Actor
from app.domain.ids import SECOND, DeviceId, Micros, ParticipantId, PlaceId
from app.domain.people import Role
from app.service.ports import Directory, Link, StaffAccount, StaffId, Taken
from tests.db.lines import CONFERENCE, OTHER
from tests.fakes import NINE_O_CLOCK, ManualClock, MemoryDirectory

MOTHER = ParticipantId(uuid4())
FATHER = ParticipantId(uuid4())
CIVIC_CENTRE = PlaceId(uuid4())
NOW = NINE_O_CLOCK
LATER = Micros(NOW + 60 * SECOND)


def hashed(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


MOTHERS = Link(
    public_id="mothers-link",
    conference=CONFERENCE,
    participant_id=MOTHER,
    place_id=None,
    actor=Actor(Role.PARENT, MOTHER, None, None),
    revoked=False,
    staff_id=None,
)
ROOMS = Link(
    public_id="rooms-link",
    conference=CONFERENCE,
    participant_id=None,
    place_id=CIVIC_CENTRE,
    actor=Actor(Role.ROOM_DEVICE, None, CIVIC_CENTRE, None),
    revoked=False,
    staff_id=None,
)
CHAIRS_ACCOUNT = StaffAccount(StaffId(uuid4()), "chair@example.org", "$argon2id$...", "JBSWY3DP")


@pytest.fixture
def sql_directory(database: Database, keys: Keys, clock: ManualClock) -> SqlDirectory:
    return SqlDirectory(database, keys, clock)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def directory(kind: str, clock: ManualClock, request: pytest.FixtureRequest) -> Directory:
    if kind == "memory":
        return MemoryDirectory(clock)
    return request.getfixturevalue("sql_directory")


async def with_device(directory: Directory, link: Link = MOTHERS) -> DeviceId:
    device = DeviceId(uuid4())
    await directory.add_link(link, hashed("link"))
    await directory.bind_device(link.public_id, device, hashed("cookie"))
    return device


async def test_a_link_is_found_as_it_was_made(directory: Directory) -> None:
    await directory.add_staff(CHAIRS_ACCOUNT)
    chairs = Link(
        public_id="chairs-link",
        conference=OTHER,
        participant_id=FATHER,
        place_id=None,
        actor=Actor(Role.INDEPENDENT_CHAIR, FATHER, None, None),
        revoked=False,
        staff_id=CHAIRS_ACCOUNT.id,
    )
    for link in (MOTHERS, ROOMS, chairs):
        await directory.add_link(link, hashed(link.public_id))
        assert await directory.find_link(link.public_id) == link
        assert await directory.link_secret_hash(link.public_id) == hashed(link.public_id)


async def test_an_unknown_link_is_nothing(directory: Directory) -> None:
    assert await directory.find_link("no-such-link") is None
    assert await directory.find_room_link(CONFERENCE, CIVIC_CENTRE) is None
    assert await directory.link_secret_hash("no-such-link") is None
    assert await directory.find_device("no-such-link", hashed("cookie")) is None


async def test_a_device_is_found_by_its_secret_on_its_own_link(directory: Directory) -> None:
    device = await with_device(directory)
    await directory.add_link(ROOMS, hashed("room"))
    assert await directory.find_device(MOTHERS.public_id, hashed("cookie")) == (MOTHERS, device)
    assert await directory.find_device(MOTHERS.public_id, hashed("other")) is None
    assert await directory.find_device(ROOMS.public_id, hashed("cookie")) is None


async def test_two_devices_of_one_link_are_two(directory: Directory) -> None:
    first = await with_device(directory)
    second = DeviceId(uuid4())
    await directory.bind_device(MOTHERS.public_id, second, hashed("second"))
    assert await directory.find_device(MOTHERS.public_id, hashed("cookie")) == (MOTHERS, first)
    assert await directory.find_device(MOTHERS.public_id, hashed("second")) == (MOTHERS, second)


async def test_a_revoked_link_takes_everything_with_it(directory: Directory) -> None:
    device = await with_device(directory, ROOMS)
    await directory.add_ticket(hashed("ticket"), ROOMS.public_id, device, LATER)
    await directory.add_room_code(hashed("code"), ROOMS.public_id, LATER)
    assert await directory.find_room_link(CONFERENCE, CIVIC_CENTRE) == ROOMS.public_id
    await directory.revoke_link(ROOMS.public_id)
    assert await directory.find_room_link(CONFERENCE, CIVIC_CENTRE) is None
    link = await directory.find_link(ROOMS.public_id)
    assert link is not None
    assert link.revoked
    assert await directory.find_device(ROOMS.public_id, hashed("cookie")) is None
    assert await directory.take_ticket(hashed("ticket"), NOW) is None
    assert await directory.take_room_code(hashed("code"), NOW) is None


async def test_a_revoked_device_and_its_tickets_are_gone(directory: Directory) -> None:
    device = await with_device(directory)
    await directory.add_ticket(hashed("ticket"), MOTHERS.public_id, device, LATER)
    await directory.revoke_device(device)
    assert await directory.find_device(MOTHERS.public_id, hashed("cookie")) is None
    assert await directory.take_ticket(hashed("ticket"), NOW) is None


async def test_a_ticket_is_good_once(directory: Directory) -> None:
    device = await with_device(directory)
    await directory.add_ticket(hashed("ticket"), MOTHERS.public_id, device, LATER)
    assert await directory.take_ticket(hashed("ticket"), NOW) == (MOTHERS.public_id, device)
    assert await directory.take_ticket(hashed("ticket"), NOW) is None


async def test_a_ticket_runs_out_to_the_microsecond(directory: Directory) -> None:
    device = await with_device(directory)
    for secret in ("just in time", "too late"):
        await directory.add_ticket(hashed(secret), MOTHERS.public_id, device, LATER)
    assert await directory.take_ticket(hashed("just in time"), Micros(LATER - 1)) is not None
    assert await directory.take_ticket(hashed("too late"), LATER) is None
    assert await directory.take_ticket(hashed("too late"), NOW) is None


async def test_of_many_who_take_one_ticket_one_gets_it(directory: Directory) -> None:
    device = await with_device(directory)
    await directory.add_ticket(hashed("ticket"), MOTHERS.public_id, device, LATER)
    taken: list[object] = []

    async def take() -> None:
        taken.append(await directory.take_ticket(hashed("ticket"), NOW))

    async with anyio.create_task_group() as tasks:
        for _ in range(6):
            tasks.start_soon(take)
    assert sorted(each is not None for each in taken) == [False] * 5 + [True]


async def test_a_room_code_is_good_once_and_for_its_room(directory: Directory) -> None:
    await directory.add_link(ROOMS, hashed("room"))
    await directory.add_room_code(hashed("A7K2"), ROOMS.public_id, LATER)
    await directory.add_room_code(hashed("late"), ROOMS.public_id, LATER)
    assert await directory.take_room_code(hashed("guess"), NOW) is None
    assert await directory.take_room_code(hashed("A7K2"), NOW) == ROOMS.public_id
    assert await directory.take_room_code(hashed("A7K2"), NOW) is None
    assert await directory.take_room_code(hashed("late"), LATER) is None


async def test_a_new_pin_replaces_the_old_one(directory: Directory) -> None:
    await directory.add_pin(CONFERENCE, MOTHER, hashed("1234567890"))
    await directory.add_pin(CONFERENCE, MOTHER, hashed("0987654321"))
    assert await directory.find_pin(hashed("1234567890")) is None
    assert await directory.find_pin(hashed("0987654321")) == (CONFERENCE, MOTHER)


async def test_two_people_never_have_the_same_pin(directory: Directory) -> None:
    await directory.add_pin(CONFERENCE, MOTHER, hashed("1234567890"))
    with pytest.raises(Taken):
        await directory.add_pin(OTHER, FATHER, hashed("1234567890"))
    assert await directory.find_pin(hashed("1234567890")) == (CONFERENCE, MOTHER)


async def test_a_budget_of_guesses_is_used_up_and_comes_back(
    directory: Directory, clock: ManualClock
) -> None:
    window = timedelta(minutes=15)
    tries = [await directory.count_guess("link:x", window, 3) for _ in range(5)]
    assert tries == [True, True, True, False, False]
    assert await directory.count_guess("link:y", window, 3)
    clock.advance(window - timedelta(microseconds=1))
    assert not await directory.count_guess("link:x", window, 3)
    clock.advance(timedelta(microseconds=1))
    assert await directory.count_guess("link:x", window, 3)


async def test_guesses_made_at_once_are_all_counted(directory: Directory) -> None:
    allowed: list[bool] = []

    async def guess() -> None:
        allowed.append(await directory.count_guess("pin", timedelta(hours=1), 3))

    async with anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(guess)
    assert sum(allowed) == 3


async def test_staff_are_found_by_name_and_nobody_twice(directory: Directory) -> None:
    await directory.add_staff(CHAIRS_ACCOUNT)
    assert await directory.find_staff(CHAIRS_ACCOUNT.username) == CHAIRS_ACCOUNT
    assert await directory.find_staff("nobody") is None
    again = StaffAccount(StaffId(uuid4()), CHAIRS_ACCOUNT.username, "other", "other")
    with pytest.raises(Taken):
        await directory.add_staff(again)


async def test_a_sign_in_code_counts_once_and_never_after_a_later_one(
    directory: Directory,
) -> None:
    await directory.add_staff(CHAIRS_ACCOUNT)
    used = [await directory.use_code(CHAIRS_ACCOUNT.id, step) for step in (7, 7, 6, 8)]
    assert used == [True, False, False, True]


async def test_a_session_ends_by_time_or_by_hand(directory: Directory) -> None:
    await directory.add_staff(CHAIRS_ACCOUNT)
    for secret in ("one", "two"):
        await directory.add_session(hashed(secret), CHAIRS_ACCOUNT.id, LATER)
    assert await directory.find_session(hashed("one"), NOW) == CHAIRS_ACCOUNT.id
    assert await directory.find_session(hashed("one"), LATER) is None
    await directory.end_session(hashed("two"))
    assert await directory.find_session(hashed("two"), NOW) is None
    assert await directory.find_session(hashed("three"), NOW) is None


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
class TestInSql:
    async def test_what_nobody_took_does_not_pile_up(
        self, sql_directory: SqlDirectory, database: Database, clock: ManualClock
    ) -> None:
        device = await with_device(sql_directory)
        await sql_directory.add_staff(CHAIRS_ACCOUNT)
        for number in range(4):
            clock.advance(timedelta(minutes=2))
            soon, secret = Micros(clock.now() + SECOND), hashed(str(number))
            await sql_directory.add_ticket(secret, MOTHERS.public_id, device, soon)
            await sql_directory.add_room_code(secret, MOTHERS.public_id, soon)
            await sql_directory.add_session(secret, CHAIRS_ACCOUNT.id, soon)
            await sql_directory.count_guess(str(number), timedelta(seconds=1), 3)
        assert await counted(database) == dict.fromkeys(SHORT_LIVED, 1)

    async def test_neither_secrets_nor_addresses_are_in_the_tables(
        self, sql_directory: SqlDirectory, database: Database
    ) -> None:
        await sql_directory.add_staff(CHAIRS_ACCOUNT)
        await sql_directory.count_guess("192.0.2.17", timedelta(hours=1), 3)
        async with database.reading() as session:
            staff = await session.scalar(text("SELECT totp_sealed FROM staff"))
            guess = await session.scalar(text("SELECT key_hash FROM guess"))
        assert CHAIRS_ACCOUNT.totp_secret.encode() not in staff
        assert guess not in {b"192.0.2.17", hashed("192.0.2.17")}

    async def test_a_code_secret_put_under_another_account_is_refused(
        self, sql_directory: SqlDirectory, database: Database
    ) -> None:
        """Whoever can write the table cannot give the chair's account a code of their own."""
        await sql_directory.add_staff(CHAIRS_ACCOUNT)
        await sql_directory.add_staff(StaffAccount(StaffId(uuid4()), "mallory", "hash", "MINE"))
        swap = (
            "UPDATE staff SET totp_sealed = (SELECT totp_sealed FROM staff"
            " WHERE username = 'mallory') WHERE username = 'chair@example.org'"
        )
        async with database.writing() as session:
            await session.execute(text(swap))
        with pytest.raises(SealBroken):
            await sql_directory.find_staff(CHAIRS_ACCOUNT.username)


SHORT_LIVED = ("ticket", "room_code", "staff_session", "guess")


async def counted(database: Database) -> dict[str, object]:
    async with database.reading() as session:
        return {
            # the names are ours
            table: await session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
            for table in SHORT_LIVED
        }
