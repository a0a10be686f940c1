"""What is restricted or covert, sealed, and the wrapped keys that can be destroyed."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import make_append_only

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "text_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("text_class", sa.String(16), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_text_key"),
        sa.UniqueConstraint(
            "conference_id", "text_class", name="uq_text_key_conference_id_text_class"
        ),
    )
    op.create_table(
        "text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("text_class", sa.String(16), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_text"),
    )
    make_append_only("text", key=("id",))


def downgrade() -> None:
    raise RuntimeError("Texts are sealed for ever. Destroy their key instead.")
