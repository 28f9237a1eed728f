"""The first tables: plans, commitments, initiatives, documents, imports, jobs and the audit chain."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

VERSIONED = ("plan", "commitment", "initiative", "profile_report", "import_record")
PLAIN = ("document", "plan_paragraph", "job", "audit")


def text(name: str, null: bool = True) -> sa.Column[Any]:
    """A column of text."""
    return sa.Column(name, sa.Text(), nullable=null)


def short(name: str, length: int, null: bool = True) -> sa.Column[Any]:
    """A column of text of a known greatest length."""
    return sa.Column(name, sa.String(length), nullable=null)


def number(name: str, null: bool = True) -> sa.Column[Any]:
    """A column of whole numbers."""
    return sa.Column(name, sa.Integer(), nullable=null)


def key(name: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """The primary key of a table."""
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{name}"))


def texts(*names: str) -> list[sa.Column[Any]]:
    """Several columns of text that may be missing."""
    return [text(name) for name in names]


def create_versioned(name: str, *columns: sa.Column[Any] | sa.CheckConstraint) -> None:
    """Make a table that holds one row for each version of a record."""
    op.create_table(
        name,
        short("id", 40, False),
        number("version", False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        short("recorded_at", 32, False),
        text("actor", False),
        text("reason"),
        *columns,
        key(name, "id", "version"),
    )


def create_plans() -> None:
    """Make the tables of plans, their documents, paragraphs and commitments."""
    create_versioned(
        "plan",
        text("title", False),
        *texts("body", "period"),
        text("file_name", False),
        short("sha256", 64, False),
        text("media", False),
        number("pages"),
        text("reader", False),
        text("note"),
    )
    op.create_table(
        "document",
        short("sha256", 64, False),
        text("media", False),
        number("bytes", False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        key("document", "sha256"),
    )
    op.create_table(
        "plan_paragraph",
        short("plan", 40, False),
        number("number", False),
        number("page"),
        short("kind", 12, False),
        text("pillar"),
        text("text", False),
        text("turns"),
        key("plan_paragraph", "plan", "number"),
    )


def create_commitments() -> None:
    """Make the table of commitments."""
    create_versioned(
        "commitment",
        short("plan", 40, False),
        number("number", False),
        number("paragraph", False),
        short("status", 12, False),
        text("quote", False),
        number("page"),
        *texts("pillar", "verb", "object", "population", "place", "partner", "money", "measure", "date"),
        *texts("approaches", "interventions", "hooks"),
        sa.Column("confidence", sa.Float(), nullable=True),
        text("matched"),
        sa.CheckConstraint(
            "status IN ('found','confirmed','corrected','rejected','added')",
            name=op.f("ck_commitment_status"),
        ),
    )
    op.create_index("ix_commitment_plan", "commitment", ["plan", "number"])


def create_initiatives() -> None:
    """Make the tables of initiatives, documents that were made and files that were brought in."""
    create_versioned(
        "initiative",
        text("name", False),
        *texts("approach", "activity", "interventions", "places"),
        short("starts", 10),
        short("ends", 10),
        short("status", 20),
        *texts("partners", "lead"),
        sa.Column("cost", sa.Float(), nullable=True),
        number("price_year"),
        *texts("outcome_measured", "source", "note"),
    )
    create_versioned(
        "profile_report",
        text("area", False),
        text("area_name"),
        *(text(name, False) for name in ("kind", "edition", "format")),
        text("path"),
        short("sha256", 64),
        short("data_cut", 10),
        short("next_review", 10),
        text("owner"),
        short("status", 20, False),
        sa.Column("completeness", sa.Float(), nullable=True),
        *texts("manifest", "note"),
    )
    create_versioned(
        "import_record",
        text("kind", False),
        text("name", False),
        short("sha256", 64, False),
        text("path"),
        *(number(name) for name in ("rows_in", "rows_kept", "rows_rejected")),
        text("note"),
    )


def create_jobs() -> None:
    """Make the tables of jobs and of the audit chain."""
    op.create_table(
        "job",
        short("id", 40, False),
        short("kind", 40, False),
        text("arguments"),
        short("state", 12, False),
        text("phase"),
        number("done"),
        number("total"),
        *texts("message", "result", "error", "log", "actor"),
        short("created_at", 32, False),
        short("started_at", 32),
        short("finished_at", 32),
        short("updated_at", 32, False),
        sa.CheckConstraint(
            "state IN ('queued','running','done','failed','cancelled')", name=op.f("ck_job_state")
        ),
        key("job", "id"),
    )
    op.create_index("ix_job_state", "job", ["state", "created_at"])
    op.create_table(
        "audit",
        number("sequence", False),
        short("at", 32, False),
        text("actor", False),
        short("action", 40, False),
        *(text(name, False) for name in ("object", "detail")),
        short("previous", 64, False),
        short("hash", 64, False),
        key("audit", "sequence"),
    )


def upgrade() -> None:
    """Make every table."""
    create_plans()
    create_commitments()
    create_initiatives()
    create_jobs()


def downgrade() -> None:
    """Take every table away."""
    for name in (*VERSIONED, *PLAIN):
        op.drop_table(name)
