"""Pooling against answers of metafor that were run to convergence, and 180 cases of an independent source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from hedgerow.stats.meta import (
    METHODS,
    cumulative,
    egger,
    fail_safe_n,
    fit,
    influence,
    leave_one_out,
    likelihood_tops,
    mantel_haenszel,
    permutation_test,
    peto,
    pool,
    prediction_interval,
    rank_test,
    selection_model,
    studies,
    tau2_interval,
    trim_and_fill,
)
from hedgerow.stats.meta.effect_sizes import two_by_two
from hedgerow.stats.meta.weighted import at, basis
from meta_references import References

pytestmark = pytest.mark.real_data

SETS = (
    "landenberger2005",
    "scared_straight",
    "curtin2002",
    "raudenbush1985",
    "bangertdrowns2004",
    "baskerville2012",
)
# Very unequal variances: the standard search and the reference end on the lower of two tops.
TWO_TOPS = {("extreme_k10", "one", "ML")}
CLOSED = ("EE", "DL", "HE", "HS", "SJ")


@pytest.fixture(scope="module")
def held(shared: Path) -> References:
    return References(shared)


def figures(fitted: Any) -> dict[str, Any]:
    return {
        "k": fitted.k,
        "beta": fitted.beta,
        "se": fitted.se,
        "stat": fitted.statistic,
        "pval": fitted.p_value,
        "ci.lb": fitted.interval[0],
        "ci.ub": fitted.interval[1],
        "tau2": fitted.tau2,
        "se.tau2": fitted.tau2_se,
        "QE": fitted.q,
        "QEp": fitted.q_p,
        "QM": fitted.qm,
        "QMp": fitted.qm_p,
        "I2": fitted.i2,
        "H2": fitted.h2,
        "R2": fitted.r2,
        "ll": fitted.log_likelihood,
        "pi": prediction_interval(fitted) if fitted.data.p == 1 else None,
    }


def agrees(got: dict[str, Any], reference: dict[str, Any], within: float) -> None:
    for name, value in reference.items():
        if value is not None and got.get(name) is not None:
            least = 1e-9 if name == "I2" else 1e-12  # per cent, from differences of near equals
            assert np.ravel(got[name]) == pytest.approx(np.ravel(value), rel=within, abs=least), name


@pytest.mark.parametrize("test", ["z", "knha"])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", SETS)
def test_every_estimator_on_six_sets(held: References, name: str, method: str, test: str) -> None:
    got = figures(pool(*held.effects(name), method=method, test=test))
    agrees(got, held.more[name][f"{method}_{test}"], 1e-10 if method in CLOSED else 1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_every_estimator_on_the_vaccine_trials(held: References, method: str) -> None:
    effects = two_by_two(*held.bcg(), measure="RR")
    for test in ("z", "knha"):
        got = figures(pool(effects.y, effects.v, method=method, test=test))
        agrees(got, held.more["bcg"]["RR"][f"{method}_{test}"], 1e-10 if method in CLOSED else 1e-8)


def test_the_headline_figures_of_the_guide(held: References) -> None:
    fitted = pool(*held.effects("landenberger2005"))
    assert fitted.beta[0] == pytest.approx(0.4225966483, abs=1e-10)
    assert fitted.se[0] == pytest.approx(0.0605361717, rel=1e-7)
    assert fitted.tau2 == pytest.approx(0.1046071653, abs=1e-10)
    assert (fitted.i2, fitted.i2_q) == pytest.approx((70.624, 73.326), abs=1e-3)
    adhoc = pool(*held.effects("scared_straight"), test="adhoc")
    agrees(figures(adhoc), held.more["scared_straight"]["REML_adhoc"], 1e-8)


def test_moderators(held: References) -> None:
    y, v = held.effects("landenberger2005")
    (sessions,) = held.columns("landenberger2005_es.csv", "sessions")
    agrees(figures(pool(y, v, sessions)), held.more["landenberger2005"]["mods_sessions_knha"], 1e-8)
    effects = two_by_two(*held.bcg(), measure="RR")
    ablat_year = np.column_stack(held.columns("bcg.csv", "ablat", "year"))
    got = figures(pool(effects.y, effects.v, ablat_year))
    agrees(got, held.more["bcg"]["mods_ablat_year_knha"], 1e-8)
    alloc = np.array(held.words("bcg.csv", "alloc"))
    dummies = np.column_stack([alloc == "random", alloc == "systematic"]).astype(float)
    got = figures(pool(effects.y, effects.v, dummies, test="z"))
    agrees(got, held.more["bcg"]["mods_alloc_z"], 1e-8)
    (weeks,) = held.columns("raudenbush1985.csv", "weeks")
    pair = held.effects("raudenbush1985")
    for test in ("z", "knha"):
        got = figures(pool(*pair, np.minimum(weeks, 3), test=test))
        agrees(got, held.more["raudenbush1985"][f"mods_weeks_capped3_{test}"], 1e-8)


def test_a_permutation_test_of_the_sessions_is_near_its_f_test(held: References) -> None:
    y, v = held.effects("landenberger2005")
    (sessions,) = held.columns("landenberger2005_es.csv", "sessions")
    found = permutation_test(studies(y, v, sessions), runs=200)
    assert found.qm_p == pytest.approx(0.0211, abs=0.02)


@pytest.mark.parametrize("name", ["bcg", *(name for name in SETS if name != "curtin2002")])
def test_diagnostics(held: References, name: str) -> None:
    if name == "bcg":
        effects = two_by_two(*held.bcg(), measure="RR")
        data, told = studies(effects.y, effects.v), held.more["bcg"]["RR_diag"]
    else:
        data, told = studies(*held.effects(name)), held.more[name]["diag"]
    asymmetry, first_form, rank = egger(data), egger(data, form="lm"), rank_test(data)
    assert (asymmetry.statistic, asymmetry.p_value, asymmetry.limit) == pytest.approx(
        tuple(told["egger_rma"][key] for key in ("z", "p", "est")), rel=1e-8
    )
    assert (first_form.statistic, first_form.p_value, first_form.df) == pytest.approx(
        tuple(told["egger_lm"][key] for key in ("t", "p", "df")), rel=1e-10
    )
    assert (rank.tau, rank.p_value) == pytest.approx((told["rank"]["tau"], told["rank"]["p"]), rel=1e-10)
    assert fail_safe_n(data) == told["fsn_rosenthal"]
    without, weight = leave_one_out(data, test="z"), influence(data)
    for key in ("estimate", "tau2"):
        expected = pytest.approx(told["leave1out"][key], rel=1e-8, abs=1e-10)
        assert getattr(without, key) == expected, key
    for key in ("cook", "dffits", "hat", "rstudent"):
        assert getattr(weight, key) == pytest.approx(told[key], rel=1e-8), key


@pytest.mark.parametrize("name", [name for name in SETS if name != "curtin2002"])
def test_what_metafor_stops_short_of(held: References, name: str) -> None:
    """Trim and fill and the Q-profile were pinned with metafor's default stopping rules."""
    data, told = studies(*held.effects(name)), held.more[name]["diag"]
    filled = trim_and_fill(data)
    assert (filled.added, filled.side) == (told["trimfill"]["k0"], told["trimfill"]["side"])
    assert filled.pooled.beta[0] == pytest.approx(told["trimfill"]["beta"], rel=1e-4)
    assert filled.pooled.se[0] == pytest.approx(told["trimfill"]["se"], rel=1e-4)
    bounds = tau2_interval(data)
    assert bounds == pytest.approx(tuple(told["tau2_ci_QP"]), rel=2e-3, abs=1e-12)
    for bound, share in zip(bounds, (0.975, 0.025), strict=True):
        if bound > 0:
            q = at(basis(data), bound).rss
            assert q == pytest.approx(stats.chi2.ppf(share, data.df), rel=1e-10)


