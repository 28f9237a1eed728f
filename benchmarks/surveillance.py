"""Outbreak detection: speed at the size of England and Wales, false alarms and detection beside a peer's.

The design is that of Noufaily et al. (2013): 28 scenarios of 624 weeks, counts with variance phi times the
mean, the last 49 weeks tested on five years of past, here with 100 series a scenario. *Clean*: no outbreaks.
*Past outbreaks*: four in the baseline, of Poisson(k sd) cases, k = 2, 3, 5, 10. For detection there is one
more in the tested weeks. The rate of false alarms is worked out exactly from each fitted limit and the true
distribution, with random probabilities, so that only the fits are left to chance. R's time for 35,672 series,
520 CPU seconds, is 14.6 CPU milliseconds a series as the project's guide measured it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks import ROOT, Figure, Skipped, cost, peak_rss
from hedgerow.stats.surveillance import (
    Steady,
    Window,
    farrington_flexible,
    hedgerow,
    mid_p,
    randomised_p,
)
from hedgerow.stats.surveillance.bounds import at_least
from hedgerow.stats.surveillance.calibrated import foretell
from hedgerow.stats.surveillance.farrington import FLEXIBLE, reweighted
from hedgerow.stats.surveillance.predictive import Predictive
from hedgerow.stats.surveillance.window import baseline

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Method = Callable[[Array, int], Predictive]
AREAS, WEEKS, TESTED = 35_672, 624, np.arange(575, 624)
LEVELS = (0.005, 0.01, 0.05)
FIVE_YEARS = Window(period=52, years_back=5, half_window=3, seasons=10, past_excluded=26)


@dataclass(frozen=True)
class Scenario:
    """Mean exp(theta + beta t + season), variance phi times the mean."""

    mean: Array
    phi: float


def run() -> list[Figure]:
    """Return the figures."""
    return [*_speed(), *_calibration(100), *_short(20_000), *_detection(40)]


def _speed() -> Iterator[Figure]:
    chance = np.random.default_rng(1)
    level = chance.gamma(1, 3, (AREAS, 1))
    counts = chance.negative_binomial(2, 2 / (2 + level), (AREAS, 66)).astype(float)
    with cost() as published:
        farrington_flexible(counts)
    yield Figure(
        "farrington_speed",
        f"Farrington flexible, {AREAS:,} series, one month",
        published.cpu,
        "CPU s",
        10,
        False,
        "R surveillance: 520, from the guide's 14.6 ms a series-month",
    )
    with cost() as own:
        hedgerow(counts)
    yield Figure("surveillance_own_speed", "The calibrated method, the same", own.cpu, "CPU s", 10, False)
    yield Figure("surveillance_memory", "Most memory held", peak_rss(), "MB", None, False)


def scenarios() -> list[Scenario]:
    """Read the 28 scenarios."""
    shared = Path(os.environ.get("HEDGEROW_SHARED", ROOT.parent / "shared"))
    path = shared / "reference" / "places" / "surveillance" / "noufaily_28_scenarios.csv"
    if not path.is_file():
        raise Skipped(f"no scenarios at {path}")
    time = np.arange(1, WEEKS + 1)
    found = []
    with path.open() as file:
        for row in csv.DictReader(file):
            s = {name: float(value) for name, value in row.items()}
            turn = 2 * np.pi * time / 52
            season = s["m"] * (s["gamma1"] * np.cos(turn) + s["gamma2"] * np.sin(turn))
            found.append(Scenario(np.exp(s["theta"] + s["beta"] * time + season), s["phi"]))
    return found


def simulate(
    one: Scenario, series: int, chance: np.random.Generator, *, past: bool, k: int = 0
) -> tuple[Array, Flags]:
    """Return counts, and where cases of a present outbreak of size k fell."""
    mean = np.broadcast_to(one.mean, (series, WEEKS))
    plain = one.phi <= 1
    counts = chance.poisson(mean) if plain else chance.negative_binomial(mean / (one.phi - 1), 1 / one.phi)
    spread, hit = np.sqrt(one.phi * one.mean), np.zeros((series, WEEKS), dtype=bool)
    for row in range(series):
        sizes = (2, 3, 5, 10) if past else ()
        starts = chance.choice(np.arange(312, 575), len(sizes), replace=False)
        for size, start in zip(sizes, starts, strict=True):
            weeks = _outbreak(size * spread[start], int(start), chance)
            np.add.at(counts[row], weeks[weeks < TESTED[0]], 1)
        if k:
            start = int(chance.choice(TESTED[:-6]))
            weeks = _outbreak(k * spread[start], start, chance)
            weeks = weeks[weeks < WEEKS]
            np.add.at(counts[row], weeks, 1)
            hit[row, weeks] = True
    return counts.astype(float), hit


def _outbreak(cases: float, start: int, chance: np.random.Generator) -> npt.NDArray[np.intp]:
    return start + np.floor(chance.lognormal(0, 0.5, chance.poisson(cases))).astype(np.intp)


def published(counts: Array, week: int) -> Predictive:
    """Return what the published method takes the next count to follow."""
    fit = reweighted(counts, baseline(week, FIVE_YEARS), FLEXIBLE)
    return Predictive(fit.expected, ((1.0, fit.dispersion),))


def own(counts: Array, week: int) -> Predictive:
    """Return what the calibrated method takes the next count to follow."""
    return foretell(counts, week, window=FIVE_YEARS)[1]


def rates(series: int, method: Method, *, past: bool, step: int = 8, seed: int = 11) -> dict[float, Array]:
    """Return the realised rate over the nominal one at each level, for each scenario."""
    chance = np.random.default_rng(seed)
    each: dict[float, list[float]] = {level: [] for level in LEVELS}
    for one in scenarios():
        counts, _ = simulate(one, series, chance, past=past)
        found: dict[float, list[float]] = {level: [] for level in LEVELS}
        for week in TESTED[::step]:
            law, mean = method(counts, int(week)), np.full(series, one.mean[week])
            for level in LEVELS:
                found[level].append(_realised(law, mean, one.phi, level))
        for level in LEVELS:
            each[level].append(float(np.mean(found[level])) / level)
    return {level: np.array(values) for level, values in each.items()}


def _realised(law: Predictive, mean: Array, phi: float, level: float) -> float:
    """Return the true chance of an alarm; the count at the edge is one with just the chance it should be."""
    edge = law.upper(level)
    above, at = law.at_least(edge + 1), law.at_least(edge)
    share = np.clip((level - above) / np.maximum(at - above, 1e-300), 0, 1)
    spread = np.full_like(mean, phi)
    true_above, true_at = at_least(edge + 1, mean, spread), at_least(edge, mean, spread)
    return float(np.mean(true_above + share * (true_at - true_above)))


def _calibration(series: int) -> Iterator[Figure]:
    for name, method in (("published", published), ("own", own)):
        for past in (False, True):
            found = rates(series, method, past=past)
            where = "past outbreaks" if past else "clean"
            for level, ratio in found.items():
                goal = 1.2 if name == "own" else None
                within = int(np.sum(np.abs(ratio - 1) <= 0.2))
                yield Figure(
                    f"surveillance_{name}_{'past' if past else 'clean'}_{level:g}",
                    f"False alarms over nominal {level:g}, {name} method, {where}, median of 28",
                    float(np.median(ratio)),
                    "x",
                    goal,
                    False,
                    f"{within} of 28 within 20 %; {ratio.min():.2f} to {ratio.max():.2f}",
                )


def _short(series: int) -> Iterator[Figure]:
    """Measure false alarms on two years of months, as a young panel has: mean 5, variance 1.5 times it."""
    chance, window = np.random.default_rng(3), Window(years_back=2)
    season = 5 * (1 + 0.25 * np.cos(2 * np.pi * np.arange(33) / 12))
    counts = chance.negative_binomial(np.tile(season / 0.5, (series, 1)), 1 / 1.5).astype(float)
    found = (
        ("published", "published method", farrington_flexible(counts, window=window)),
        ("own", "calibrated method, no trend", hedgerow(counts, window=window, rules=Steady(trend="never"))),
    )
    for name, words, got in found:
        p = randomised_p(got.p_upper, got.p_lower, seed=1)
        yield Figure(
            f"surveillance_{name}_two_years",
            f"False alarms over nominal 0.01, {words}, two years of months",
            float(np.nanmean(p <= 0.01)) / 0.01,
            "x",
        )


def _detection(series: int) -> Iterator[Figure]:
    """Compare shares of outbreaks found where both methods have the false alarms of the published at .01."""
    goals = {2: 0.127, 5: 0.544, 10: 0.913}
    for k, printed in goals.items():
        rate, theirs, ours = detection(series, k)
        yield Figure(
            f"surveillance_found_k{k}",
            f"Outbreaks of size {k} found, calibrated method",
            100 * ours,
            "%",
            100 * theirs,
            True,
            f"published method in the same runs {100 * theirs:.1f}, both at {100 * rate:.2f} % false alarms; "
            f"in print {100 * printed:.1f} on a design that differs in detail",
        )


def detection(series: int, k: int) -> tuple[float, float, float]:
    """Return the false alarms of the published method at .01, and what both find at that rate."""
    chance = np.random.default_rng(100 + k)
    made = [simulate(one, series, chance, past=True, k=k) for one in scenarios()]
    counts, hit = (np.concatenate([part[i] for part in made]) for i in range(2))
    hit = hit[:, TESTED]
    theirs = farrington_flexible(counts, now=TESTED, window=FIVE_YEARS)
    alarm = np.nan_to_num(theirs.p_upper, nan=1.0) < 0.01
    rate = float(alarm[~hit].mean())
    got = hedgerow(counts, now=TESTED, window=FIVE_YEARS)
    p = np.nan_to_num(mid_p(got.p_upper, got.p_lower), nan=1.0)
    named = p <= np.quantile(p[~hit], rate)
    there = hit.any(axis=1)
    return (
        rate,
        float((alarm & hit).any(axis=1)[there].mean()),
        float((named & hit).any(axis=1)[there].mean()),
    )
