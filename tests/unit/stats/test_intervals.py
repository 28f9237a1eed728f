"""Intervals against hand calculation and the published reference."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from hedgerow.errors import UsageError
from hedgerow.stats import byar, exact_poisson, poisson_interval, wilson


def test_anchor_values() -> None:
    lower, upper = byar([65])
    assert (lower[0], upper[0]) == pytest.approx((50.163187710459454, 82.84913854593984), rel=1e-12)
    lower, upper = wilson([65], [100])
    assert (lower[0], upper[0]) == pytest.approx((0.552544, 0.736358), abs=5e-7)
    lower, upper = poisson_interval([1])
    assert (lower[0], upper[0]) == pytest.approx((0.025317807984289897, 5.571643390938898), rel=1e-12)


def test_exact_below_ten_and_byar_from_ten() -> None:
    lower, upper = poisson_interval([9, 10])
    assert (lower[0], upper[0]) == (exact_poisson([9])[0][0], exact_poisson([9])[1][0])
    assert (lower[1], upper[1]) == (byar([10])[0][0], byar([10])[1][0])


def test_zero_events_have_a_lower_limit_of_zero_and_a_known_upper_one() -> None:
    lower, upper = poisson_interval([0])
    assert lower[0] == 0
    assert upper[0] == pytest.approx(-np.log(0.025))


def test_byar_gives_no_negative_limit() -> None:
    assert np.isnan(byar([1], 0.998)[0][0])


def test_wrong_input_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="negative"):
        poisson_interval([-1])
    with pytest.raises(UsageError, match="larger than its total"):
        wilson([3], [2])
    with pytest.raises(UsageError, match="level"):
        byar([3], 95)
    assert np.isnan(wilson([0], [0])[0][0])


def test_exact_limits_hold_their_level() -> None:
    """Coverage of the true mean over simulated counts is at least nominal."""
    counts = np.random.default_rng(1).poisson(4.2, 4000)
    lower, upper = exact_poisson(counts)
    covered = (lower <= 4.2) & (upper >= 4.2)
    assert covered.mean() >= 0.95


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["byars_wilson", "rate", "proportion"])
def test_reference_files(shared: Path, name: str) -> None:
    """Every interval of the public-health reference agrees to 1e-9."""
    text = (shared / f"reference/places/intervals/{name}.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    compared = 0
    for row in rows:
        for count, total, level, limits, scale in _cases(row):
            made = _limits(row["method"], count, total, level)
            for got, wanted in zip(made, limits, strict=True):
                if wanted:
                    assert got * scale == pytest.approx(float(wanted), rel=1e-9), row
                    compared += 1
    assert compared >= 12


def _cases(row: dict[str, str]) -> list[tuple[float, float, float, tuple[str, str], float]]:
    if "confidence" in row:
        level = float(row["confidence"].rstrip("%")) / 100
        total = float(row["n"] or "nan")
        return [(float(row["x"]), total, level, (row["lowercl"], row["uppercl"]), 1.0)]
    if not row["Numerator"] or not row["Denominator"] or not row["lower95_0cl"]:
        return []
    total, scale = float(row["Denominator"]), float(row["multiplier"])
    if row["method"] != "Wilson":
        scale /= total
    return [
        (float(row["Numerator"]), total, level, (row[f"lower{tag}cl"], row[f"upper{tag}cl"]), scale)
        for level, tag in ((0.95, "95_0"), (0.998, "99_8"))
    ]


def _limits(method: str, count: float, total: float, level: float) -> tuple[float, float]:
    if method == "Wilson":
        made = wilson([count], [total], level)
    elif method == "Exact":
        made = exact_poisson([count], level)
    else:
        made = byar([count], level)
    return float(made[0][0]), float(made[1][0])
