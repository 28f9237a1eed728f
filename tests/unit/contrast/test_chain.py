"""The chain on worlds whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contrast_worlds import MONTHS, with_artefact, with_signal, world
from hedgerow.errors import EstimateError
from hedgerow.places.contrast import ContrastData, ContrastOptions, contrast
from hedgerow.places.contrast.expected import design_matrix, design_of

QUICK = ContrastOptions(null_runs=2)


def test_planted_deviants_are_found_and_few_others_are_flagged() -> None:
    """Ratios .3 and 3 where much is expected: power at least .9, realised false discovery at most .05."""
    found = false = 0
    for seed in range(4):
        made = world(seed=seed, deviants=15)
        verdict = contrast(made.data, made.context, options=QUICK).verdict
        zero, more = (
            set(np.flatnonzero(verdict == "zero_output")),
            set(np.flatnonzero(verdict == "super_output")),
        )
        found += len(zero & set(made.low)) + len(more & set(made.high))
        false += len(zero - set(made.low)) + len(more - set(made.high))
    assert found >= 0.9 * 4 * 30
    assert false <= 0.05 * (found + false)


@pytest.mark.parametrize("alpha", [0.03, 0.23])
def test_worlds_without_deviants_flag_no_more_than_the_nominal_share(alpha: float) -> None:
    shares = []
    for seed in range(6):
        made = world(seed=100 + seed, alpha=alpha)
        verdict = contrast(made.data, made.context, options=QUICK).verdict
        shares.append(np.isin(verdict, ("zero_output", "super_output")).mean())
    assert np.mean(shares) <= 0.005
    assert np.mean(np.array(shares) > 0) <= 0.5


def test_where_little_is_expected_the_answer_is_cannot_tell_and_never_low() -> None:
    made = world(seed=7, per_month=0.06, deviants=15)
    result = contrast(made.data, made.context, options=QUICK)
    few = result.expected.mean < 1.5
    assert few.sum() > 300
    assert set(result.verdict[few]) <= {"cannot_tell", "super_output"}
    assert not np.any(result.answers.own[few] == "low")
    assert not result.resolvable[0][few].any()


def test_the_more_is_expected_the_larger_the_ratio_that_could_be_told() -> None:
    made = world(seed=9, alpha=0.05)
    result = contrast(made.data, made.context, options=QUICK)
    order = np.argsort(result.expected.mean)
    own = result.detectable[0][order]
    assert np.all(np.diff(own[~np.isnan(own)]) >= -1e-9)
    assert np.nanmax(own) < QUICK.low


def test_truly_low_but_not_unusual_is_a_lead_and_not_a_finding() -> None:
    """With wide unexplained spread, half of expected is never in the tail (places guide, section 5)."""
    made = world(seed=11, alpha=0.3)
    result = contrast(made.data, made.context, options=QUICK)
    leads = (result.answers.own == "low") & (result.verdict == "cannot_tell")
    assert leads.sum() > 20
    assert np.count_nonzero(result.verdict == "zero_output") <= 1
    assert np.nanmax(result.detectable[1]) < 0.5


def test_a_planted_artefact_is_caught_and_does_not_shape_the_model() -> None:
    made = world(seed=12, deviants=10)
    row = int(made.low[0])
    clean = contrast(made.data, made.context, options=QUICK)
    assert clean.verdict[row] == "zero_output"
    result = contrast(*_pair(with_artefact(made, row, "planted")), options=QUICK)
    assert result.verdict[row] == "artefact"
    assert result.artefact[row] == "planted"
    assert len(result.expected.fit.expected) == len(result.areas) - 1


def test_almost_nothing_where_the_context_gives_many_is_an_artefact() -> None:
    made = world(seed=13)
    cells = made.data.cells.copy()
    cells[5] = 0
    cells[5, 0] = 1
    result = contrast(replace(made.data, cells=cells), made.context, options=QUICK)
    assert result.verdict[5] == "artefact"
    assert "almost nothing" in str(result.artefact[5])


def test_low_crime_that_another_source_contradicts_is_off_the_list() -> None:
    made = world(seed=14, deviants=10)
    loud = int(made.low[3])
    crime = made.data.cells.sum(axis=1)
    calls = np.random.default_rng(1).poisson(0.3 * crime).astype(float)
    calls[loud] = round(0.3 * crime[loud] / 0.3)  # as many calls as its context gives
    result = contrast(*_pair(with_signal(made, calls)), options=QUICK)
    assert result.silence[loud] == "possible"
    assert result.verdict[loud] == "cannot_tell"
    assert result.answers.own[loud] == "low"
    quiet = [row for row in made.low if row != loud]
    assert set(result.silence[quiet]) == {"none"}
    assert set(result.verdict[quiet]) == {"zero_output"}
    assert loud not in set(result.twins.low)


def test_without_another_source_silence_is_not_testable_and_never_passed() -> None:
    made = world(seed=14, deviants=10)
    result = contrast(made.data, made.context, options=QUICK)
    assert set(result.silence) == {"not_testable"}
    assert next(check for check in result.checks if check.name == "silence").passed is None


def test_a_force_without_data_is_not_known_and_has_no_numbers() -> None:
    made = world(seed=15)
    cells = made.data.cells.copy()
    gone = made.context.force == "two"
    cells[gone] = np.nan
    result = contrast(replace(made.data, cells=cells), made.context, options=QUICK)
    assert set(result.verdict[gone]) == {"not_known"}
    assert "not_known" not in set(result.verdict[~gone])
    table = result.tidy().to_pydict()
    for column in ("observed", "expected", "ratio", "p_low", "q_low"):
        assert {table[column][row] for row in np.flatnonzero(gone)} == {None}, column


def test_some_missing_months_change_what_is_expected_and_not_the_ratio() -> None:
    made = world(seed=16, alpha=0.02)
    cells = made.data.cells.copy()
    cells[made.context.force == "two", :8] = np.nan
    full = contrast(made.data, made.context, options=QUICK)
    part = contrast(replace(made.data, cells=cells), made.context, options=QUICK)
    rows = made.context.force == "two"
    assert np.median(part.expected.mean[rows] / full.expected.mean[rows]) == pytest.approx(16 / 24, abs=0.02)
    assert np.median(part.estimate[rows]) == pytest.approx(np.median(full.estimate[rows]), abs=0.03)


def test_true_deviants_persist_and_chance_is_reported_beside_it() -> None:
    made = world(seed=17, deviants=15)
    result = contrast(made.data, made.context, options=QUICK)
    assert np.nanmean(result.persistent[made.low]) >= 0.9
    assert result.figures["low_held"] >= 0.9
    assert result.figures["low_chance"] < 0.05


def test_twins_share_class_are_in_balance_and_record_more() -> None:
    made = world(seed=18, deviants=40)
    result = contrast(made.data, made.context, options=QUICK)
    pairs = result.twins
    assert len(pairs.low) > 100
    assert np.array_equal(made.context.urban[pairs.low], made.context.urban[pairs.twin])
    assert np.all(result.estimate[pairs.twin] >= 1.25)
    per_place = np.unique(pairs.low, return_counts=True)[1]
    assert per_place.min() >= 5
    assert per_place.max() <= 20
    assert np.nanmax(np.abs(pairs.after)) < 0.1
    assert not set(pairs.unmatched) & set(pairs.low)


def test_no_twin_is_farther_than_the_options_allow() -> None:
    made = world(seed=18, deviants=40)
    wide = contrast(made.data, made.context, options=QUICK).twins
    limit = float(np.quantile(wide.distance, 0.8))
    near = contrast(made.data, made.context, options=replace(QUICK, twin_farthest=limit)).twins
    assert wide.distance.max() > limit >= near.distance.max()


def test_neighbours_are_never_twins() -> None:
    made = world(seed=18, deviants=40)
    first = contrast(made.data, made.context, options=QUICK).twins
    pair = np.array([[first.low[0], first.twin[0]], [first.twin[0], first.low[0]]])
    again = contrast(made.data, replace(made.context, neighbours=pair), options=QUICK).twins
    assert (first.low[0], first.twin[0]) not in set(zip(again.low, again.twin, strict=True))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"months": MONTHS[:3]}, "do not have the same places"),
        ({"cells": np.full((800, 24), -1.0)}, "negative"),
    ],
)
def test_counts_that_do_not_fit_are_refused(change: dict[str, object], words: str) -> None:
    made = world(seed=19)
    with pytest.raises(EstimateError, match=words):
        contrast(replace(made.data, **change), made.context)  # type: ignore[arg-type]


def test_one_month_and_one_area_are_refused_with_a_remedy() -> None:
    made = world(seed=19)
    one = ContrastData("all_crime", MONTHS[:1], made.data.cells[:, :1])
    with pytest.raises(EstimateError, match="too few"):
        contrast(one, made.context)
    few = world(seed=19, areas=6)
    with pytest.raises(EstimateError, match="too few"):
        contrast(few.data, few.context)


def test_a_figure_of_strength_may_not_be_context() -> None:
    made = world(seed=19)
    context = replace(made.context, names=("poverty", "cni2023_connectedness", "density"))
    with pytest.raises(EstimateError, match="strength"):
        contrast(made.data, context)


def _pair(made):  # type: ignore[no-untyped-def]
    return made.data, made.context


def test_a_design_is_made_once_and_repeats_are_dropped_all_the_same() -> None:
    made = world(seed=20)
    rows = np.arange(800) < 700
    first = design_of(made.context, rows)
    assert design_of(made.context, rows)[0] is first[0]
    assert first[0] == pytest.approx(design_matrix(made.context, rows)[0])
    assert design_of(made.context, ~rows)[0] is not first[0]
    twice = replace(
        made.context,
        names=(*made.context.names, "twice"),
        values=np.column_stack([made.context.values, 2 * made.context.values[:, 0] + 1]),
    )
    assert first[2] == ()
    assert design_of(twice, rows)[2] == ("twice",)
