"""A nation whose context is another's is fitted apart; gates speak where nothing can be expected."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contrast_worlds import World, with_artefact, world
from hedgerow.places.contrast import ContrastData, ContrastOptions, ContrastResult, contrast, screened
from hedgerow.places.contrast.artefact import FEW_MONTHS
from hedgerow.places.contrast.families import over_families
from hedgerow.places.contrast.words import Place, finding

QUICK = ContrastOptions(null_runs=2)


def two_nations(made: World, welsh: int, *, artefact: int | None = None) -> World:
    """The last places are in Wales, where the first variable of context is not held."""
    context, n = made.context, len(made.context.areas)
    codes = tuple(f"{'W' if n - row <= welsh else 'E'}{row:08d}" for row in range(n))
    here = np.array([code.startswith("W") for code in codes])
    values = context.values.copy()
    values[here, 0] = np.nan
    spare = {"households_deprived": context.values[:, 0]}
    force = np.where(here, "Wales", context.force)
    moved = replace(made, context=replace(context, areas=codes, values=values, spare=spare, force=force))
    return moved if artefact is None else with_artefact(moved, artefact, "most records are on one point")


def england(made: World, welsh: int) -> ContrastResult:
    """The same places without those of Wales."""
    moved = two_nations(made, welsh)
    rows = np.arange(len(moved.context.areas) - welsh)
    context = replace(
        moved.context,
        **{
            name: getattr(moved.context, name)[: len(rows)]
            for name in ("areas", "exposure", "values", "force", "urban", "district", "artefact")
        },
        spare={},
    )
    return contrast(
        ContrastData("all_crime", made.data.months, made.data.cells[rows]), context, options=QUICK
    )


@pytest.fixture(scope="module")
def made() -> World:
    return world(seed=41, deviants=20, areas=900)


def test_wales_is_answered_by_what_it_has_and_england_as_before(made: World) -> None:
    moved = two_nations(made, 300)
    result = contrast(moved.data, moved.context, options=QUICK)
    welsh = np.arange(900) >= 600
    alone = england(made, 300)
    assert result.estimate[~welsh] == pytest.approx(alone.estimate, nan_ok=True)
    assert result.verdict[~welsh].tolist() == alone.verdict.tolist()
    assert result.answers.q_low[~welsh] == pytest.approx(alone.answers.q_low)
    assert "not_known" not in set(result.verdict[welsh])
    planted = [row for row in made.low if row >= 600]
    assert np.mean(result.verdict[planted] == "zero_output") >= 0.8
    words = result.tidy().column("fitted_apart").to_pylist()
    assert set(words[:600]) == {None}
    assert set(words[600:]) == {"fitted apart: its index of deprivation is not England’s"}
    said = next(check for check in result.checks if check.name == "fitted apart").text
    assert "Wales: 300 places are fitted apart" in said
    assert "households_deprived" in said
    assert "Wales (300 places) is fitted apart" in result.summary()


def test_twins_of_a_nation_are_of_that_nation(made: World) -> None:
    moved = two_nations(made, 450)
    result = contrast(moved.data, moved.context, options=QUICK)
    (_, ours, main), (title, theirs, apart) = result.matched()
    assert title == "Wales"
    assert {ours[row][0] for row in (*main.low, *main.twin)} <= {"E"}
    assert {theirs[row][0] for row in (*apart.low, *apart.twin)} <= {"W"}


def test_too_few_places_of_a_nation_stay_not_known_with_the_reason(made: World) -> None:
    moved = two_nations(made, 40)
    result = contrast(moved.data, moved.context, options=QUICK)
    assert set(result.verdict[860:]) == {"not_known"}
    words = str(result.tidy().column("fitted_apart").to_pylist()[-1])
    assert "40 places are too few" in words
    assert "not England’s" in finding(Place("not_known", "not_known", None, "none", False, 24, None, words))


def test_a_region_of_wales_alone_is_fitted_by_itself(made: World) -> None:
    moved = two_nations(made, 900)
    result = contrast(moved.data, moved.context, options=QUICK)
    assert "not_known" not in set(result.verdict)
    assert len(result.apart) == 1
    assert len(result.matched()) == 1


def test_the_gate_speaks_where_context_is_missing_and_not_where_months_are(made: World) -> None:
    moved = two_nations(made, 40, artefact=880)
    result = contrast(moved.data, moved.context, options=QUICK)
    assert result.verdict[880] == "artefact"
    assert result.artefact[880] == "most records are on one point"
    cells = made.data.cells.copy()
    cells[880, 3:] = np.nan
    masked = contrast(replace(moved.data, cells=cells), moved.context, options=QUICK)
    assert masked.verdict[880] == "not_known"
    few = with_artefact(two_nations(made, 40), 881, FEW_MONTHS)
    assert contrast(few.data, few.context, options=QUICK).verdict[881] == "not_known"


def test_almost_nothing_is_seen_in_a_nation_of_its_own(made: World) -> None:
    cells = made.data.cells.copy()
    cells[700] = 0
    cells[700, 0] = 1
    moved = two_nations(made, 300)
    context = screened(replace(moved.data, cells=cells), moved.context)
    assert "almost nothing" in str(context.artefact[700])
    assert sum(reason is not None for reason in context.artefact) == 1


def test_families_are_asked_nation_by_nation() -> None:
    p = [np.array([0.001, 0.5, 0.01]), np.array([0.02, np.nan, 0.9])]
    nation = np.array(["", "", "Wales"])
    found = over_families(p, nation)
    alone = over_families([part[:2] for part in p])
    assert np.concatenate([part[:2] for part in found]) == pytest.approx(np.concatenate(alone), nan_ok=True)
    assert found[0][2] == pytest.approx(0.02)
