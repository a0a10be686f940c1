"""The tables. Migrations spell them out again; a test finds any difference."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class EventRow(Base):
    """One line of the ledger. Its primary key is the lock between two writers."""

    __tablename__ = "event"
    conference_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes]  # as hashed, never serialised again
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]


class TextKeyRow(Base):
    """The key of one conference and class, wrapped. Without its row the texts are gone."""

    __tablename__ = "text_key"
    __table_args__ = (UniqueConstraint("conference_id", "text_class"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    conference_id: Mapped[UUID]
    text_class: Mapped[str] = mapped_column(String(16))
    wrapped: Mapped[bytes]


class TextRow(Base):
    """Salt and words, sealed together. The key may be gone, so `key_id` refers to nothing."""

    __tablename__ = "text"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    conference_id: Mapped[UUID]
    text_class: Mapped[str] = mapped_column(String(16))
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]


class StaffRow(Base):
    __tablename__ = "staff"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(256))
    totp_sealed: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(BigInteger)


class StaffSessionRow(Base):
    __tablename__ = "staff_session"
    secret_hash: Mapped[bytes] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    expires_at: Mapped[int] = mapped_column(BigInteger)


class LinkRow(Base):
    __tablename__ = "link"
    public_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    conference_id: Mapped[UUID]
    participant_id: Mapped[UUID | None]
    place_id: Mapped[UUID | None]
    role: Mapped[str] = mapped_column(String(32))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    secret_hash: Mapped[bytes]
    revoked: Mapped[bool]


class DeviceRow(Base):
    __tablename__ = "device"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(ForeignKey("link.public_id"), index=True)
    secret_hash: Mapped[bytes]


class TicketRow(Base):
    __tablename__ = "ticket"
    secret_hash: Mapped[bytes] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(ForeignKey("link.public_id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"))
    expires_at: Mapped[int] = mapped_column(BigInteger)


class RoomCodeRow(Base):
    __tablename__ = "room_code"
    code_hash: Mapped[bytes] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(ForeignKey("link.public_id"))
    expires_at: Mapped[int] = mapped_column(BigInteger)


class PinRow(Base):
    __tablename__ = "pin"
    __table_args__ = (UniqueConstraint("conference_id", "participant_id"),)
    pin_hash: Mapped[bytes] = mapped_column(primary_key=True)
    conference_id: Mapped[UUID]
    participant_id: Mapped[UUID]


class GuessRow(Base):
    """A budget of tries. Its key is hashed under the pepper: it may hold an address or a name."""

    __tablename__ = "guess"
    key_hash: Mapped[bytes] = mapped_column(primary_key=True)
    spent: Mapped[int]
    ends_at: Mapped[int] = mapped_column(BigInteger)


class LeaseRow(Base):
    __tablename__ = "lease"
    conference_id: Mapped[UUID] = mapped_column(primary_key=True)
    node: Mapped[str] = mapped_column(String(128))
    ends_at: Mapped[int] = mapped_column(BigInteger)
    """By the database's clock."""
