"""Levers beside the contrast: planted ones are found, noise is not; no protected characteristic is one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from contrast_worlds import World, world
from hedgerow.errors import EstimateError, SchemaError
from hedgerow.places.contrast import ContrastData
from hedgerow.places.contrast.levers import Lever, LeverResult, LeverValues, associate, is_own_lever, levers
from hedgerow.places.contrast.levers.association import prepare, with_q
from hedgerow.places.contrast.levers.specification import is_protected, parse_levers
from hedgerow.stats.count_model import fit_counts
from hedgerow.stats.stability import error_bound, error_bound_unimodal, stability_selection


def planted(
    effect: float, *, seed: int = 5, control_effect: float = 0.0
) -> tuple[World, ContrastData, LeverValues]:
    """A world in which more of the first of four levers lowers crime by `effect` on the log scale."""
    made = world(seed=seed, areas=700, alpha=0.05)
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(700, 4))
    names = ("halls", "clubs", "trust", "wardens")
    shipped = tuple(Lever(name, name, "assets", 1) for name in names)
    cells = rng.binomial(made.data.cells.astype(int), 1 / (1 + np.exp(-1 + effect * x[:, :1])))
    doubt = rng.poisson(2 * np.exp(-control_effect * x[:, :1]) * np.ones(cells.shape))
    data = ContrastData("all_crime", made.data.months, cells.astype(float))
    control = ContrastData("negative_control", made.data.months, doubt.astype(float))
    made = World(data, made.context, made.low, made.high)
    return made, control, LeverValues(shipped, x)


def results(effect: float, *, control_effect: float = 0.0, seed: int = 5) -> tuple[LeverResult, ...]:
    made, control, values = planted(effect, seed=seed, control_effect=control_effect)
    here, doubt = (prepare(data, made.context) for data in (made.data, control))
    return with_q(associate(here, doubt, values, made.context.district))


def test_a_planted_lever_is_found_selected_and_called_a_hypothesis() -> None:
    first, *rest = results(0.5)
    assert first.estimate < 0.95
    assert first.interval[1] < 1
    assert first.q_value < 0.01
    assert first.share > 0.9
    assert first.selected is True
    assert first.words.endswith("A hypothesis to visit, not a cause.")
    assert "Associated with less" in first.words
    assert all(one.q_value > 0.05 for one in rest)
    assert first.e_values[0] >= first.e_values[1] > 1


def test_a_lever_that_moves_the_negative_control_is_doubted() -> None:
    first = results(0.5, control_effect=0.4)[0]
    assert first.control.p_value < 0.05
    assert "something else may be behind both" in first.words


def test_levers_of_noise_are_rarely_firm() -> None:
    firm = [one.q_value <= 0.05 for seed in range(8) for one in results(0.0, seed=20 + seed)]
    assert sum(firm) <= 2


def test_one_more_variable_is_what_a_whole_fit_gives() -> None:
    made, _, values = planted(0.5)
    here = prepare(made.data, made.context)
    x = values.values[here.rows][:, 0]
    design = np.column_stack([here.fitted.design, (x - x.mean()) / x.std()])
    months = made.data.known[here.rows]
    whole = fit_counts(
        here.fitted.counts,
        design,
        np.log(made.context.exposure[here.rows] * months),
        names=tuple(map(str, range(design.shape[1]))),
        scale=here.fitted.scale,
    )
    first = associate(here, None, values, made.context.district)[0]
    assert first.found.coefficient == pytest.approx(whole.coefficients[-1], abs=0.003)
    assert 0.3 < first.found.standard_error / whole.standard_errors[-1] < 3


def test_a_lever_known_in_few_places_is_not_known() -> None:
    made, _, values = planted(0.5)
    sparse = values.values.copy()
    sparse[5:, 1] = np.nan
    here = prepare(made.data, made.context)
    found = associate(here, None, LeverValues(values.levers, sparse), made.context.district)
    assert np.isnan(found[1].found.coefficient)
    assert found[1].words.startswith("Not known")
    assert found[0].share > 0.9


def test_the_bounds_are_those_of_the_papers() -> None:
    """By hand: q²/((2t-1)p); C(.75, 50) = 1/(2 (.5 - .01)) and C(.9, 50) = 4 (.1 + .01)/1.02."""
    assert error_bound(100, 10, 0.9) == pytest.approx(100 / (0.8 * 100))
    assert error_bound_unimodal(100, 10, 0.75, 50) == pytest.approx(1 / (2 * 0.49))
    assert error_bound_unimodal(100, 10, 0.9, 50) == pytest.approx(4 * 0.11 / 1.02)
    assert error_bound_unimodal(100, 10, 0.9, 50) < error_bound(100, 10, 0.9)
    with pytest.raises(EstimateError, match="threshold"):
        error_bound(10, 2, 0.5)
    with pytest.raises(EstimateError, match="cannot be chosen"):
        error_bound(3, 4, 0.9)


def test_noise_is_selected_no_more_often_than_the_bound_says() -> None:
    rng = np.random.default_rng(0)
    wrong = []
    for seed in range(20):
        x, y = rng.normal(size=(240, 12)), rng.normal(size=240)
        found = stability_selection(
            y, x, weights=np.ones(240), groups=np.arange(240) % 24, take=2, pairs=15, seed=seed
        )
        wrong.append(int(found.selected.sum()))
    assert np.mean(wrong) <= error_bound(12, 2, 0.75)
    with pytest.raises(EstimateError, match="groups"):
        stability_selection(y, x, weights=np.ones(240), groups=np.arange(240) % 3)


@pytest.mark.parametrize(
    "name", ["age_65_plus", "ethnic_mix", "religion", "born_abroad_migration", "sex_ratio"]
)
def test_no_protected_characteristic_is_a_lever(name: str) -> None:
    assert is_protected(name)
    text = f'[[lever]]\nname = "{name}"\ntitle = "x"\nrole = "assets"\nsign = 1\n'
    with pytest.raises(SchemaError, match="protected"):
        parse_levers(text)
    assert not is_own_lever(f"{name} asset")


def test_context_is_no_lever_and_own_tables_are_taken_by_name() -> None:
    text = '[[lever]]\nname = "density"\ntitle = "x"\nrole = "assets"\nsign = 1\n'
    with pytest.raises(SchemaError, match="context"):
        parse_levers(text)
    with pytest.raises(SchemaError, match="does not fit"):
        parse_levers(text.replace("assets", "magic"))
    assert is_own_lever("Street lights mended")
    assert is_own_lever("Volunteers")
    assert not is_own_lever("Ambulance calls")
    assert not any(is_protected(lever.name) for lever in levers())


def test_the_build_keeps_levers_and_the_reasons_of_the_unmatched(demo_workspace: Path) -> None:
    from hedgerow.workspace import open_workspace

    lake = open_workspace(demo_workspace).lake
    found = lake.read("contrast_lever").to_pylist()
    assert found
    assert all(row["lower"] <= row["estimate"] <= row["upper"] for row in found if row["estimate"])
    low = lake.query(
        "SELECT family, lsoa21 FROM contrast WHERE own = 'low' AND artefact IS NULL AND silence <> 'possible'"
    ).to_pylist()
    matched = {(r["family"], r["lsoa21"]) for r in lake.read("contrast_twin").to_pylist()}
    listed = {(r["family"], r["lsoa21"]) for r in lake.read("contrast_unmatched").to_pylist()}
    assert not matched & listed
    assert {(row["family"], row["lsoa21"]) for row in low} == matched | listed
