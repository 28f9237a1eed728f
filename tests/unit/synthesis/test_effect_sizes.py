"""Effect sizes and conversions: worked values, there and back, and what is refused."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta import conversions
from hedgerow.stats.meta import effect_sizes as sizes
from meta_references import References


@pytest.mark.real_data
def test_the_worked_values(shared: Path) -> None:
    told = References(shared).more["escalc_single"]
    change = math.sqrt(3**2 + 3.5**2 - 2 * 0.6 * 3 * 3.5)
    got = {
        "OR_zero_cell_add_half": sizes.two_by_two(0, 20, 5, 15),
        "RR_zero_cell": sizes.two_by_two(0, 20, 5, 15, measure="RR"),
        "PR": sizes.proportions(12, 80, measure="PR"),
        "PLO": sizes.proportions(12, 80),
        "PAS": sizes.proportions(12, 80, measure="PAS"),
        "PFT": sizes.proportions(12, 80, measure="PFT"),
        "IRR": sizes.rates(12, 800, 20, 900),
        "IRD": sizes.rates(12, 800, 20, 900, measure="IRD"),
        "COR": sizes.correlations(0.3, 80, measure="COR"),
        "ZCOR": sizes.correlations(0.3, 80),
        "SMD": sizes.means(10, 3, 40, 8, 3.5, 45),
        "SMCC": sizes.change(8, 10, change, 40),
        "MC": sizes.change(8, 10, change, 40, standardised=False),
    }
    d = 2 / math.sqrt((39 * 3**2 + 44 * 3.5**2) / 83)  # without the small-sample correction
    got["D2OR_logis"] = conversions.d_to_odds_ratio(d, 1 / 40 + 1 / 45 + d**2 / 170)
    table = sizes.two_by_two(15, 25, 8, 37)
    got["OR2D_logis"] = conversions.odds_ratio_to_d(table.y, table.v)
    for name, effects in got.items():
        assert effects.y[0] == pytest.approx(told[name]["yi"], rel=1e-10), name
        assert effects.v[0] == pytest.approx(told[name]["vi"], rel=1e-10), name


@pytest.mark.real_data
def test_whole_columns(shared: Path) -> None:
    held = References(shared)
    for measure in ("OR", "RR", "RD", "PETO", "AS"):
        got, told = sizes.two_by_two(*held.bcg(), measure=measure), held.more["bcg"]["escalc"][measure]
        assert got.y == pytest.approx(told["yi"], rel=1e-10)
        assert got.v == pytest.approx(told["vi"], rel=1e-10)
    m1, s1, n1, m2, s2, n2 = held.columns("normand1999.csv", "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
    for measure in ("MD", "SMD", "ROM"):
        got = sizes.means(m1, s1, n1, m2, s2, n2, measure=measure)
        told = held.more["normand1999"]["escalc"][measure]
        assert got.y == pytest.approx(told["yi"], rel=1e-10)
        assert got.v == pytest.approx(told["vi"], rel=1e-10)
    r, n = held.columns("mcdaniel1994.csv", "ri", "ni")
    assert sizes.correlations(r, n).y[:10] == pytest.approx(held.more["mcdaniel1994"]["ZCOR_yi_first10"])


def test_there_and_back() -> None:
    there = conversions.odds_ratio_to_d([0.5, -1], [0.1, 0.2])
    back = conversions.d_to_odds_ratio(there.y, there.v)
    assert back.y == pytest.approx([0.5, -1])
    assert back.v == pytest.approx([0.1, 0.2])
    assert conversions.variance_from_p([0.98], [2 * 0.025])[0] == pytest.approx(0.25, rel=1e-3)
    d = conversions.t_to_d(2.5, 30, 40)
    from scipy import stats

    again = conversions.p_to_d(2 * stats.t.sf(2.5, 68), 30, 40, 1)
    assert again.y == pytest.approx(d.y)


def test_an_interval_gives_a_variance_and_shows_misprints() -> None:
    got = conversions.from_interval([1.68, 1.68], [1.20, 0.60], [2.36, 2.36], ratio=True)
    assert math.sqrt(got.v[0]) == pytest.approx((math.log(2.36) - math.log(1.20)) / 3.92, rel=1e-4)
    assert list(got.off_centre) == [False, True]
    with pytest.raises(EstimateError, match="row 2"):
        conversions.from_interval([1, 1], [0.5, 2], [2, 0.5], ratio=True)
    with pytest.raises(EstimateError, match="row 1"):
        conversions.from_interval([1], [-0.5], [2], ratio=True)


def test_places_and_clusters() -> None:
    got = conversions.relative_incidence(100, 80, 100, 100, dispersion=2)
    assert got.y[0] == pytest.approx(math.log(0.8))
    assert got.v[0] == pytest.approx(2 * (3 / 100 + 1 / 80))
    assert conversions.effective_size(200, 20, 0.05)[0] == pytest.approx(200 / 1.95)
    with pytest.raises(EstimateError, match="count of 0"):
        conversions.relative_incidence(0, 1, 1, 1)


def test_a_correlation_as_a_difference() -> None:
    got = conversions.correlation_to_d(0.3, 80)
    assert got.y[0] == pytest.approx(0.6 / math.sqrt(0.91))
    raw = sizes.correlations(0.3, 80, measure="COR").v[0]
    slope = 2 / (1 - 0.09) ** 1.5
    assert got.v[0] == pytest.approx(raw * slope**2)


def test_the_exact_correction_is_near_the_usual_one() -> None:
    m = np.array([10.0, 50.0, 200.0])
    assert sizes.small_sample(m) == pytest.approx(1 - 3 / (4 * m - 1), rel=1e-3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: sizes.two_by_two(1, 2, 3, 4, measure="X"), "OR, RR, RD"),
        (lambda: sizes.means(1, 1, 9, 1, 1, 9, measure="X"), "MD, SMD"),
        (lambda: sizes.correlations(0.1, 9, measure="X"), "ZCOR"),
        (lambda: sizes.rates(1, 1, 1, 1, measure="X"), "IRR"),
        (lambda: sizes.proportions(1, 9, measure="X"), "PLO"),
    ],
)
def test_unknown_measures_are_refused(call: object, words: str) -> None:
    assert callable(call)
    with pytest.raises(UsageError, match=words):
        call()
