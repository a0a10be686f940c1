"""The event log: the ledger itself."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import make_append_only

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("conference_id", "version", name="pk_event"),
    )
    make_append_only("event", key=("conference_id", "version"))


def downgrade() -> None:
    raise RuntimeError("The ledger is never taken down. Restore a backup beside it instead.")
