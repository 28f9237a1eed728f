"""Funnels, standardised rates and concentration: by hand, and what they refuse."""

from __future__ import annotations

import json

import numpy as np
import pytest

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats import funnel
from hedgerow.stats.concentration import concentration, lorenz, places_for_share
from hedgerow.stats.interval import mean_interval, poisson_interval, rate_interval
from hedgerow.stats.standardised import ESP_2013, directly_standardised, indirectly_standardised


def test_the_standard_population_is_a_hundred_thousand() -> None:
    assert len(ESP_2013) == 19
    assert sum(ESP_2013) == 100_000


def test_a_missing_count_has_no_limits_at_all() -> None:
    assert np.isnan(poisson_interval(np.nan)).all()
    assert np.isnan(rate_interval(4, 0)).all()
    assert np.isnan(mean_interval([3.0])[1])


def test_over_dispersion_widens_the_funnel_and_keeps_the_plain_limits() -> None:
    chance = np.random.default_rng(2)
    expected = chance.uniform(30, 300, 400)
    calm = funnel.ratios(chance.poisson(expected), expected)
    wild = funnel.ratios(chance.poisson(expected * chance.gamma(10, 0.1, 400)), expected)
    assert 0.5 < calm.dispersion < 1.2
    assert wild.dispersion > 3
    named = [
        sum(word != funnel.NOT_SIGNIFICANT for word in words) for words in (wild.words, wild.plain_words)
    ]
    assert named[0] < 0.15 * 400 < named[1]
    assert np.all(wild.widened.upper[0] >= 1)
    assert np.all(wild.widened.lower[1] <= wild.widened.lower[0])


def test_standardised_rates_refuse_what_does_not_fit() -> None:
    with pytest.raises(UsageError, match="is missing"):
        directly_standardised([np.nan, 20], [100, 100], [1, 1])
    with pytest.raises(UsageError, match="no population"):
        directly_standardised([5, 20], [0, 100], [1, 1])
    with pytest.raises(UsageError, match="nothing to compare"):
        indirectly_standardised(4, 0)
    assert np.isnan(directly_standardised([4, 5], [100, 100], [1, 1]).estimate)


def test_even_places_are_not_concentrated_beyond_chance() -> None:
    counts = np.random.default_rng(3).poisson(0.4, 300)
    found = concentration(counts, runs=199)
    assert found.gini > 0.6
    assert found.null[0] < found.estimate < found.null[1]
    assert found.p_value > 0.02
    assert found.checks[0].passed is False
    assert "300" in found.summary()
    json.dumps(found.tidy(), allow_nan=False)


def test_the_same_seed_gives_the_same_and_order_does_not_matter() -> None:
    counts = np.random.default_rng(4).poisson(3, 80)
    first = concentration(counts, runs=99, seed=7)
    assert concentration(counts[::-1], runs=99, seed=7) == first
    nb = concentration(counts, runs=99, model="negative binomial", dispersion=1.0)
    assert nb.null[1] > first.null[1]


def test_few_places_hold_half() -> None:
    assert places_for_share([5, 5, 5, 5]) == 2
    assert places_for_share([97, 1, 1, 1]) == 1
    places, events = lorenz([3, 1])
    assert events == pytest.approx([0, 0.75, 1])
    assert places == pytest.approx([0, 0.5, 1])


@pytest.mark.parametrize(
    ("counts", "words"), [([4], "1 place"), ([0, 0, 1], "two events"), ([3, -1], "negative")]
)
def test_what_cannot_be_concentrated_is_refused(counts: list[float], words: str) -> None:
    with pytest.raises((UsageError, EstimateError), match=words):
        concentration(counts)
