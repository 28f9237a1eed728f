"""Propensity scores, nearest pairs and balance against MatchIt 4.5.1 on the data of LaLonde."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from hedgerow.stats.propensity import balance_of, nearest_pairs, propensity

pytestmark = pytest.mark.real_data
PLAIN = ("age", "educ", "married", "nodegree", "re74", "re75")


@pytest.fixture
def folder(shared: Path) -> Path:
    return shared / "reference" / "places" / "matching"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def lalonde(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    held = rows(folder / "lalonde.csv")
    treated = np.array([row["treat"] == "1" for row in held])
    races = [[row["race"] == race for race in ("hispan", "white")] for row in held]
    plain = [[float(row[name]) for name in PLAIN] for row in held]
    return treated, np.column_stack([np.array(plain), np.array(races, dtype=float)])


def test_scores_pairs_and_balance_are_those_of_matchit(folder: Path, shared: Path) -> None:
    treated, covariates = lalonde(folder)
    score = propensity(treated, covariates).score
    expected = np.array([float(row["ps"]) for row in rows(folder / "lalonde_matchit_ref.csv")])
    assert np.abs(score - expected).max() < 1e-8
    pairs, _ = nearest_pairs(score, treated, side="below")
    entries = json.loads((shared / "reference/places/expected_values.json").read_text("utf-8"))
    entries = entries if isinstance(entries, list) else entries["values"]
    figures = next(
        entry["value"]
        for entry in entries
        if "185" in str(entry["value"]) and entry["capability"] == "matching"
    )
    assert len(pairs) == figures["matched"] == 185
    assert len(set(pairs[:, 1].tolist())) == 185
    kept = np.zeros(len(treated), dtype=bool)
    kept[pairs.ravel()] = True
    assert int((~kept & ~treated).sum()) == figures["unmatched_controls"]
    after = balance_of(score, treated, kept=kept)
    assert after.control == pytest.approx(figures["matched_control_mean_distance"], abs=1e-6)
    assert after.difference == pytest.approx(figures["distance_smd_matched"], abs=1e-6)


def test_every_row_of_the_balance_before_and_the_score_after(folder: Path) -> None:
    treated, covariates = lalonde(folder)
    score = propensity(treated, covariates).score
    values = {"distance": score, **dict(zip(PLAIN, covariates.T, strict=False))}
    pairs, _ = nearest_pairs(score, treated, side="below")
    kept = np.zeros(len(treated), dtype=bool)
    kept[pairs.ravel()] = True
    seen = 0
    for row in rows(folder / "lalonde_balance.csv"):
        name, all_of_them = row["variable"], row["stage"] == "all"
        if name not in values or not (all_of_them or name == "distance"):
            continue
        found = balance_of(values[name], treated, kept=None if all_of_them else kept)
        assert found.treated == pytest.approx(float(row["Means.Treated"]), abs=1e-6)
        assert found.control == pytest.approx(float(row["Means.Control"]), abs=1e-6)
        assert found.difference == pytest.approx(float(row["Std..Mean.Diff."]), abs=1e-6)
        if row["Var..Ratio"] != "NA":
            assert found.variance_ratio == pytest.approx(float(row["Var..Ratio"]), abs=1e-6)
        assert found.ecdf_mean == pytest.approx(float(row["eCDF.Mean"]), abs=1e-6), name
        seen += 1
    assert seen >= 8


def test_the_nearest_on_either_side_are_nearer_than_those_of_matchit(folder: Path) -> None:
    """MatchIt took no control above its treated unit; for six a nearer one was left free."""
    treated, covariates = lalonde(folder)
    score = propensity(treated, covariates).score
    pairs, gaps = nearest_pairs(score, treated)
    _, below = nearest_pairs(score, treated, side="below")
    assert len(pairs) == 185
    assert gaps.sum() < below.sum()
    outcome = np.array([float(row["re78"]) for row in rows(folder / "lalonde.csv")])
    ties = outcome[pairs[:, 0]].mean() - outcome[pairs[:, 1]].mean()
    assert ties == pytest.approx(894.3675, abs=1e-3)  # the tie rule of the earlier row, as documented
