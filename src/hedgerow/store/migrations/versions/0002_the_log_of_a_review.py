"""The log of a review, and the references that its files held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "review_event",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("review", sa.String(60), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_event")),
        sa.UniqueConstraint("sequence", name=op.f("uq_review_event_sequence")),
    )
    op.create_index("ix_review_event_review", "review_event", ["review", "type", "at"])
    op.create_table(
        "reference",
        sa.Column("review", sa.String(60), nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("review", "id", name=op.f("pk_reference")),
    )
    op.create_index("ix_reference_file", "reference", ["review", "file", "ordinal"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_reference_file", "reference")
    op.drop_table("reference")
    op.drop_index("ix_review_event_review", "review_event")
    op.drop_table("review_event")
