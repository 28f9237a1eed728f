"""Warning signs of a month: what is planted is found, what is missing is not nought, chance stays chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hedgerow.errors import EstimateError, NotFoundError, UsageError
from hedgerow.places.signals import SignalOptions, find_signals
from hedgerow.places.signals.calibration import realised
from signal_worlds import world

LAST = "2025-12"


def test_a_planted_rise_and_fall_are_found_and_nothing_else() -> None:
    panel = world(mean=20.0)
    rising = int(np.argmin(np.abs(panel.counts[0].mean(axis=1) - 20)))
    falling = int(np.argmax(panel.counts[1].mean(axis=1)))
    panel.counts[0, rising, -1] = 70
    panel.counts[1, falling, -1] = 2
    result = find_signals(panel, LAST)
    assert result.state[0, rising] == "up"
    assert result.state[1, falling] == "down"
    assert result.counts()["up"] + result.counts()["down"] <= 3
    assert result.observed[0, rising] == 70
    assert result.lower[0, rising] <= result.expected[0, rising] <= result.upper[0, rising] < 70
    assert result.score[0, rising] > 1 > -1 > result.score[1, falling]


def test_the_time_of_year_is_no_sign() -> None:
    panel = world(months=40, mean=30.0)
    high = panel.months[39]  # April: the top of the wave
    assert find_signals(panel, high).counts()["up"] <= 2


def test_missing_months_are_not_nought() -> None:
    panel = world(mean=20.0)
    gone = panel.force == "E23001"
    panel.counts[:, gone, -1] = 0
    known = panel.known.copy()
    known[gone, -1] = False
    result = find_signals(replace(panel, known=known), LAST)
    assert set(result.state[:, gone].ravel()) == {"not_known"}
    assert np.isnan(result.expected[:, gone]).all()
    assert result.counts()["down"] == 0


def test_what_stands_in_an_unknown_month_is_never_read() -> None:
    panel = world()
    known = panel.known.copy()
    known[panel.force == "E23001", 5:8] = False
    wild = panel.counts.copy()
    wild[:, panel.force == "E23001", 5:8] = 999
    one = find_signals(replace(panel, known=known), LAST)
    other = find_signals(replace(panel, known=known, counts=wild), LAST)
    assert np.array_equal(one.p, other.p, equal_nan=True)


def test_too_little_expected_cannot_tell() -> None:
    result = find_signals(world(mean=0.3), LAST)
    assert (result.state[result.expected < 1] == "cannot_tell").all()
    assert result.counts()["none"] < result.counts()["cannot_tell"]


def test_order_of_rows_and_the_seed() -> None:
    panel = world()
    order = np.random.default_rng(0).permutation(len(panel.areas))
    turned = replace(
        panel,
        areas=tuple(panel.areas[number] for number in order),
        counts=panel.counts[:, order],
        known=panel.known[order],
        district=panel.district[order],
        force=panel.force[order],
    )
    one, other = find_signals(panel, LAST), find_signals(turned, LAST)
    assert np.allclose(one.p[:, order], other.p)
    again = find_signals(panel, LAST, options=SignalOptions(seed=1))
    assert not np.array_equal(one.p, again.p)


def test_the_level_holds_where_nothing_happens() -> None:
    check = realised(world(areas=1200, mean=2.0), LAST)
    assert check.passed
    assert 0.04 < check.figures["share"] < 0.06


def test_a_lasting_shift_is_dated() -> None:
    panel = world(mean=20.0)
    area = int(np.argmax(panel.counts[0].mean(axis=1)))
    panel.counts[0, area, -4:] *= 1.8
    result = find_signals(panel, LAST)
    assert result.shift[0, area] == "up"
    row = result.tidy(np.array([area])).to_pylist()[0]
    assert row["since"] in ("2025-08", "2025-09", "2025-10")
    assert row["shift_ratio"] > 1.4


@pytest.mark.parametrize(
    ("month", "error", "words"),
    [
        ("2025-13", UsageError, "not a month"),
        ("soon", UsageError, "not a month"),
        ("2030-01", NotFoundError, "2023-01 to 2025-12"),
        ("2023-04", EstimateError, "2024-01"),
    ],
)
def test_a_month_that_cannot_be_tested_is_refused(month: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        find_signals(world(areas=40), month)


def test_a_month_that_no_force_has_complete_is_refused() -> None:
    panel = world(areas=40)
    known = panel.known.copy()
    known[:, 20] = False
    with pytest.raises(EstimateError, match="2023-01 to 2024-08, 2024-10 to 2025-12"):
        find_signals(replace(panel, known=known), panel.months[20])


def test_a_negative_count_is_refused() -> None:
    panel = world(areas=40)
    wrong = panel.counts.copy()
    wrong[0, 0, 0] = -1
    with pytest.raises(UsageError, match="negative"):
        replace(panel, counts=wrong)


def test_groups_add_up_and_are_known_only_as_a_whole() -> None:
    panel = world()
    known = panel.known.copy()
    known[0, 3] = False
    group = replace(panel, known=known).grouped("lad", panel.district, panel.force)
    assert group.counts[0, 1, 7] == panel.counts[0, 40:80, 7].sum()
    assert not group.known[0, 3]
    assert group.known[1].all()
