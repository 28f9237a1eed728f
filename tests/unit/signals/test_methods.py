"""Warning signs by other methods: the same masks and words, and what each method promises."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hedgerow.errors import EstimateError, UsageError
from hedgerow.places.signals import SignalOptions, find_signals
from hedgerow.places.signals.baseline import Expectation, with_drift
from hedgerow.places.signals.calibration import realised
from hedgerow.places.signals.comparison import compared, described
from hedgerow.places.signals.window import window_of
from signal_worlds import world

LAST = "2025-12"
METHODS = ("farrington", "ears_c1", "ears_c2")


@pytest.mark.parametrize("method", METHODS)
def test_a_planted_rise_is_found_and_a_masked_month_is_not_nought(method: str) -> None:
    panel = world(mean=20.0)
    gone = panel.force == "E23001"
    rising = int(np.flatnonzero(~gone)[0])
    panel.counts[0, rising, -1] = 400
    panel.counts[:, gone, -1] = 0
    known = panel.known.copy()
    known[gone, -1] = False
    panel = replace(panel, known=known)
    result = find_signals(panel, LAST, options=SignalOptions(method=method))
    assert result.state[0, rising] == "up"
    assert set(result.state[:, gone].ravel()) == {"not_known"}
    assert result.counts()["down"] <= 1
    row = result.tidy(np.array([rising])).to_pylist()[0]
    assert row["method"] == method
    assert row["lower"] <= row["expected"] <= row["upper"] < 400
    assert result.provenance["detector"] == method
    assert "season" not in {check.name for check in result.checks}
    check = compared(panel, result, 0.05)[0]
    assert check.figures["both"] >= 1


def test_a_lasting_shift_is_what_the_likelihood_ratio_finds() -> None:
    panel = world(mean=20.0)
    panel.counts[0, 0, -4:] *= 3
    result = find_signals(panel, LAST, options=SignalOptions(method="glr"))
    assert result.state[0, 0] == "up"
    np.testing.assert_array_equal(result.p, result.p_shift)


def test_too_little_for_the_method_cannot_tell() -> None:
    panel = world(mean=0.05)
    for method in METHODS:
        found = find_signals(panel, LAST, options=SignalOptions(method=method)).counts()
        assert found["none"] == found["not_known"] == 0


def test_the_calibration_of_the_method_is_measured_on_calm_counts() -> None:
    panel = world(mean=20.0)
    house = realised(panel, LAST)
    other = realised(panel, LAST, method="farrington")
    assert house.figures["share"] < other.figures["share"]
    said = described("farrington", other)
    assert said["window"]["years_back"] == 2  # type: ignore[index]
    assert said["calibration"]["realised"] == other.figures["share"]  # type: ignore[index]


@pytest.mark.parametrize("method", ["cusum", "ears_c3", "oracle"])
def test_what_cannot_be_held_against_chance_is_refused(method: str) -> None:
    with pytest.raises(UsageError, match="no method"):
        SignalOptions(method=method)


def test_too_short_a_past_for_two_years_back_is_said() -> None:
    panel = world(months=24)
    with pytest.raises(EstimateError, match="farrington needs 25"):
        find_signals(panel, panel.months[20], options=SignalOptions(method="farrington"))


def test_drift_grows_with_the_months_from_the_baseline() -> None:
    """Levels walk by 4 % a month: six months on, the variance is six steps, not the mean of one to five."""
    panel = replace(world(), kind="lad")
    window, chance = window_of(panel, LAST), np.random.default_rng(3)
    kinds, areas = len(panel.types), len(panel.areas)
    steps = np.cumsum(chance.normal(0, 0.04, (kinds, areas, len(window.recent))), axis=2)
    panel.counts[:, :, list(window.recent)] = chance.poisson(2000 * np.exp(steps))
    said = Expectation(
        np.full((kinds, areas, len(window.recent)), 2000.0), np.ones((kinds, areas)), np.zeros((kinds, areas))
    )
    found = with_drift(panel, window, said).relative.mean()
    assert found == pytest.approx(6 * 0.04**2, rel=0.2)


def test_a_type_that_moved_everywhere_is_said_to_be_one_thing() -> None:
    panel = world(mean=20.0)
    calm = find_signals(panel, LAST)
    panel.counts[0, :, -1] = np.round(panel.counts[0, :, -1] * 1.5)
    moved = find_signals(panel, LAST)
    first, second = (next(c for c in r.checks if c.name == "common_move") for r in (calm, moved))
    assert (first.passed, second.passed) == (True, False)
    assert panel.types[0].replace("-", " ") in second.text
