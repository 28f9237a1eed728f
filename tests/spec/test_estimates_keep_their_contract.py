"""Every estimate offers the same six things and keeps the same promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from contrast_worlds import world
from hedgerow.errors import EstimateError
from hedgerow.evidence.synthesis import SynthesisData, SynthesisDesign, SynthesisOptions, synthesise
from hedgerow.places.contrast import ContrastData, ContrastOptions, contrast
from hedgerow.places.index import IndexData, IndexDesign, IndexOptions, Part, score

PARTS = (Part("income", "money", 1, 0.5), Part("health", "body", 1, 0.3), Part("calm", "home", -1, 0.2))


def an_index(turn: np.ndarray | None = None) -> tuple[Any, Any, Any]:
    values = np.random.default_rng(1).normal(size=(120, 3))
    codes = tuple(f"E{number:08d}" for number in range(120))
    rows = np.arange(120) if turn is None else turn[turn < 120]
    data = IndexData(tuple(codes[row] for row in rows), values[rows])
    return data, IndexDesign("need", PARTS), IndexOptions(samples=8)


def a_contrast(turn: np.ndarray | None = None) -> tuple[Any, Any, Any]:
    made = world(seed=3, areas=400, deviants=8)
    rows = np.arange(400) if turn is None else turn
    context = replace(
        made.context,
        areas=tuple(made.context.areas[row] for row in rows),
        artefact=tuple(made.context.artefact[row] for row in rows),
        **{
            name: getattr(made.context, name)[rows]
            for name in ("exposure", "values", "force", "urban", "district")
        },
    )
    return replace(made.data, cells=made.data.cells[rows]), context, ContrastOptions(null_runs=2)


def a_synthesis(turn: np.ndarray | None = None) -> tuple[Any, Any, Any]:
    chance = np.random.default_rng(5)
    v = chance.uniform(0.02, 0.1, 30)
    y = chance.normal(0.3, np.sqrt(v + 0.05))
    rows = np.arange(30) if turn is None else turn[turn < 30]
    data = SynthesisData(tuple(f"study {row}" for row in rows), y[rows], v[rows])
    return data, SynthesisDesign(), SynthesisOptions(level=0.9)


PLACES = [pytest.param(score, an_index, id="index"), pytest.param(contrast, a_contrast, id="contrast")]
CASES = [*PLACES, pytest.param(synthesise, a_synthesis, id="synthesis")]


@pytest.mark.parametrize(("method", "made"), CASES)
def test_it_offers_the_six_things(method: Callable[..., Any], made: Callable[..., Any]) -> None:
    data, design, options = made()
    result = method(data, design, options=options)
    lower, upper = result.interval
    known = ~np.isnan(result.estimate)
    assert np.all(lower[known] <= result.estimate[known])
    assert np.all(result.estimate[known] <= upper[known])
    assert all(check.text and check.passed in (True, False, None) for check in result.checks)
    assert str(int(known.sum())) in result.summary()
    assert "90 %" in result.summary()
    json.dumps(result.tidy().to_pylist(), allow_nan=False)
    json.dumps(result.provenance, default=str)


@pytest.mark.parametrize(("method", "made"), CASES)
def test_same_seed_same_answer_and_input_untouched(
    method: Callable[..., Any], made: Callable[..., Any]
) -> None:
    data, design, options = made()
    first = method(data, design, options=options).tidy()
    assert method(data, design, options=options).tidy().equals(first)
    again = made()[0]
    for name, value in vars(data).items():
        if isinstance(value, np.ndarray):
            assert np.array_equal(value, getattr(again, name), equal_nan=True)


@pytest.mark.parametrize(("method", "made"), PLACES)
def test_order_of_places_does_not_matter(method: Callable[..., Any], made: Callable[..., Any]) -> None:
    turn = np.random.default_rng(9).permutation(400)
    plain = method(*made()[:2], options=made()[2])
    turned = method(*made(turn)[:2], options=made()[2])
    one = dict(zip(plain.areas, plain.estimate, strict=True))
    other = dict(zip(turned.areas, turned.estimate, strict=True))
    assert {code: other[code] for code in one} == pytest.approx(one, rel=1e-6)
    first, second = (
        {row["lsoa21"]: row.get("verdict", row.get("rank")) for row in result.tidy().to_pylist()}
        for result in (plain, turned)
    )
    assert first == second


def test_order_of_studies_does_not_matter() -> None:
    turn = np.random.default_rng(9).permutation(400)
    plain = synthesise(*a_synthesis()[:2], options=a_synthesis()[2])
    turned = synthesise(*a_synthesis(turn)[:2], options=a_synthesis()[2])
    assert turned.estimate == pytest.approx(plain.estimate, rel=1e-9)
    assert turned.interval[0] == pytest.approx(plain.interval[0], rel=1e-9)


def test_one_study_is_refused_in_words() -> None:
    data, design, _ = a_synthesis()
    with pytest.raises(EstimateError, match="1 study"):
        synthesise(SynthesisData(data.studies[:1], data.y[:1], data.v[:1]), design)


def test_one_place_or_one_period_is_refused_in_words() -> None:
    data, design, _ = an_index()
    with pytest.raises(EstimateError, match="1 area"):
        score(IndexData(data.areas[:1], data.values[:1]), design)
    data, context, _ = a_contrast()
    with pytest.raises(EstimateError, match="1 month"):
        contrast(ContrastData("all_crime", data.months[:1], data.cells[:, :1]), context)
