"""The block of counts says what a query over the panel says."""

from __future__ import annotations

from pathlib import Path

from hedgerow.places.panel import months_between
from hedgerow.places.tables.views.cells import block
from hedgerow.places.tables.views.counting import last_month, period
from hedgerow.store.lake import Lake
from hedgerow.workspace import open_workspace

_ASKED = """
    SELECT p.month, p.crime_type, sum(p.n) AS n FROM panel p JOIN area_lookup a USING (lsoa21)
    JOIN panel_coverage k ON k.pfa24 = a.pfa24 AND k.month = p.month AND k.state IN ('complete', 'unusual')
    WHERE a.in_region AND a.lad24 = $lad AND p.month BETWEEN $first AND $last GROUP BY ALL
"""


def held(demo_workspace: Path) -> tuple[Lake, tuple[str, ...]]:
    lake = open_workspace(demo_workspace).lake
    last = last_month(lake)
    assert last is not None
    return lake, tuple(months_between(*period(last, 36)))


def test_a_block_counts_as_a_query_does(demo_workspace: Path) -> None:
    lake, months = held(demo_workspace)
    lookup = lake.query("SELECT lsoa21, lad24 FROM area_lookup WHERE in_region ORDER BY 1").to_pylist()
    made = block(lake, months)
    for lad in {row["lad24"] for row in lookup}:
        rows = made.rows([row["lsoa21"] for row in lookup if row["lad24"] == lad])
        asked = lake.query(_ASKED, {"lad": lad, "first": months[0], "last": months[-1]}).to_pylist()
        expected = {(row["month"], row["crime_type"]): row["n"] for row in asked if row["n"]}
        assert {key: n for key, n in made.counts(rows).items() if n} == expected


def test_a_month_that_may_not_be_counted_is_absent_and_never_nought(demo_workspace: Path) -> None:
    lake, months = held(demo_workspace)
    made = block(lake, months)
    everywhere = made.rows(made.places)
    counted = {month for month, _ in made.counts(everywhere)}
    known = made.known_months(everywhere)
    assert counted == {month for month in known if known[month]["lsoas"]}
    assert all(known[month]["residents"] is None for month in known if not known[month]["lsoas"])
    assert not made.counts(made.rows(["not an area"]))
