"""What a person says of a finding's conditions in a place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and its index."""
    op.create_table(
        "transfer_judgement",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("factor", sa.Text(), nullable=False),
        sa.Column("judgement", sa.String(20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("suggested", sa.String(20), nullable=False),
        sa.CheckConstraint(
            "judgement IN ('holds','partly','does_not_hold','cannot_tell')",
            name=op.f("ck_transfer_judgement_judgement"),
        ),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_transfer_judgement")),
    )
    op.create_index("ix_transfer_judgement_record", "transfer_judgement", ["record", "area"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_index("ix_transfer_judgement_record", "transfer_judgement")
    op.drop_table("transfer_judgement")
