"""What moves need and strength, in the demonstration and in the numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hedgerow.errors import UsageError
from hedgerow.places.composite import run
from hedgerow.places.index import IndexData, IndexDesign, IndexOptions, Part, score
from hedgerow.places.index.scoring import specification, table_of
from hedgerow.places.tables.index_explained import explained, index_explained
from hedgerow.store.lake import Lake

DESIGN = IndexDesign(
    "need",
    (
        Part("income", "a", 1, 0.3),
        Part("work", "a", 1, 0.3),
        Part("calm", "b", -1, 0.3),
        Part("odd", "c", 1, 0.1),
    ),
)


def data(n: int = 80) -> IndexData:
    chance = np.random.default_rng(4)
    shared = chance.normal(size=n)
    close = [shared + 0.2 * chance.normal(size=n) for _ in range(2)]
    values = np.column_stack([*close, -shared + 0.2 * chance.normal(size=n), chance.normal(size=n)])
    return IndexData(tuple(f"E{row:08d}" for row in range(n)), values)


def test_the_index_is_what_its_specification_gives() -> None:
    given, options = data(), IndexOptions(samples=4)
    result = score(given, DESIGN, options=options)
    spec = specification(DESIGN, options, len(given.areas))
    table = table_of(given, DESIGN, np.arange(len(given.areas)))
    again = run(spec, table)
    assert result.estimate == pytest.approx(again.estimate)
    plain = replace(spec, normalise=replace(spec.normalise, method="min_max"))
    assert not np.allclose(run(plain, table).estimate, result.estimate)


def test_an_indicator_that_says_something_else_moves_least_with_the_others() -> None:
    rows = {row["indicator"]: row for row in explained(score(data(), DESIGN))["index_element"]}
    assert rows["odd"]["item_rest"] < 0.3 < 0.8 < rows["income"]["item_rest"]
    assert rows["odd"]["weight"] == pytest.approx(0.1)
    assert all(
        row["rank_change"] > 0 and row["largest_change"] >= row["rank_change"] for row in rows.values()
    )


def test_each_choice_that_varies_has_its_share() -> None:
    rows = explained(score(data(), DESIGN))["index_choice"]
    assert {row["choice"] for row in rows} == {"normalise", "aggregate.method", "weights", "leave_out"}
    assert all(row["total_lower"] <= row["total"] <= row["total_upper"] for row in rows)
    assert max(rows, key=lambda row: row["total"])["choice"] in ("weights", "leave_out")
    assert {row["runs"] for row in rows} == {128 * 6}


def test_where_no_choice_moves_a_rank_nothing_is_shared_out() -> None:
    shared = np.arange(40.0)
    same = IndexData(tuple(map(str, range(40))), np.column_stack([shared, 2 * shared, -shared, shared]))
    result = score(same, DESIGN, options=IndexOptions(samples=4, winsorise=0.0))
    assert explained(result)["index_choice"] == []
    assert np.array_equal(*result.rank_interval)


def test_the_demonstration_says_what_moves_its_scores(demo_workspace: Path) -> None:
    lake = Lake(demo_workspace / "lake")
    view = index_explained(lake, "need")
    shares = [row["share"] for row in view.elements.records()]
    assert sum(shares) == pytest.approx(100)  # type: ignore[arg-type]
    assert "small neighbourhoods" in view.summary
    assert {row["passed"] for row in view.checks.records()} <= {"yes", "look", "not made"}


def test_an_unknown_index_names_the_two(demo_workspace: Path) -> None:
    with pytest.raises(UsageError, match="need, strength"):
        index_explained(Lake(demo_workspace / "lake"), "luck")
