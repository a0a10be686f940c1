"""What is short enough to be guessed: room codes, PINs, and the budgets that limit guessing."""

import hmac
from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from app.db.database import Database
from app.db.links import is_open
from app.db.models import GuessRow, PinRow, RoomCodeRow
from app.domain.ids import ConferenceId, Micros, ParticipantId
from app.service.ports import Clock, Taken


class SqlCodes:
    """Codes and PINs come in hashed under the pepper; the keys of budgets are hashed here."""

    def __init__(self, database: Database, pepper: bytes, clock: Clock) -> None:
        self._database = database
        self._pepper = pepper
        self._clock = clock

    async def add_room_code(self, code_hash: bytes, public_id: str, expires_at: Micros) -> None:
        """Codes that nobody took go at the same time."""
        stale = delete(RoomCodeRow).where(RoomCodeRow.expires_at <= self._clock.now())
        async with self._database.writing() as session:
            await session.execute(stale)
            session.add(
                RoomCodeRow(code_hash=code_hash, public_id=public_id, expires_at=expires_at)
            )

    async def take_room_code(self, code_hash: bytes, now: Micros) -> str | None:
        this_code = delete(RoomCodeRow).where(RoomCodeRow.code_hash == code_hash)
        taken = this_code.returning(RoomCodeRow.public_id, RoomCodeRow.expires_at)
        async with self._database.writing() as session:
            row = (await session.execute(taken)).one_or_none()
            if row is None or not await is_open(session, row[0]):
                return None
        public_id, expires_at = row
        return public_id if expires_at > now else None

    async def add_pin(
        self, conference: ConferenceId, participant_id: ParticipantId, pin_hash: bytes
    ) -> None:
        earlier = delete(PinRow).where(
            PinRow.conference_id == conference, PinRow.participant_id == participant_id
        )
        pin = PinRow(pin_hash=pin_hash, conference_id=conference, participant_id=participant_id)
        try:
            async with self._database.writing() as session:
                await session.execute(earlier)
                session.add(pin)
        except IntegrityError:
            raise Taken from None

    async def find_pin(self, pin_hash: bytes) -> tuple[ConferenceId, ParticipantId] | None:
        async with self._database.reading() as session:
            row = await session.get(PinRow, pin_hash)
            if row is None:
                return None
            return ConferenceId(row.conference_id), ParticipantId(row.participant_id)

    async def count_guess(self, key: str, window: timedelta, limit: int) -> bool:
        key_hash = hmac.digest(self._pepper, key.encode(), "sha256")
        try:
            spent = await self._spend(key_hash, window)
        except IntegrityError:  # the window's first try was made twice at once
            spent = await self._spend(key_hash, window)
        return spent <= limit

    async def _spend(self, key_hash: bytes, window: timedelta) -> int:
        """How many tries have been made in this window, this one too."""
        now = self._clock.now()
        once_more = update(GuessRow).where(GuessRow.key_hash == key_hash, GuessRow.ends_at > now)
        spent_now = once_more.values(spent=GuessRow.spent + 1).returning(GuessRow.spent)
        async with self._database.writing() as session:
            spent = await session.scalar(spent_now)
            if spent is not None:
                return spent
            await session.execute(delete(GuessRow).where(GuessRow.ends_at <= now))
            ends_at = now + window // timedelta(microseconds=1)
            session.add(GuessRow(key_hash=key_hash, spent=1, ends_at=ends_at))
        return 1
