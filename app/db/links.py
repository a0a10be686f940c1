"""Personal links and the rooms' own: the devices bound to them, and their tickets."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.db.database import Database
from app.db.models import DeviceRow, LinkRow, TicketRow
from app.domain.commands import Actor
from app.domain.ids import ConferenceId, DeviceId, Micros, ParticipantId, PlaceId
from app.domain.people import Role
from app.service.ports import Clock, Link, StaffId


class SqlLinks:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def add_link(self, link: Link, secret_hash: bytes) -> None:
        async with self._database.writing() as session:
            session.add(_row(link, secret_hash))

    async def find_link(self, public_id: str) -> Link | None:
        async with self._database.reading() as session:
            row = await session.get(LinkRow, public_id)
        return None if row is None else _link(row)

    async def find_room_link(self, conference: ConferenceId, place_id: PlaceId) -> str | None:
        wanted = select(LinkRow.public_id).where(
            LinkRow.conference_id == conference,
            LinkRow.place_id == place_id,
            LinkRow.revoked.is_(False),
        )
        async with self._database.reading() as session:
            return await session.scalar(wanted.order_by(LinkRow.public_id).limit(1))

    async def link_secret_hash(self, public_id: str) -> bytes | None:
        wanted = select(LinkRow.secret_hash).where(LinkRow.public_id == public_id)
        async with self._database.reading() as session:
            return await session.scalar(wanted)

    async def revoke_link(self, public_id: str) -> None:
        this_link = update(LinkRow).where(LinkRow.public_id == public_id)
        async with self._database.writing() as session:
            await session.execute(this_link.values(revoked=True))

    async def bind_device(self, public_id: str, device: DeviceId, secret_hash: bytes) -> None:
        async with self._database.writing() as session:
            session.add(DeviceRow(id=device, public_id=public_id, secret_hash=secret_hash))

    async def find_device(self, public_id: str, secret_hash: bytes) -> tuple[Link, DeviceId] | None:
        both = select(LinkRow, DeviceRow.id).join(
            DeviceRow, DeviceRow.public_id == LinkRow.public_id
        )
        wanted = both.where(
            LinkRow.public_id == public_id,
            LinkRow.revoked.is_(False),
            DeviceRow.secret_hash == secret_hash,
        )
        async with self._database.reading() as session:
            found = (await session.execute(wanted)).one_or_none()
        return None if found is None else (_link(found[0]), DeviceId(found[1]))

    async def revoke_device(self, device: DeviceId) -> None:
        async with self._database.writing() as session:
            await session.execute(delete(DeviceRow).where(DeviceRow.id == device))

    async def add_ticket(
        self, secret_hash: bytes, public_id: str, device: DeviceId, expires_at: Micros
    ) -> None:
        """Tickets that nobody took go at the same time."""
        stale = delete(TicketRow).where(TicketRow.expires_at <= self._clock.now())
        ticket = TicketRow(
            secret_hash=secret_hash, public_id=public_id, device_id=device, expires_at=expires_at
        )
        async with self._database.writing() as session:
            await session.execute(stale)
            session.add(ticket)

    async def take_ticket(self, secret_hash: bytes, now: Micros) -> tuple[str, DeviceId] | None:
        this_ticket = delete(TicketRow).where(TicketRow.secret_hash == secret_hash)
        taken = this_ticket.returning(
            TicketRow.public_id, TicketRow.device_id, TicketRow.expires_at
        )
        async with self._database.writing() as session:
            row = (await session.execute(taken)).one_or_none()
            if row is None or not await is_open(session, row[0]):
                return None
        public_id, device, expires_at = row
        return (public_id, DeviceId(device)) if expires_at > now else None


async def is_open(session: AsyncSession, public_id: str) -> bool:
    link = await session.get(LinkRow, public_id)
    return link is not None and not link.revoked


def _row(link: Link, secret_hash: bytes) -> LinkRow:
    return LinkRow(
        public_id=link.public_id,
        conference_id=link.conference,
        participant_id=link.participant_id,
        place_id=link.place_id,
        role=link.actor.role,
        staff_id=link.staff_id,
        secret_hash=secret_hash,
        revoked=link.revoked,
    )


def _link(row: LinkRow) -> Link:
    participant_id = None if row.participant_id is None else ParticipantId(row.participant_id)
    place_id = None if row.place_id is None else PlaceId(row.place_id)
    return Link(
        public_id=row.public_id,
        conference=ConferenceId(row.conference_id),
        participant_id=participant_id,
        place_id=place_id,
        actor=Actor(Role(row.role), participant_id, place_id, None),
        revoked=row.revoked,
        staff_id=None if row.staff_id is None else StaffId(row.staff_id),
    )
