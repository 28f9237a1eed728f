"""The invented referrals have the form of the published ones: parts and totals that agree."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from hedgerow.demo.referrals import write_referrals
from hedgerow.places.exploitation import leaves
from hedgerow.places.sources import read_table
from hedgerow.places.sources.discovery import discover


def test_parts_and_totals_agree_and_the_same_seed_gives_the_same(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_referrals(tmp_path / name, 3)
    first, second = (tmp_path / name / "nrm_referrals.parquet" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes()
    (found,) = discover((tmp_path / "a",)).of("nrm-referrals")
    cells = leaves(read_table(found))
    assert sum(cells.column("people").to_pylist()) > 300
    whole = pq.read_table(first)
    assert sum(whole.column("People").to_pylist()) > 3 * sum(cells.column("people").to_pylist())
