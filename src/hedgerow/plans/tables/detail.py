"""One plan: its commitments with quote, page and evidence, its paragraphs, and what it covers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import NotFoundError
from hedgerow.plans.tables.adding import add_plan, paragraphs_of
from hedgerow.plans.tables.coverage import PlanCoverage, plan_coverage
from hedgerow.plans.tables.listing import source_notes
from hedgerow.plans.tables.review import LISTS, PARTS
from hedgerow.plans.tables.states import States, commitment_rows, split, states_of
from hedgerow.store.database import Database, Row
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

Value = str | int | float | bool | None

COLUMNS = (
    ReleasedColumn("id", "Id"),
    ReleasedColumn("version", "Version"),
    ReleasedColumn("number", "No."),
    ReleasedColumn("status", "Status"),
    ReleasedColumn("quote", "Commitment, word for word"),
    ReleasedColumn("page", "Page", missing="not_applicable"),
    ReleasedColumn("pillar", "Under", missing="not_applicable"),
    ReleasedColumn("paragraph", "Paragraph"),
    *(ReleasedColumn(name, name.capitalize()) for name in PARTS),
    *(ReleasedColumn(name, name.capitalize(), missing="not_applicable") for name in LISTS),
    ReleasedColumn("approach_titles", "Approaches in words", missing="not_applicable"),
    ReleasedColumn("confidence", "Strength of the words (0 to 1)", decimals=2, missing="not_applicable"),
    ReleasedColumn("form", "Form"),
    ReleasedColumn("matched_words", "Words that matched", missing="not_applicable"),
    ReleasedColumn("evidence_state", "Evidence", missing="not_applicable"),
    ReleasedColumn("evidence_title", "Evidence in words", missing="not_applicable"),
    ReleasedColumn("evidence_basis", "Evidence rests on", missing="not_applicable"),
    ReleasedColumn("evidence_ids", "Records", missing="not_applicable"),
)


@dataclass(frozen=True)
class PlanDetail:
    """One plan.

    Attributes
    ----------
    id, title, body, period, file_name, sha256, media, pages, added, version, notes
        The plan and its document; `pages` is `None` where the format has none.
    commitments
        Every commitment that stands, in order, with its evidence as the library is today.
    rejected
        How many a reviewer has rejected.
    paragraphs
        The text, in order.
    coverage
        What it covers.
    """

    id: str
    title: str
    body: str
    period: str
    file_name: str
    sha256: str
    media: str
    pages: int | None
    added: str
    version: int
    notes: tuple[str, ...]
    commitments: Released
    rejected: int
    paragraphs: Released
    coverage: PlanCoverage


def map_plan(
    database: Database,
    lake: Lake,
    path: Path,
    title: str | None = None,
    body: str | None = None,
    period: str | None = None,
) -> PlanDetail:
    """Add a plan, or find it where it is already held, and return it mapped."""
    return plan_detail(database, lake, add_plan(database, lake, path, title, body, period))


def plan_detail(database: Database, lake: Lake, plan: str) -> PlanDetail:
    """Return one plan.

    Raises
    ------
    NotFoundError
        When there is no such plan, or it was removed.
    """
    record = database.record("plan", plan)
    if record["removed"]:
        raise NotFoundError(f"The plan “{plan}” was removed.", remedy="Bring it back first (undo).")
    return PlanDetail(
        id=plan,
        title=str(record["title"]),
        body=str(record["body"] or ""),
        period=str(record["period"] or ""),
        file_name=str(record["file_name"]),
        sha256=str(record["sha256"]),
        media=str(record["media"]),
        pages=record["pages"],
        added=str(record["recorded_at"])[:10],
        version=int(record["version"]),
        notes=tuple(note for note in (record["note"],) if note),
        commitments=_commitments(database, lake, record),
        rejected=len(
            [row for row in database.current("commitment", plan=plan) if row["status"] == "rejected"]
        ),
        paragraphs=_paragraphs(database, record),
        coverage=plan_coverage(database, lake, plan),
    )


def _commitments(database: Database, lake: Lake, record: Row) -> Released:
    states = states_of(lake)
    rows = [_commitment(row, states) for row in commitment_rows(database, str(record["id"]))]
    reasons = (
        {}
        if states.built
        else {
            (number, name): "not_built"
            for number in range(len(rows))
            for name in ("evidence_state", "evidence_title", "evidence_basis", "evidence_ids")
        }
    )
    draft = Draft(
        "plan_commitments",
        "Commitments",
        COLUMNS,
        tuple(rows),
        reasons=reasons,
        sources=source_notes([record]),
        notes=(
            "Found by written rules. A part that is not known was not found; there may be one all the same.",
            "The strength ranks candidates for a reviewer. It is not a probability.",
        ),
    )
    return release(draft)


def _commitment(row: Row, states: States) -> tuple[Value, ...]:
    state, basis = states.of_commitment(row)
    matched = json.loads(row["matched"] or "{}")
    titles = "; ".join(terms("approach")[name].title for name in split(row["approaches"]))
    head = [
        row[name] for name in ("id", "version", "number", "status", "quote", "page", "pillar", "paragraph")
    ]
    return (
        *head,
        *(row[name] for name in PARTS),
        *(row[name] for name in LISTS),
        titles or None,
        row["confidence"],
        matched.get("form"),
        _words(matched),
        state.state if state else None,
        state.title if state else None,
        basis,
        ("|".join(state.ids) or None) if state else None,
    )


def _words(matched: dict[str, dict[str, dict[str, list[str]]]]) -> str | None:
    lines = [
        f"{term}: {', '.join(found['words'])}"
        for group in LISTS
        for term, found in matched.get(group, {}).items()
    ]
    return "; ".join(lines) or None


def _paragraphs(database: Database, record: Row) -> Released:
    columns = (
        ReleasedColumn("number", "No."),
        ReleasedColumn("page", "Page", missing="not_applicable"),
        ReleasedColumn("kind", "Kind"),
        ReleasedColumn("pillar", "Under", missing="not_applicable"),
        ReleasedColumn("text", "Text"),
    )
    rows = tuple(
        (one.number, one.page, one.kind, one.pillar or None, one.text)
        for one in paragraphs_of(database, str(record["id"]))
    )
    draft = Draft("plan_paragraphs", "Text of the plan", columns, rows, sources=source_notes([record]))
    return release(draft)