def test_cumulative_by_year(held: References) -> None:
    effects = two_by_two(*held.bcg(), measure="RR")
    found = cumulative(studies(effects.y, effects.v), held.columns("bcg.csv", "year")[0])
    assert found.estimate == pytest.approx(held.more["bcg"]["cumul_by_year"]["estimate"], rel=1e-8)
    assert found.se == pytest.approx(held.more["bcg"]["cumul_by_year"]["se"], rel=1e-8)


@pytest.mark.parametrize("name", ["landenberger2005", "baskerville2012", "bangertdrowns2004"])
def test_the_selection_model(held: References, name: str) -> None:
    told = held.more[name]["diag"]["selmodel_step025"]
    got = selection_model(studies(*held.effects(name)))
    assert (got.estimate, got.se, got.tau2, got.delta) == pytest.approx(
        (told["beta"], told["se"], told["tau2"], told["delta"][1]), rel=1e-4
    )
    assert (got.lrt, got.lrt_p) == pytest.approx((told["LRT"], told["LRTp"]), rel=1e-8)


def tables(held: References, name: str) -> list[np.ndarray]:
    if name == "bcg":
        return list(held.bcg())
    if name == "hine1989":
        n1, n2, a, c = held.columns("hine1989.csv", "n1i", "n2i", "ai", "ci")
        return [a, n1 - a, c, n2 - c]
    a, n1, c, n2 = held.columns("scared_straight_petrosino2013.csv", "event_t", "n_t", "event_c", "n_c")
    return [a, n1 - a, c, n2 - c]


