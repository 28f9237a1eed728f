"""Three-level models and cluster-robust errors against pinned answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hedgerow.stats.meta import (
    ThreeLevel,
    cluster_robust,
    fit_three_level,
    profile_interval,
    studies,
    three_level_prediction,
)
from meta_references import References

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def held(shared: Path) -> References:
    return References(shared)


def agrees(fitted: ThreeLevel, told: dict[str, Any]) -> None:
    plain = told.get("fit", told)
    assert fitted.beta == pytest.approx(np.ravel(plain["beta"]), rel=1e-5)
    assert fitted.se == pytest.approx(np.ravel(plain["se"]), rel=1e-5)
    assert fitted.sigma2 == pytest.approx(tuple(plain["sigma2"]), rel=1e-5, abs=1e-8)
    assert fitted.log_likelihood == pytest.approx(plain["ll"], rel=1e-9)
    assert fitted.q == pytest.approx(plain["QE"], rel=1e-10)
    for kind, key in (("CR0", "CR1_noadj"), ("CR1", "CR1"), ("CR2", "CR2")):
        if key in told:
            robust, pinned = cluster_robust(fitted, kind=kind), told[key]
            for name, got in (("se", robust.se), ("pval", robust.p_value), ("ci.lb", robust.interval[0])):
                assert got == pytest.approx(np.ravel(pinned[name]), rel=1e-5), (kind, name)
            wanted = np.broadcast_to(pinned["df"], robust.df.shape)
            assert robust.df == pytest.approx(wanted, rel=1e-5), kind


def test_schools_in_districts(held: References) -> None:
    y, v, district, school, year = held.columns(
        "konstantopoulos2011.csv", "yi", "vi", "district", "school", "year"
    )
    told = held.more["konstantopoulos2011"]
    fitted = fit_three_level(studies(y, v), district, school)
    agrees(fitted, told["ml3"])
    assert three_level_prediction(fitted) == pytest.approx(tuple(told["ml3"]["pi_z"]), rel=1e-5)
    agrees(fit_three_level(studies(y, v), district, school, method="ML"), told["ml3_ML"])
    centred = studies(y, v, year - year.mean())
    agrees(fit_three_level(centred, district, school), told["ml3_mod_year"])
    contained = fit_three_level(studies(y, v), district, school, test="t")
    assert contained.p_value == pytest.approx(told["ml3_t_contain"]["pval"], rel=1e-5)
    for component in (0, 1):
        pinned = told["ml3_profile_ci"][str(component + 1)][1:]
        # The reference stops its root search early; the drop in likelihood is tested without data elsewhere.
        assert profile_interval(fitted, component) == pytest.approx(tuple(pinned), rel=2e-3)


def test_a_quadratic_in_the_year(held: References) -> None:
    y, v, district, school, year = held.columns(
        "konstantopoulos2011.csv", "yi", "vi", "district", "school", "year"
    )
    told = held.more["konstantopoulos2011"]["ml3_year_quadratic"]
    decades = (year - year.mean()) / 10
    fitted = fit_three_level(studies(y, v, np.column_stack([decades, decades**2])), district, school)
    assert fitted.sigma2 == pytest.approx(tuple(told["sigma2"]), rel=1e-5)
    robust = cluster_robust(fitted)
    assert robust.se == pytest.approx(told["CR2_se"], rel=1e-5)
    assert robust.df == pytest.approx(told["CR2_df"], rel=1e-5)
    assert robust.p_value == pytest.approx(told["CR2_p"], rel=1e-5)


def test_tasks_in_studies(held: References) -> None:
    y, v, study, difficulty = held.columns("knapp2017.csv", "yi", "vi", "study", "difficulty")
    told = held.more["knapp2017"]
    agrees(fit_three_level(studies(y, v), study), told["ml3"])
    known = ~np.isnan(difficulty)
    data = studies(y[known], v[known], difficulty[known] - told["diff_mean"])
    fitted = fit_three_level(data, study[known])
    agrees(fitted, told["ml3_mod_difficulty"])
    assert fitted.sigma2[1] == 0.0
