"""A plan with its document, paragraphs, commitments and a review is kept the same on both engines."""

from __future__ import annotations

from pathlib import Path

from hedgerow.plans import tables
from hedgerow.store.database import Database
from hedgerow.store.lake import Lake
from unit.plans.gold import PILLARS
from unit.plans.printing import as_docx


def test_a_plan_is_added_reviewed_and_read(database: Database, tmp_path: Path) -> None:
    lake, path = Lake(tmp_path / "lake"), as_docx(PILLARS, tmp_path / "plan.docx")
    plan = tables.add_plan(database, lake, path, title="Safer Alderfen")
    first = next(iter(tables.plan_detail(database, lake, plan).commitments.records()))
    tables.correct_commitment(database, str(first["id"]), {"partner": "Alderfen’s schools – all of them"})
    detail = tables.plan_detail(database, lake, plan)
    now = next(iter(detail.commitments.records()))
    assert (now["partner"], now["status"]) == ("Alderfen’s schools – all of them", "corrected")
    assert len(detail.commitments) == 13
    assert database.rows("document")[0]["content"] == path.read_bytes()
    assert tables.add_plan(database, lake, path) == plan
    assert database.verify().passed
