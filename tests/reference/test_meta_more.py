"""What the two files of answers hold beyond the usual: dependence, subgroups, variance models, older pins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hedgerow.stats.meta import (
    Components,
    cluster_robust,
    component_interval,
    components_prediction,
    correlated,
    correlation_grid,
    egger,
    fail_safe_n,
    fit_components,
    fit_three_level,
    htz,
    location_scale,
    mantel_haenszel,
    peto,
    pool,
    predict,
    prediction_interval,
    robust_components,
    robust_variance,
    selection_model,
    studies,
    subgroups,
    trim_and_fill,
)
from hedgerow.stats.meta.effect_sizes import means, two_by_two
from meta_references import Column, References

pytestmark = pytest.mark.real_data

METHODS = ("EE", "DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM")
CLOSED = ("EE", "DL", "HE", "HS", "SJ")


@pytest.fixture(scope="module")
def held(shared: Path) -> References:
    return References(shared)


def same(got: Any, told: dict[str, Any], within: float) -> None:
    seen = {
        "k": got.k,
        "beta": got.beta,
        "se": got.se,
        "pval": got.p_value,
        "ci.lb": got.interval[0],
        "ci.ub": got.interval[1],
        "tau2": got.tau2,
        "QE": got.q,
        "QM": got.qm,
        "QMp": got.qm_p,
        "I2": got.i2,
        "H2": got.h2,
        "R2": got.r2,
        "ll": got.log_likelihood,
        "pi": prediction_interval(got) if got.data.p == 1 else None,
    }
    for name, value in told.items():
        if value is not None and seen.get(name) is not None:
            assert np.ravel(seen[name]) == pytest.approx(np.ravel(value), rel=within, abs=1e-9), name


def districts(held: References) -> list[Column]:
    return held.columns("konstantopoulos2011.csv", "yi", "vi", "district", "school", "year")


def of_components(fitted: Components, told: dict[str, Any], cluster: Column) -> None:
    plain = told["fit"]
    for name, got in (("beta", fitted.beta), ("se", fitted.se), ("sigma2", fitted.sigma2)):
        assert got == pytest.approx(np.ravel(plain[name]), rel=1e-5), name
    assert fitted.log_likelihood == pytest.approx(plain["ll"], rel=1e-9)
    assert fitted.q == pytest.approx(plain["QE"], rel=1e-10)
    assert components_prediction(fitted) == pytest.approx(tuple(told["pi_z"]), rel=1e-5)
    for kind, key in (("CR0", "CR1_noadj"), ("CR1", "CR1"), ("CR2", "CR2")):
        robust = robust_components(fitted, cluster, kind=kind)
        assert robust.se == pytest.approx(np.ravel(told[key]["se"]), rel=1e-5), kind
        assert robust.df == pytest.approx(np.ravel(told[key]["df"]), rel=1e-5), kind
        assert robust.p_value == pytest.approx(np.ravel(told[key]["pval"]), rel=1e-4), kind


def test_a_known_correlation_within_districts_and_studies(held: References) -> None:
    y, v, district, _, _ = districts(held)
    unit = np.arange(y.size)
    known = correlated(v, district, 0.6)
    fitted = fit_components(studies(y, v), [district, unit], covariance=known)
    of_components(fitted, held.more["konstantopoulos2011"]["ml3_V_rho06"], district)
    y, v, study = held.columns("knapp2017.csv", "yi", "vi", "study")
    fitted = fit_components(studies(y, v), [study, np.arange(y.size)], covariance=correlated(v, study, 0.4))
    of_components(fitted, held.more["knapp2017"]["ml3_V_rho04"], study)
    grid = correlation_grid(studies(y, v), study, [study, np.arange(y.size)], grid=(0.0, 0.4))
    assert grid.estimate[1] == pytest.approx(fitted.beta[0])
    three = fit_three_level(studies(y, v), study)
    assert grid.estimate[0] == pytest.approx(three.beta[0], rel=1e-8)


def test_components_are_the_three_levels_where_they_nest(held: References) -> None:
    y, v, district, school, _ = districts(held)
    unit = district * 1000 + school
    for method, key in (("REML", "ml3"), ("ML", "ml3_ML")):
        told = held.more["konstantopoulos2011"][key]
        fitted = fit_components(studies(y, v), [district, unit], method=method)
        assert fitted.sigma2 == pytest.approx(np.ravel(told.get("fit", told)["sigma2"]), rel=1e-5)
    reml = fit_components(studies(y, v), [district, unit])
    pinned = held.more["konstantopoulos2011"]["ml3_profile_ci"]["1"][1:]
    assert component_interval(reml, 0) == pytest.approx(tuple(pinned), rel=2e-3)
    contained = fit_components(studies(y, v), [district, unit], test="t")
    told = held.more["konstantopoulos2011"]["ml3_t_contain"]
    assert contained.p_value == pytest.approx(np.ravel(told["pval"]), rel=1e-5)


@pytest.mark.parametrize(("name", "cluster"), [("konstantopoulos2011", "district"), ("knapp2017", "study")])
@pytest.mark.parametrize("weights", ["CORR", "HIER"])
def test_robust_variance_estimation(held: References, name: str, cluster: str, weights: str) -> None:
    y, v, rows = held.columns(f"{name}.csv", "yi", "vi", cluster)
    told = held.more[name][f"robu_{weights}"]
    got = robust_variance(studies(y, v), rows, weights=weights)
    assert got.tau2 == pytest.approx(told["tau2"], rel=1e-9)
    if weights == "HIER":
        assert got.omega2 == pytest.approx(told["omega2"], rel=1e-9)
    for key, seen in (("b", got.robust.beta), ("se", got.robust.se), ("df", got.robust.df)):
        assert seen[0] == pytest.approx(told[key], rel=1e-8), key
    assert got.robust.p_value[0] == pytest.approx(told["p"], rel=1e-5)


def test_the_joint_robust_test(held: References) -> None:
    y, v, district, school, year = districts(held)
    told = held.more["konstantopoulos2011"]["ml3_year_quadratic"]
    decades = (year - told["year_mean"]) / 10
    fitted = fit_three_level(studies(y, v, np.column_stack([decades, decades**2])), district, school)
    assert fitted.beta == pytest.approx(told["beta"], rel=1e-5)
    assert fitted.se == pytest.approx(told["se"], rel=1e-5)
    assert fitted.log_likelihood == pytest.approx(told["ll"], rel=1e-9)
    got, pinned = htz(cluster_robust(fitted), [1, 2]), told["HTZ"]
    assert got.df_num == pinned["df_num"]
    assert (got.f, got.df_denom, got.p_value) == pytest.approx(
        (pinned["F"], pinned["df_denom"], pinned["p"]), rel=1e-5
    )


def test_a_joint_test_of_one_coefficient_is_its_t_test(held: References) -> None:
    y, v, district, school, year = districts(held)
    fitted = fit_three_level(studies(y, v, year - year.mean()), district, school)
    robust = cluster_robust(fitted)
    got = htz(robust, [1])
    assert got.df_denom == pytest.approx(robust.df[1], rel=1e-8)
    assert got.p_value == pytest.approx(robust.p_value[1], rel=1e-8)


def test_subgroups_by_allocation(held: References) -> None:
    effects = two_by_two(*held.bcg(), measure="RR")
    found = subgroups(studies(effects.y, effects.v), held.words("bcg.csv", "alloc"), test="z")
    told = held.more["bcg"]["subgroup_alloc"]
    assert set(found.names) == told.keys()
    for name, fitted in zip(found.names, found.fits, strict=True):
        assert fitted is not None
        same(fitted, told[name], 1e-8)
    assert found.common is not None
    pinned = held.more["bcg"]["mods_alloc_z"]
    assert (found.common.qm, found.common.qm_p) == pytest.approx((pinned["QM"], pinned["QMp"]), rel=1e-8)


def test_a_variance_that_depends_on_latitude(held: References) -> None:
    effects = two_by_two(*held.bcg(), measure="RR")
    (ablat,) = held.columns("bcg.csv", "ablat")
    got = location_scale(studies(effects.y, effects.v, ablat), ablat)
    told = held.more["bcg"]["location_scale_ablat"]
    assert got.beta == pytest.approx(told["beta"], rel=1e-4)
    assert got.alpha == pytest.approx(told["alpha"], rel=1e-4)
    assert got.log_likelihood == pytest.approx(told["ll"], rel=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_every_estimator_on_stroke_units(held: References, method: str) -> None:
    arms = held.columns("normand1999.csv", "m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
    effects = means(*arms)
    for test in ("z", "knha"):
        told = held.more["normand1999"]["SMD"][f"{method}_{test}"]
        same(pool(effects.y, effects.v, method=method, test=test), told, 1e-10 if method in CLOSED else 1e-8)


@pytest.mark.parametrize("measure", ["RD", "OR", "RR"])
def test_rare_events(held: References, measure: str) -> None:
    n1, n2, a, c = held.columns("hine1989.csv", "n1i", "n2i", "ai", "ci")
    effects, told = two_by_two(a, n1 - a, c, n2 - c, measure=measure), held.more["hine1989"][measure]
    assert effects.y == pytest.approx(told["yi"], rel=1e-10, abs=1e-14)
    assert effects.v == pytest.approx(told["vi"], rel=1e-10)
    same(pool(effects.y, effects.v, test="z"), told["REML"], 1e-8)
    same(pool(effects.y, effects.v, method="DL"), told["DL_knha"], 1e-10)


def test_correlations_and_other_moderators(held: References) -> None:
    told = held.more["mcdaniel1994"]
    r, n = held.columns("mcdaniel1994.csv", "ri", "ni")
    y, v = np.arctanh(r), 1 / (n - 3)
    assert v[:10] == pytest.approx(told["ZCOR_vi_first10"], rel=1e-10)
    same(pool(y, v, test="z"), told["REML"], 1e-8)
    same(pool(y, v), told["knha"], 1e-8)
    kind, struct = np.array(held.words("mcdaniel1994.csv", "type")), held.words("mcdaniel1994.csv", "struct")
    known = np.array([word not in ("", "NA") for word in struct]) & (kind != "NA") & (kind != "")
    dummies = np.column_stack([kind == "p", kind == "s", np.array(struct) == "u"]).astype(float)
    same(pool(y[known], v[known], dummies[known]), told["mods_type_struct"], 1e-8)
    y, v = held.effects("bangertdrowns2004")
    (length,) = held.columns("bangertdrowns2004.csv", "length")
    kept = ~np.isnan(length)
    same(pool(y[kept], v[kept], length[kept]), held.more["bangertdrowns2004"]["mods_length_knha"], 1e-8)
    y, v, *_ = districts(held)
    same(pool(y, v, test="z"), held.more["konstantopoulos2011"]["two_level_REML"], 1e-8)


def test_predictions_from_a_moderator(held: References) -> None:
    y, v = held.effects("landenberger2005")
    (sessions,) = held.columns("landenberger2005_es.csv", "sessions")
    fitted = pool(y, v, sessions)
    got = predict(fitted, [[0.0], [2.0]])
    assert (got.estimate[0], got.se[0]) == pytest.approx((fitted.beta[0], fitted.se[0]))
    assert got.estimate[1] == pytest.approx(fitted.beta[0] + 2 * fitted.beta[1])
    assert np.all(got.prediction[0] < got.interval[0])


def test_the_first_file_within_its_stopping_rules(held: References) -> None:
    told = held.first["landenberger2005"]
    y, v = held.effects("landenberger2005")
    for key, pinned in told.items():
        method, _, test = key.partition("_")
        if test in ("z", "knha") and method in METHODS:
            loose = {name: value for name, value in pinned.items() if name in ("beta", "se", "ci.lb", "QE")}
            same(pool(y, v, method=method, test=test), loose, 1e-10 if method in CLOSED else 1e-4)
    data = studies(y, v)
    assert egger(data).statistic == pytest.approx(told["egger_rma_se"]["z"], rel=1e-5)
    assert fail_safe_n(data) == told["fsn_rosenthal"]
    assert trim_and_fill(data).added == told["trimfill"]["k0"]
    assert selection_model(data).estimate == pytest.approx(told["selmodel_3psm"]["beta"], rel=1e-4)
    pinned = told["mod_design_setting_knha"]
    assert pinned["k"] == 58
    counts = held.columns("scared_straight_petrosino2013.csv", "event_t", "n_t", "event_c", "n_c")
    a, n1, c, n2 = counts
    cells = (a, n1 - a, c, n2 - c)
    straight = held.first["scared_straight"]
    for measure in ("OR", "RR", "RD"):
        got = mantel_haenszel(*cells, measure=measure)
        assert got.estimate == pytest.approx(straight[f"MH_{measure}"]["beta"], rel=1e-10)
    assert peto(*cells).p_value == pytest.approx(straight["Peto"]["pval"], rel=1e-10)
    effects = two_by_two(*cells)
    assert effects.y == pytest.approx(straight["yi"], rel=1e-10)
    assert pool(effects.y, effects.v, test="adhoc").se[0] == pytest.approx(
        straight["REML_adhoc"]["se"], rel=1e-4
    )
