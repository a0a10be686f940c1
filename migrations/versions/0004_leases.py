"""Which node keeps which conference, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("node", sa.String(128), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conference_id", name="pk_lease"),
    )


def downgrade() -> None:
    op.drop_table("lease")
