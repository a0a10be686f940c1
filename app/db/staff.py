"""Staff accounts and their sessions."""

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.db.database import Database
from app.db.models import StaffRow, StaffSessionRow
from app.db.sealing import seal, unseal
from app.domain.ids import Micros
from app.service.ports import Clock, StaffAccount, StaffId, Taken


class SqlStaff:
    def __init__(self, database: Database, master_key: bytes, clock: Clock) -> None:
        self._database = database
        self._master_key = master_key
        self._clock = clock

    async def add_staff(self, account: StaffAccount) -> None:
        secret = account.totp_secret.encode()
        row = StaffRow(
            id=account.id,
            username=account.username,
            password_hash=account.password_hash,
            totp_sealed=seal(self._master_key, secret, totp_place(account.id)),
            last_step=-1,
        )
        try:
            async with self._database.writing() as session:
                session.add(row)
        except IntegrityError:
            raise Taken from None

    async def find_staff(self, username: str) -> StaffAccount | None:
        """Raises SealBroken where the account's row was changed by somebody else."""
        wanted = select(StaffRow).where(StaffRow.username == username)
        async with self._database.reading() as session:
            row = await session.scalar(wanted)
            if row is None:
                return None
            id = StaffId(row.id)
            secret = unseal(self._master_key, row.totp_sealed, totp_place(id)).decode()
            return StaffAccount(id, row.username, row.password_hash, secret)

    async def use_code(self, staff_id: StaffId, step: int) -> bool:
        this_step = update(StaffRow).where(StaffRow.id == staff_id, StaffRow.last_step < step)
        async with self._database.writing() as session:
            used = await session.scalar(this_step.values(last_step=step).returning(StaffRow.id))
        return used is not None

    async def add_session(self, secret_hash: bytes, staff_id: StaffId, expires_at: Micros) -> None:
        stale = delete(StaffSessionRow).where(StaffSessionRow.expires_at <= self._clock.now())
        async with self._database.writing() as session:
            await session.execute(stale)
            session.add(
                StaffSessionRow(secret_hash=secret_hash, staff_id=staff_id, expires_at=expires_at)
            )

    async def find_session(self, secret_hash: bytes, now: Micros) -> StaffId | None:
        wanted = select(StaffSessionRow.staff_id).where(
            StaffSessionRow.secret_hash == secret_hash, StaffSessionRow.expires_at > now
        )
        async with self._database.reading() as session:
            found = await session.scalar(wanted)
        return None if found is None else StaffId(found)

    async def end_session(self, secret_hash: bytes) -> None:
        this_session = delete(StaffSessionRow).where(StaffSessionRow.secret_hash == secret_hash)
        async with self._database.writing() as session:
            await session.execute(this_session)


def totp_place(id: StaffId) -> str:
    return f"totp|{id}"
