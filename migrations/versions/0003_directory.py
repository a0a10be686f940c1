"""Links, devices, tickets, codes, PINs, staff, and budgets of tries."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = ("guess", "pin", "room_code", "ticket", "device", "link", "staff_session", "staff")


def upgrade() -> None:
    create_staff()
    create_links()
    create_devices()
    create_codes()


def create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(254), nullable=False),
        sa.Column("password_hash", sa.String(256), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("username", name="uq_staff_username"),
    )
    op.create_table(
        "staff_session",
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("secret_hash", name="pk_staff_session"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_session_staff_id"),
    )


def create_links() -> None:
    op.create_table(
        "link",
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("public_id", name="pk_link"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_link_staff_id"),
    )


def create_devices() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_device"),
        sa.ForeignKeyConstraint(["public_id"], ["link.public_id"], name="fk_device_public_id"),
    )
    op.create_index("ix_device_public_id", "device", ["public_id"])
    op.create_table(
        "ticket",
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("secret_hash", name="pk_ticket"),
        sa.ForeignKeyConstraint(["public_id"], ["link.public_id"], name="fk_ticket_public_id"),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name="fk_ticket_device_id", ondelete="CASCADE"
        ),
    )


def create_codes() -> None:
    op.create_table(
        "room_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("public_id", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash", name="pk_room_code"),
        sa.ForeignKeyConstraint(["public_id"], ["link.public_id"], name="fk_room_code_public_id"),
    )
    op.create_table(
        "pin",
        sa.Column("pin_hash", sa.LargeBinary(), nullable=False),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("pin_hash", name="pk_pin"),
        sa.UniqueConstraint(
            "conference_id", "participant_id", name="uq_pin_conference_id_participant_id"
        ),
    )
    op.create_table(
        "guess",
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name="pk_guess"),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
