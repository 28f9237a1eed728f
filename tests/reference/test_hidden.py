"""Multiple systems estimation: published lists, and the totals, models and limits given for them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from hedgerow.places.hidden import Lists, read_lists
from hedgerow.stats.capture import (
    Fitted,
    all_models,
    bca,
    best_by_bic,
    by_bic,
    by_steps,
    fit_models,
    independent,
    read,
    stepwise,
)

pytestmark = pytest.mark.real_data
SETS = ("UKdat", "UKdat_5", "Korea", "Kosovo", "Artificial_3")


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict[str, Any]:
    entries = json.loads((shared / "reference/places/expected_values.json").read_text("utf-8"))
    return {entry["id"]: entry["value"] for entry in entries}


@pytest.fixture(scope="module")
def lists(shared: Path) -> dict[str, Lists]:
    return {name: read_lists(shared / f"reference/places/hidden/mse_{name}.csv") for name in SETS}


def one(lists: Lists, model: str) -> Fitted:
    return fit_models(lists.data, [read(model, lists.data.lists)])[0]


@pytest.mark.parametrize("name", SETS)
def test_totals_and_models_are_those_of_the_reference(
    name: str, lists: dict[str, Lists], expected: dict[str, Any]
) -> None:
    want, given = expected["mse"][name], lists[name]
    assert (given.data.lists, given.data.observed) == (want["lists"], want["observed"])
    assert fit_models(given.data, [independent(given.data.lists)])[0].total == pytest.approx(
        want["main"], rel=1e-6
    )
    (steps,) = fit_models(given.data, [stepwise(given.data)[-1]])
    if "stepwise_p02" in want:
        assert steps.total == pytest.approx(want["stepwise_p02"], rel=1e-6)
        assert steps.name == want["stepwise_model"]
    if "best_BIC" in want:
        best = best_by_bic(all_models(given.data, steps.model)[0])[0]
        assert best.name == want["best_BIC_model"]
        assert best.bic == pytest.approx(want["best_BIC"], abs=1e-6)
        assert best.total == pytest.approx(want["best_BIC_population"], rel=1e-6)


def test_the_steps_of_the_uk_lists_in_detail(lists: dict[str, Lists], expected: dict[str, Any]) -> None:
    want, detail = expected["mse"]["UKdat_5"], expected["mse_bic_definition"]
    steps = one(lists["UKdat_5"], want["stepwise_model"])
    assert steps.deviance == pytest.approx(want["stepwise_deviance"], abs=1e-8)
    assert steps.bic == pytest.approx(want["stepwise_BIC"], abs=1e-8)
    assert steps.log_likelihood == pytest.approx(detail["UKdat_5 stepwise logL"], abs=1e-8)
    assert steps.parameters == detail["k"]


def test_models_of_lists_that_share_nobody(lists: dict[str, Lists], expected: dict[str, Any]) -> None:
    want, given = expected["mse"]["Artificial_3"], lists["Artificial_3"]
    assert one(given, "[13,2]").total == pytest.approx(want["model_[13,2]"], rel=1e-6)
    assert {model: one(given, model).status for model in want["status"]} == want["status"]


def test_korea_has_six_models_with_an_estimate(lists: dict[str, Lists]) -> None:
    given = lists["Korea"].data
    assert len(best_by_bic(all_models(given, independent(3))[0])) == 6


def test_the_forty_best_models_of_the_uk_lists(shared: Path, lists: dict[str, Lists]) -> None:
    ranked = best_by_bic(all_models(lists["UKdat_5"].data, independent(5))[0])
    with (shared / "reference/places/hidden/mse_uk5_bic_models.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 40
    for ours, theirs in zip(ranked, rows, strict=False):
        assert ours.name == theirs["model"]
        assert ours.total == pytest.approx(float(theirs["abundance"]), rel=1e-6)
        assert ours.bic == pytest.approx(float(theirs["BIC"]), abs=1e-6)


def test_limits_when_the_steps_are_repeated(lists: dict[str, Lists], expected: dict[str, Any]) -> None:
    given = lists["UKdat_5"].data
    (steps,) = fit_models(given, [stepwise(given)[-1]])
    limits = bca(given, steps.total, by_steps, replicates=1000, seed=1)
    assert limits.values == pytest.approx(expected["mse_bca"]["UKdat_5 stepwise, 1000"], rel=0.1)


def test_limits_of_one_model(lists: dict[str, Lists], expected: dict[str, Any]) -> None:
    given = lists["UKdat_5"].data
    best = one(lists["UKdat_5"], "[123,25,34]")
    limits = bca(given, best.total, by_bic([best.model]), replicates=1000, seed=1)
    assert limits.values == pytest.approx(expected["mse_bca"]["UKdat_5 best BIC model only, 200"], rel=0.1)


def test_limits_of_korea_with_every_model(lists: dict[str, Lists], expected: dict[str, Any]) -> None:
    given = lists["Korea"].data
    ranked = best_by_bic(all_models(given, independent(3))[0])
    limits = bca(given, ranked[0].total, by_bic([m.model for m in ranked]), replicates=1000, seed=1)
    wanted = expected["mse_bca"]["Korea, all 6 models, 1000 (published 95%: 128-349, 80%: 135-288)"]
    assert limits.values == pytest.approx(wanted, rel=0.1)


@pytest.mark.slow
def test_limits_widen_with_the_choice_among_a_hundred_models(
    lists: dict[str, Lists], expected: dict[str, Any]
) -> None:
    """The reference's upper 97.5 % limit, 86,369, is the far tail of 200 draws, beyond 99.9 % of ours."""
    given = lists["UKdat_5"].data
    ranked = best_by_bic(all_models(given, independent(5))[0])[:100]
    limits = bca(given, ranked[0].total, by_bic([m.model for m in ranked]), replicates=1000, seed=1)
    wanted = expected["mse_bca"]["UKdat_5 top 100 BIC models, 200"]
    assert limits.values[:3] == pytest.approx(wanted[:3], rel=0.1)
    assert 45_000 < limits.values[3] < wanted[3]
