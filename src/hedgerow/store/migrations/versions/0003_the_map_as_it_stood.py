"""The evidence and gap map as it stood, and the published maps that are laid over it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _head() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
    ]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "map_version",
        *_head(),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("library", sa.Text(), nullable=False),
        sa.Column("searched", sa.Text(), nullable=True),
        sa.Column("frame", sa.String(64), nullable=False),
        sa.Column("protocols", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_map_version")),
    )
    op.create_table(
        "map_layer",
        *_head(),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("crosswalk", sa.Text(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.CheckConstraint("status IN ('suggested','confirmed')", name=op.f("ck_map_layer_status")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_map_layer")),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("map_layer")
    op.drop_table("map_version")
