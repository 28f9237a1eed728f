"""Spatial statistics against the published data sets of Columbus, North Carolina, Pennsylvania and Scotland.

What does not agree: the shuffles behind `p_sim9999` and `p_perm9999` draw neighbours with return, so that
their spread is that of k independent draws; ours draw without return, which a brute-force shuffle confirms.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hedgerow.stats.spatial import Weights, from_links, local_geary, local_gi, local_moran, tails
from hedgerow.stats.spatial.local import total_moments
from hedgerow.stats.spatial.normal_errors import normal_errors
from hedgerow.stats.spatial.overall import geary, general_g, moran, rate_moran
from hedgerow.stats.spatial.scan import scan
from hedgerow.stats.spatial.steadied import (
    choynowski,
    empirical_bayes,
    gamma_poisson,
    local_empirical_bayes,
    pooled,
)

pytestmark = pytest.mark.real_data
Columns = dict[str, np.ndarray]


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "reference" / "places"


@pytest.fixture(scope="module")
def pins(folder: Path) -> dict[str, Any]:
    held = json.loads((folder / "expected_values.json").read_text("utf-8"))
    return {entry["id"]: entry["value"] for entry in held}


def columns(folder: Path, name: str) -> Columns:
    with (folder / "spatial" / f"{name}.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {
        key: np.array([float(row[key]) for row in rows])
        for key in rows[0]
        if key not in ("county", "county.names")
    }


def links(folder: Path, name: str, n: int) -> Weights:
    held = columns(folder, name)
    return from_links(held["i"].astype(int) - 1, held["j"].astype(int) - 1, n)


@pytest.fixture(scope="module")
def columbus(folder: Path) -> tuple[Columns, Weights]:
    return columns(folder, "columbus_spdep_local"), links(folder, "columbus_queen_nb", 49)


@pytest.fixture(scope="module")
def sids(folder: Path) -> tuple[Columns, Weights]:
    return columns(folder, "nc_sids_eb"), links(folder, "nc_sids_queen_nb", 100)


def test_local_moran_and_its_conditional_moments(columbus: tuple[Columns, Weights]) -> None:
    held, binary = columbus
    found = local_moran(held["CRIME"], binary.standardised())
    for name, ours in (
        ("Ii", found.statistic),
        ("E_cond", found.mean),
        ("V_cond", found.variance),
        ("Z_cond", found.deviate),
    ):
        assert ours == pytest.approx(held[name], abs=1e-12), name
    normal = 2 * tails.ndtr(-np.abs(found.deviate))
    assert normal == pytest.approx(held["p_cond"], abs=1e-12)


def test_gi_and_gi_star(columbus: tuple[Columns, Weights]) -> None:
    held, binary = columbus
    assert local_gi(held["CRIME"], binary.standardised()).statistic == pytest.approx(held["G"], abs=1e-12)
    star = local_gi(held["CRIME"], binary, star=True)
    assert star.statistic == pytest.approx(held["Gstar_B"], abs=1e-12)


def test_p_values_are_those_of_a_shuffle(columbus: tuple[Columns, Weights]) -> None:
    held, binary = columbus
    values, w = held["CRIME"], binary.standardised()
    found = local_moran(values, w)
    chance = np.random.default_rng(1)
    for place in range(0, 49, 6):
        others, k = np.delete(values, place), int(w.degrees[place])
        sums = others[np.argsort(chance.random((20_000, 48)), axis=1)[:, :k]].mean(axis=1)
        seen = w.lag(values)[place]
        shuffled = min(2 * min((sums >= seen).mean(), (sums <= seen).mean()), 1)
        assert found.p_value[place] == pytest.approx(shuffled, abs=0.02, rel=0.15)


def test_shuffles_of_the_source_draw_with_return(columbus: tuple[Columns, Weights]) -> None:
    held, binary = columbus
    values, w = held["CRIME"], binary.standardised()
    n, k = 49, w.degrees
    z = values - values.mean()
    mean, spread = -z / (n - 1), ((z**2).sum() - z**2) / (n - 1) - (z / (n - 1)) ** 2
    deviate = (w.lag(z) - mean) / np.sqrt(spread * (n - 1) / (n - 2) / k)
    p = 2 * tails.ndtr(-np.abs(deviate))
    assert p == pytest.approx(held["p_perm9999"], abs=0.03)
    assert tails.two_sided(*tails.convolution(values, k, deviate)) == pytest.approx(
        held["p_sim9999"], abs=0.03
    )


def test_moments_of_a_shuffle_of_all(columbus: tuple[Columns, Weights]) -> None:
    held, binary = columbus
    mean, variance = total_moments(held["CRIME"], binary.standardised())
    assert mean == pytest.approx(held["E_tot"], abs=1e-12)
    assert variance == pytest.approx(held["V_tot"], abs=1e-12)


def test_normal_errors_exact_and_by_saddlepoint(columbus: tuple[Columns, Weights]) -> None:
    held, binary = columbus
    found = normal_errors(held["CRIME"], binary.standardised())
    assert found.mean == pytest.approx(held["exact_E"], abs=1e-12)
    assert found.variance == pytest.approx(held["exact_V"], abs=1e-12)
    for name, upper in (("p_normal", found.normal), ("p_exact", found.exact)):
        assert 2 * np.minimum(upper, 1 - upper) == pytest.approx(held[name], abs=1e-8), name
    saddle = np.abs(2 * np.minimum(found.saddlepoint, 1 - found.saddlepoint) - held["p_sad"])
    # One area lies so near its mean that the source's root search, not the formula, decides the fifth digit.
    assert np.sort(saddle)[-2] < 1e-6
    assert saddle.max() < 2e-5


def test_global_statistics(columbus: tuple[Columns, Weights], pins: dict[str, Any]) -> None:
    held, binary = columbus
    values, w = held["CRIME"], binary.standardised()
    found, pin = moran(values, w), pins["columbus_moran"]
    assert found.estimate == pytest.approx(pin["I"], abs=1e-12)
    assert found.mean == pytest.approx(pin["E"], abs=1e-12)
    assert found.variance == pytest.approx(pin["Var"], abs=1e-12)
    assert found.p_alike == pytest.approx(pin["p"], abs=1e-12)
    assert geary(values, w).estimate == pytest.approx(pins["columbus_geary"], abs=1e-11)
    assert general_g(values, binary).estimate == pytest.approx(pins["columbus_globalG"], abs=1e-9)
    assert local_moran(values, w).statistic.mean() == pytest.approx(pin["I"], abs=1e-12)
    mean_geary = local_geary(values, w).statistic.mean()
    assert mean_geary * 48 / (2 * 49) == pytest.approx(pins["columbus_geary"], abs=1e-11)


def test_rates_drawn_in_by_empirical_bayes(sids: tuple[Columns, Weights], pins: dict[str, Any]) -> None:
    held, w = sids
    events, births = held["SID74"], held["BIR74"]
    _, _, between = pooled(events, births)
    assert between.between == pytest.approx(pins["sids_eb"]["a"], abs=1e-15)
    assert between.rate == pytest.approx(pins["sids_eb"]["b"], abs=1e-15)
    assert events / births == pytest.approx(held["raw"], abs=1e-12)
    assert empirical_bayes(events, births) == pytest.approx(held["eb"], abs=1e-12)
    assert local_empirical_bayes(events, births, w) == pytest.approx(held["eblocal"], abs=1e-9)
    found = choynowski(events, births)
    assert found.probability == pytest.approx(held["choynowski"], abs=1e-12)
    assert found.cumulative == pytest.approx(held["pmap"], abs=1e-12)
    assert found.relative_risk == pytest.approx(held["relrisk"], rel=1e-12)
    assert rate_moran(events, births, w).estimate == pytest.approx(pins["sids_eb_moran"], abs=1e-10)


def test_gamma_poisson(folder: Path, pins: dict[str, Any]) -> None:
    held, pin = columns(folder, "scotland_eBayes"), pins["scotland_eb"]
    found = gamma_poisson(held["cases"], held["expected"])
    assert found.alpha == pytest.approx(pin["alpha"], abs=1e-6)
    assert found.beta == pytest.approx(pin["beta"], abs=1e-6)
    assert found.estimate == pytest.approx(held["RR"], abs=1e-8)
    a, lift = pin["alpha"], np.exp(pin["beta"])
    assert lift * (a + held["cases"]) / (a + lift * held["expected"]) == pytest.approx(held["RR"], abs=1e-8)


def test_the_scan_finds_the_published_cluster(folder: Path, pins: dict[str, Any]) -> None:
    held, pin = columns(folder, "pennLC_scan_input"), pins["pennLC_scan"]
    found = scan(*(held[name] for name in ("x", "y", "cases", "expected", "pop")))
    assert [place + 1 for place in found.areas] == pin["counties_1based"]
    assert (found.cases, found.population) == (pin["cases"], pin["population"])
    assert found.expected == pytest.approx(pin["expected"], abs=1e-9)
    assert found.ratio == pytest.approx(pin["SMR"], rel=1e-12)
    assert found.log_ratio == pytest.approx(pin["LLR"], abs=1e-9)
    assert found.p_value == pin["p_999"]
