"""The index by hand, its intervals, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hedgerow.errors import EstimateError
from hedgerow.places.index import IndexData, IndexDesign, IndexOptions, Part, score

DESIGN = IndexDesign(
    "need", (Part("income", "money", 1, 0.5), Part("work", "money", 1, 0.25), Part("calm", "home", -1, 0.25))
)
PLAIN = IndexOptions(normalisation="min_max", winsorise=0.0, samples=8)


def made(n: int = 60, seed: int = 1) -> IndexData:
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=n)
    values = np.column_stack([shared, shared + 0.3 * rng.normal(size=n), -shared + 0.3 * rng.normal(size=n)])
    return IndexData(tuple(f"E{number:08d}" for number in range(n)), values)


def test_a_small_index_by_hand() -> None:
    """Domain weights .75 and .25; money is split equally: .375, .375, .25; calm counts downwards."""
    values = np.array([[0.0, 0.0, 10.0], [10.0, 5.0, 0.0], [5.0, 10.0, 5.0]] + [[5.0, 5.0, 5.0]] * 9)
    result = score(IndexData(tuple(f"a{i}" for i in range(12)), values), DESIGN, options=PLAIN)
    assert result.shares == pytest.approx([0.375, 0.375, 0.25])
    assert result.estimate[0] == pytest.approx(0)
    assert result.estimate[1] == pytest.approx(0.375 * 100 + 0.375 * 50 + 0.25 * 100)
    assert result.estimate[2] == pytest.approx(0.375 * 50 + 0.375 * 100 + 0.25 * 50)
    assert result.rank[[1, 2, 0]].tolist() == [1, 2, 12]


def test_intervals_hold_the_estimate_and_ranks_are_whole() -> None:
    result = score(made(), DESIGN, options=PLAIN)
    assert np.all(result.interval[0] <= result.estimate)
    assert np.all(result.estimate <= result.interval[1])
    assert np.all(result.rank_interval[0] <= result.rank)
    assert np.all(result.rank <= result.rank_interval[1])
    assert sorted(result.rank.tolist()) == list(range(1, 61))
    assert np.count_nonzero(result.decile == 1) == 6


def test_indicators_that_agree_give_narrow_intervals_and_a_firm_top() -> None:
    agree, differ = made(200), made(200)
    rng = np.random.default_rng(2)
    values = np.column_stack([agree.values[:, 0], agree.values[:, 0] * 2, -agree.values[:, 0]])
    noise = rng.normal(size=(200, 3))
    narrow = score(replace(agree, values=values), DESIGN)
    wide = score(replace(differ, values=noise), DESIGN)
    assert np.median(np.diff(narrow.rank_interval, axis=0)) < 5
    assert np.median(np.diff(wide.rank_interval, axis=0)) > 40
    assert narrow.p_top_decile[narrow.decile == 1].min() > 0.9


def test_same_seed_same_answer_and_order_of_rows_and_columns_does_not_matter() -> None:
    data = made()
    first, again = score(data, DESIGN), score(data, DESIGN)
    assert np.array_equal(first.p_top_decile, again.p_top_decile)
    turn = np.random.default_rng(3).permutation(60)
    rows = IndexData(tuple(data.areas[i] for i in turn), data.values[turn])
    assert score(rows, DESIGN).estimate == pytest.approx(first.estimate[turn])
    assert score(rows, DESIGN).rank_interval[0] == pytest.approx(first.rank_interval[0][turn])
    columns = IndexDesign("need", DESIGN.parts[::-1])
    assert score(IndexData(data.areas, data.values[:, ::-1]), columns).estimate == pytest.approx(
        first.estimate
    )


def test_a_missing_indicator_is_weighted_around_and_too_many_leave_no_score() -> None:
    data = made()
    values = data.values.copy()
    values[0, 2] = np.nan  # a quarter of the weight: the rest carry it
    values[1, :2] = np.nan  # three quarters: no score
    before = values.copy()
    result = score(replace(data, values=values), DESIGN, options=PLAIN)
    assert result.estimate[0] == pytest.approx(np.nanmean(result.normalised[0, :2]))
    assert np.isnan(result.estimate[1])
    assert result.reasons == {data.areas[1]: "no value of income, work"}
    assert result.used[:2].tolist() == [2, 1]
    row = result.tidy().to_pylist()[1]
    assert (row["score"], row["rank"], row["score_lower"], row["p_top_decile"]) == (None,) * 4
    assert np.array_equal(values, before, equal_nan=True)
    assert not next(check for check in result.checks if check.name == "areas scored").passed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: (IndexData(d.areas[:1], d.values[:1]), DESIGN), "cannot be ranked"),
        (
            lambda d: (IndexData(d.areas, d.values[:, :1]), IndexDesign("need", DESIGN.parts[:1])),
            "at least 2",
        ),
        (lambda d: (IndexData(d.areas, d.values[:, :2]), DESIGN), "do not fit"),
        (lambda d: (IndexData(d.areas, np.where(True, 1.0, d.values)), DESIGN), "one value everywhere"),
        (lambda d: (IndexData(d.areas, d.values * np.nan), DESIGN), "no value"),
        (lambda d: (IndexData((d.areas[1], *d.areas[1:]), d.values), DESIGN), "twice"),
        (
            lambda d: (d, IndexDesign("need", (Part("burglary_rate", "x", 1, 0.5), *DESIGN.parts[1:]))),
            "crime figure",
        ),
    ],
)
def test_what_no_index_can_be_made_of_is_refused(change, words: str) -> None:  # type: ignore[no-untyped-def]
    data, design = change(made())
    with pytest.raises(EstimateError, match=words):
        score(data, design)


def test_an_unknown_method_is_refused_with_the_known_ones() -> None:
    with pytest.raises(EstimateError, match="percentile, min_max"):
        score(made(), DESIGN, options=IndexOptions(normalisation="percentil"))


def test_the_geometric_mean_punishes_unevenness() -> None:
    values = np.vstack(
        [[[0.0, 100.0, 0.0], [50.0, 50.0, 0.0]], np.random.default_rng(0).uniform(0, 100, (30, 3))]
    )
    data = IndexData(tuple(map(str, range(32))), values)
    flat = score(data, DESIGN, options=PLAIN).estimate
    curved = score(data, DESIGN, options=replace(PLAIN, aggregation="geometric")).estimate
    assert flat[0] == pytest.approx(flat[1], abs=2)
    assert curved[0] < curved[1] - 10