@pytest.mark.parametrize("name", ["bcg", "hine1989", "scared_straight"])
def test_tables_are_pooled_from_their_counts(held: References, name: str) -> None:
    told = held.first["scared_straight"] if name == "scared_straight" else held.more[name]
    for key in ("MH_OR", "MH_RR", "MH_RD", "Peto"):
        if key in told:
            cells = tables(held, name)
            got = peto(*cells) if key == "Peto" else mantel_haenszel(*cells, measure=key[3:])
            seen = {"beta": got.estimate, "se": got.se, "ci.lb": got.interval[0], "ci.ub": got.interval[1]}
            agrees(seen | {"pval": got.p_value, "QE": got.q, "QEp": got.q_p, "I2": got.i2}, told[key], 1e-10)


def test_scared_straight_does_harm(held: References) -> None:
    got = mantel_haenszel(*tables(held, "scared_straight"))
    shown = np.exp([got.estimate, *got.interval])
    assert shown == pytest.approx([1.682, 1.198, 2.361], abs=5e-4)


def test_the_180_cases(held: References) -> None:
    source = json.loads((held.folder / "pymare_metafor_reference.json").read_text("utf-8"))["cases"]
    assert len(source) == 180
    design = np.array(held.words("pymare_metafor_small_sample.csv", "case"))
    y, v, one, two = held.columns("pymare_metafor_small_sample.csv", "y", "v", "mod1", "mod2")
    mods = {"intercept": None, "one": one[:, None], "two": np.column_stack([one, two])}
    several = set()
    for case in source:
        rows = design == case["design"]
        given = mods[case["model"]]
        method = case["method"].replace("FE", "EE")
        data = studies(y[rows], v[rows], None if given is None else given[rows])
        got = fit(data, method=method, test=case["test"])
        assert got.tau2 == pytest.approx(case["tau2"], rel=1e-3, abs=1e-6), case
        # The iterated cases were pinned with the default stopping rules: a coefficient is held to its error.
        tight = 1e-4 if method in ("ML", "REML") else 1e-10
        for key, value in (("beta", got.beta), ("se", got.se), ("ci_lb", got.interval[0])):
            least = tight * float(np.max(got.se))
            assert value == pytest.approx(case[key], rel=tight, abs=least), case
        if len(likelihood_tops(basis(data), method)) > 1:
            best = fit(data, method=method, test=case["test"], search="highest")
            if best.log_likelihood > got.log_likelihood:
                several.add((case["design"], case["model"], method))
    assert several == TWO_TOPS
