"""Effect sizes beyond the usual: every worked value of the reference, and what each means by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta import association, conversions, effect_sizes, one_group, ordinal, spread
from hedgerow.stats.meta.effect_sizes import Effects
from meta_references import References

TABLE, GROUPS = (15, 25, 8, 37), (10, 3, 40, 8, 3.5, 45)


def worked() -> dict[str, Effects]:
    change = (10, 8, 3, 3.5, 40, 0.6)
    d = 2 / math.sqrt((39 * 3**2 + 44 * 3.5**2) / 83)
    table = effect_sizes.two_by_two(*TABLE)
    of_d = (d, 1 / 40 + 1 / 45 + d**2 / 170)
    return {
        "OR_zero_cell_add_half": effect_sizes.two_by_two(0, 20, 5, 15),
        "RR_zero_cell": effect_sizes.two_by_two(0, 20, 5, 15, measure="RR"),
        **{kind: effect_sizes.proportions(12, 80, measure=kind) for kind in ("PR", "PLO", "PFT", "PAS")},
        "IRR": effect_sizes.rates(12, 800, 20, 900),
        "IRD": effect_sizes.rates(12, 800, 20, 900, measure="IRD"),
        "IRLN": one_group.single_rates(12, 800),
        "COR": effect_sizes.correlations(0.3, 80, measure="COR"),
        "ZCOR": effect_sizes.correlations(0.3, 80),
        "RBIS": association.of_means(*GROUPS, measure="RBIS"),
        "RPB": association.of_means(*GROUPS),
        "SMD": effect_sizes.means(*GROUPS),
        "D2OR_norm": conversions.d_to_odds_ratio(*of_d, scale="cox"),
        "D2OR_logis": conversions.d_to_odds_ratio(*of_d),
        "OR2D_norm": conversions.odds_ratio_to_d(table.y, table.v, scale="cox"),
        "OR2D_logis": conversions.odds_ratio_to_d(table.y, table.v),
        "PHI": association.of_tables(*TABLE),
        "RTET": association.of_tables(*TABLE, measure="RTET"),
        "SMCC": one_group.before_after(*change),
        "MC": one_group.before_after(*change, measure="MC"),
        "MN": one_group.means(10, 3, 40),
        "ARAW": one_group.reliability(0.8, 10, 80),
    }


@pytest.mark.real_data
def test_every_worked_value(shared: Path) -> None:
    told, got = References(shared).more["escalc_single"], worked()
    assert got.keys() == told.keys()
    for name, effects in got.items():
        # The reference searched its tetrachoric correlation coarsely; the test below checks ours.
        tight = 1e-4 if name == "RTET" else 1e-10
        assert effects.y[0] == pytest.approx(told[name]["yi"], rel=tight), name
        assert effects.v[0] == pytest.approx(told[name]["vi"], rel=tight), name


@pytest.mark.real_data
def test_whole_columns_of_spreads_and_associations(shared: Path) -> None:
    held = References(shared)
    arms = held.columns("normand1999.csv", "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
    told = held.more["normand1999"]["escalc"]
    for measure, key in (("SMDH", "SMDH"), ("VR", "VR"), ("CVR", "CVR"), ("SMD_UB", "SMD_vtypeUB")):
        got = spread.unequal(*arms, measure=measure)
        assert got.y == pytest.approx(told[key]["yi"], rel=1e-10), measure
        assert got.v == pytest.approx(told[key]["vi"], rel=1e-10), measure
    for measure in ("YUQ", "YUY"):
        got = association.of_tables(*held.bcg(), measure=measure)
        told = held.more["bcg"]["escalc"][measure]
        assert got.y == pytest.approx(told["yi"], rel=1e-10)
        assert got.v == pytest.approx(told["vi"], rel=1e-10)


def test_the_tetrachoric_correlation_gives_the_table_back() -> None:
    from scipy import stats

    r = float(association.of_tables(*TABLE, measure="RTET").y[0])
    cuts = [stats.norm.ppf(40 / 85), stats.norm.ppf(23 / 85)]
    area = stats.multivariate_normal([0, 0], [[1, r], [r, 1]]).cdf(cuts)
    assert area == pytest.approx(15 / 85, abs=1e-8)
    with pytest.raises(EstimateError, match="not one of counts"):
        association.of_tables(0, 0, 3, 4, measure="RTET")


def test_an_ordered_outcome_with_two_categories_is_a_table() -> None:
    got = ordinal.ordered([[60, 40]], [[70, 30]])
    a, n1, n0, n = 40, 100, 100, 200
    excess = a - n1 * 70 / n
    information = n1 * n0 * 70 * 130 / n**3
    # Whitehead's n + 1 in place of n: equal to Peto's odds ratio but for that.
    assert got.y[0] == pytest.approx(excess / information, rel=0.02)
    assert got.v[0] == pytest.approx(1 / information, rel=0.02)
    up = ordinal.ordered([[10, 20, 30]], [[30, 20, 10]])
    down = ordinal.ordered([[30, 20, 10]], [[10, 20, 30]])
    assert up.y[0] == pytest.approx(-down.y[0])
    assert up.y[0] > 0
    with pytest.raises(EstimateError, match="one category"):
        ordinal.ordered([[10, 0]], [[10, 0]])


def test_one_standard_deviation_before_or_of_the_change() -> None:
    start = one_group.before_after(10, 8, 3, 4, 40, 0.5, measure="SMCR")
    assert start.y[0] == pytest.approx(0.5, rel=0.03)
    assert start.v[0] == pytest.approx(2 * 0.5 / 40 + start.y[0] ** 2 / 80)
    with pytest.raises(EstimateError, match="between -1 and 1"):
        one_group.before_after(10, 8, 3, 4, 40, 1.0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: association.of_tables(1, 2, 3, 4, measure="OR"),
        lambda: association.of_means(*GROUPS, measure="SMD"),
        lambda: spread.unequal(*GROUPS, measure="SMD"),
        lambda: one_group.single_rates(1, 2, measure="IRR"),
        lambda: one_group.before_after(1, 2, 3, 4, 5, 0.5, measure="SMD"),
    ],
)
def test_a_measure_of_another_kind_is_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(UsageError, match="Use"):
        wrong()


def test_a_conversion_keeps_what_it_was_made_from() -> None:
    table = effect_sizes.two_by_two(*TABLE)
    got = conversions.converted(table, "SMD")
    assert got.original is table
    assert got.result.y[0] == pytest.approx(np.sqrt(3) / np.pi * table.y[0])
    assert "sqrt(3)" in got.formula
    assert got.version
    with pytest.raises(UsageError, match="cannot be made"):
        conversions.converted(table, "MD")


def test_effective_counts() -> None:
    assert conversions.effective_size(100, 21, 0.05)[0] == pytest.approx(50)
