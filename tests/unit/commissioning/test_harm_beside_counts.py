"""Harm in the profile: every scheme beside counts, the change of rank, median beside mean."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from hedgerow.commissioning.profile import compose
from hedgerow.commissioning.profile.model import tables
from hedgerow.commissioning.tables.reading import read_facts
from hedgerow.workspace import open_workspace


def test_the_profile_ranks_by_every_scheme_and_says_the_change(demo_workspace: Path) -> None:
    workspace = open_workspace(demo_workspace)
    facts = read_facts(workspace.lake, workspace.database, "E07900001", today=dt.date(2026, 11, 22))
    table = next(one for one in tables(compose(facts, "restricted")) if one.name == "harm")
    rows = {str(row["title"]): row for row in table.records()}
    for row in rows.values():
        if row["harm_rank"] is not None:
            change = float(str(row["count_rank"])) - float(str(row["harm_rank"]))
            assert row["change"] == pytest.approx(change)
    drugs, violence = rows["Drugs"], rows["Violence and sexual offences"]
    assert float(str(drugs["mean"])) > 20 * float(str(drugs["weight"]))
    assert violence["mean"] is None and violence["severity_rank"] is not None
    assert violence["cost_rank"] is None and rows["Robbery"]["cost_rank"] is not None
    notes = " ".join(table.notes)
    assert "2015/16 prices, recorded crime only; status press quoted." in notes
    assert "status unverified" in notes and "Never rank places of organised crime" in notes
