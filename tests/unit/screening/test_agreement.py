"""Agreement is right when reviewers saw different subsets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.errors import UsageError
from hedgerow.stats.agreement import agreement


def ratings(a: int, b: int, c: int, d: int) -> np.ndarray:
    return np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], [a, b, c, d], axis=0)


def test_the_guides_value() -> None:
    found = agreement(ratings(20, 5, 5, 970))
    assert found.observed == pytest.approx(0.990)
    assert found.kappa == pytest.approx(0.795, abs=5e-4)
    assert found.ac1 == pytest.approx(0.9895, abs=5e-5)
    assert found.positive == pytest.approx(40 / 50)
    assert found.negative == pytest.approx(1940 / 1950)
    assert found.table == ((970, 5), (5, 20))
    assert found.kappa_interval is not None
    assert found.kappa_interval[0] < found.kappa < found.kappa_interval[1]  # type: ignore[operator]
    assert "1000 of 1000" in found.summary()


def test_cohens_own_example_of_three_categories() -> None:
    """Cohen 1960, table 1, as frequencies of 200: observed .70, chance .41, kappa .492."""
    table = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    rows = [[i, j] for i in range(3) for j in range(3) for _ in range(table[i, j])]
    assert agreement(rows).kappa == pytest.approx((0.70 - 0.41) / 0.59, abs=1e-12)


def test_only_the_overlap_enters() -> None:
    alone = np.array([[1, -1]] * 300 + [[-1, 0]] * 200)
    mixed = agreement(np.concatenate((alone, ratings(20, 5, 5, 970))))
    assert (mixed.overlap, mixed.judged) == (1000, 1500)
    assert mixed.kappa == agreement(ratings(20, 5, 5, 970)).kappa


def test_nothing_overlaps_is_not_known() -> None:
    found = agreement([[1, -1], [-1, 0]])
    assert found.kappa is None
    assert found.ac1 is None
    assert "not known" in found.summary()


def test_one_category_only_has_no_kappa() -> None:
    found = agreement([[0, 0]] * 10)
    assert found.observed == 1
    assert found.kappa is None
    assert found.positive is None
    assert found.ac1 == 1


@pytest.mark.parametrize("table", [ratings(1, 0, 0, 0), ratings(4, 0, 0, 30), ratings(0, 3, 0, 0)])
def test_where_every_draw_is_the_same_there_is_no_interval(table: np.ndarray) -> None:
    """Thirty records agreed on say that agreement is high, not that it is 1 with certainty."""
    found = agreement(table)
    assert found.ac1_interval is None
    assert found.kappa_interval is None
    assert "interval" not in found.summary()


def test_more_than_two_raters_average_over_pairs() -> None:
    found = agreement([[1, 1, 0], [0, 0, -1], [1, -1, 1], [0, 0, 0]])
    assert found.raters == 3
    assert found.observed == pytest.approx((1 / 3 + 1 + 1 + 1) / 4)
    assert sum(map(sum, found.table)) == pytest.approx(4)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(-1, 2), min_size=4, max_size=4), min_size=1, max_size=25))
def test_against_a_slow_obvious_version(rows: list[list[int]]) -> None:
    observed, kappa, ac1 = slow(rows)
    found = agreement(rows, draws=20)
    for value, expected in ((found.observed, observed), (found.kappa, kappa), (found.ac1, ac1)):
        assert (value is None) == (expected is None)
        assert value == pytest.approx(expected)


def slow(rows: list[list[int]]) -> tuple[float | None, float | None, float | None]:
    shared = [row for row in rows if sum(value >= 0 for value in row) >= 2]
    if not shared:
        return None, None, None
    q = sorted({value for row in shared for value in row if value >= 0})
    observed, chance = 0.0, 0.0
    for row in shared:
        pairs = [(i, j) for i in range(4) for j in range(i + 1, 4) if row[i] >= 0 and row[j] >= 0]
        observed += sum(row[i] == row[j] for i, j in pairs) / len(pairs) / len(shared)
        chance += sum(by_margins(shared, q, i, j) for i, j in pairs) / len(pairs) / len(shared)
    shares = [sum(row.count(k) / sum(value >= 0 for value in row) for row in shared) / len(shared) for k in q]
    gwet = sum(share * (1 - share) for share in shares) / max(len(q) - 1, 1)
    kappa = (observed - chance) / (1 - chance) if 1 - chance > 1e-12 else None
    return observed, kappa, (observed - gwet) / (1 - gwet)


def by_margins(shared: list[list[int]], categories: list[int], i: int, j: int) -> float:
    """Chance agreement of one pair, each record weighing as little as it has pairs."""
    both = [row for row in shared if row[i] >= 0 and row[j] >= 0]
    judged = [sum(value >= 0 for value in row) for row in both]
    weights = [2 / (n * (n - 1)) for n in judged]
    total = sum(weights)
    margin = lambda k, r: sum(w for w, row in zip(weights, both, strict=True) if row[r] == k) / total  # noqa: E731
    return sum(margin(k, i) * margin(k, j) for k in categories)


@pytest.mark.parametrize("bad", [[1, 0], [[1], [0]], [[0.5, 1]], [[-2, 1]], [[np.nan, 1]]])
def test_what_is_no_table_of_ratings_is_refused(bad: object) -> None:
    with pytest.raises(UsageError):
        agreement(bad)  # type: ignore[arg-type]


def test_same_seed_same_interval() -> None:
    first, second = (agreement(ratings(20, 5, 5, 970), seed=4) for _ in range(2))
    assert first == second
