"""A synthesis as a person meets it: what is refused, what is checked, what it says."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hedgerow.cli.main import run
from hedgerow.errors import EstimateError, RecordError, UsageError
from hedgerow.evidence.shipped import effect_rows
from hedgerow.evidence.synthesis import (
    EffectColumns,
    SynthesisData,
    SynthesisDesign,
    SynthesisOptions,
    pool_library,
    read_effects,
    synthesise,
)
from hedgerow.stats.meta import pool


def some(k: int = 12, seed: int = 1) -> SynthesisData:
    chance = np.random.default_rng(seed)
    v = chance.uniform(0.02, 0.1, k)
    names = tuple(f"Study {number}" for number in range(k))
    return SynthesisData(names, chance.normal(0.5, np.sqrt(v + 0.05)), v, signs=("less crime",) * k)


def table(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def lines(k: int = 6) -> list[dict[str, object]]:
    return [
        {"study": f"S{n}", "d": 0.1 * n, "var": 0.05 + 0.01 * n, "kind": "ab"[n % 2], "place": n // 2}
        for n in range(k)
    ]


def test_it_is_the_pool_with_its_checks() -> None:
    data = some()
    found, plain = synthesise(data), pool(data.y, data.v)
    assert found.estimate == pytest.approx(plain.beta)
    assert (found.tau2, found.q) == pytest.approx((plain.tau2, plain.q))
    assert {check.name for check in found.checks} - {"not_too_narrow"} == {
        "enough_studies",
        "one_study",
        "small_studies",
        "elsewhere",
        "nothing_left_out",
    }


def test_order_of_rows_does_not_matter() -> None:
    data = some()
    turn = np.random.default_rng(2).permutation(12)
    turned = replace(data, studies=tuple(data.studies[row] for row in turn), y=data.y[turn], v=data.v[turn])
    one, other = synthesise(data).as_dict(), synthesise(turned).as_dict()
    for name in ("estimate", "se", "ci", "tau2", "i2", "q", "prediction_interval"):
        assert one[name] == pytest.approx(other[name], rel=1e-9), name


def test_missing_rows_are_left_out_by_name_and_never_nought() -> None:
    data = some()
    data.y[3] = np.nan
    found = synthesise(data)
    assert (found.k, found.left_out) == (11, ("Study 3",))
    check = next(check for check in found.checks if check.name == "nothing_left_out")
    assert check.passed is False
    assert "“Study 3”" in check.text
    assert "“Study 3”" in found.summary()


def test_few_studies_are_fragile() -> None:
    found = synthesise(some(3))
    assert "fragile: 3 studies, 2 degrees of freedom" in found.summary()


def test_one_study_that_decides_is_named() -> None:
    y, v = np.array([0.9, 0.05, 0.1, -0.02]), np.array([0.01, 0.2, 0.2, 0.2])
    found = synthesise(SynthesisData(("big", "b", "c", "d"), y, v), SynthesisDesign("EE", "z"))
    check = next(check for check in found.checks if check.name == "one_study")
    assert (check.passed, "“big”" in check.text) == (False, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"signs": ("less crime",) * 11 + ("more crime",)}, "2 kinds of sign convention.*“Study 11”"),
        ({"signs": ("less crime",) * 11 + ("",)}, "sign convention of “Study 11” is not given"),
        ({"measures": ("OR",) * 11 + ("RR",)}, "2 kinds of measure"),
        ({"bounds": ("ci95",) * 10 + ("range", "iqr")}, "“Study 10”, “Study 11” are not 95 %"),
        ({"v": np.r_[np.ones(10), 0.0, -1.0]}, "variance of “Study 10”, “Study 11” is not above zero"),
        ({"y": np.r_[1.0, np.full(11, np.nan)]}, "1 study cannot be pooled"),
        ({"cluster": ("one",) * 12}, "1 cluster"),
    ],
)
def test_what_may_not_be_pooled_is_refused_by_name(change: dict[str, Any], words: str) -> None:
    with pytest.raises(EstimateError, match=words):
        synthesise(replace(some(), **change))


def test_the_design_is_checked() -> None:
    with pytest.raises(UsageError, match="no method “DL” with clusters"):
        synthesise(replace(some(), cluster=tuple("aabbccddeeff")), SynthesisDesign("DL"))
    with pytest.raises(UsageError, match="without clusters"):
        synthesise(replace(some(), nested=tuple("aabbccddeeff")))
    with pytest.raises(UsageError, match="no test"):
        synthesise(some(), SynthesisDesign(test="chi"))


def test_clusters_give_two_variances_and_robust_errors() -> None:
    data = replace(some(), cluster=tuple("aabbccddeeff"))
    found = synthesise(data)
    assert (found.clusters, found.test, found.df) == (6, "t", 5)
    assert found.sigma2 is not None
    assert found.tau2 == pytest.approx(sum(found.sigma2))
    assert found.robust is not None
    assert "robust to clusters (CR2)" in found.summary()
    assert "robust_df" in found.tidy().column_names


def test_the_librarys_own_rows_are_pooled_only_by_its_rules() -> None:
    rows = {str(row["effect_id"]): row for row in effect_rows()}
    ready = [row for row in rows.values() if row["poolable"]]
    risks = [row for row in ready if row["measure"] in ("risk_ratio", "relative_risk")]
    data = pool_library(risks)
    assert data.y == pytest.approx(np.log([float(str(row["estimate"])) for row in risks]))
    assert synthesise(data).k == len(risks)
    with pytest.raises(EstimateError, match="kinds of"):
        pool_library([row for row in ready if row["measure"] in ("odds_ratio", "risk_ratio")])
    unbound = [row for row in rows.values() if row["estimate"] is not None and row["ci_low"] is None]
    with pytest.raises(EstimateError, match=str(unbound[0]["effect_id"])):
        pool_library([*risks, unbound[0]])
    ranged = [row for row in rows.values() if row["bounds_type"] == "range" and row["estimate"] is not None]
    for row in ranged:
        with pytest.raises(EstimateError):
            pool_library([row, row])
    secondary = replace_row(risks[0], verified="secondary")
    with pytest.raises(EstimateError, match="second hand"):
        pool_library([*risks, secondary])


def replace_row(row: Any, **change: object) -> dict[str, object]:
    return {**row, **change}


def test_a_file_is_read_with_words_as_moderators(tmp_path: Path) -> None:
    rows = lines()
    rows[2]["kind"] = "NA"
    read = read_effects(table(tmp_path / "e.csv", rows), EffectColumns("d", "var", ("kind", "place")))
    assert read.moderators == ("kind: b", "place")
    assert np.isnan(read.data.moderators[2, 0])
    assert read.data.studies == ("S0", "S1", "S2", "S3", "S4", "S5")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column “d”"),
        ("study,d\nA,1\n", "no column “var”"),
        ("study,d,var\n", "no column|holds no effect"),
        ("study,d,var\nA,1,2\nB,1\n", "number of cells in line 3"),
        ("study,d,var,d\nA,1,2,3\n", "two columns “d”"),
        ("study,d,var\nA,1,2\nB,big,1\n", "“big” in line 3"),
    ],
)
def test_a_bad_file_is_refused_by_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "e.csv").write_text(text, "utf-8")
    with pytest.raises(RecordError, match=words):
        read_effects(tmp_path / "e.csv", EffectColumns("d", "var"))
    with pytest.raises(RecordError, match="cannot be opened"):
        read_effects(tmp_path / "none.csv", EffectColumns("d", "var"))


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = run(["evidence", "synthesise", *words])
    out, err = capsys.readouterr()
    return status, out, err


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(table(tmp_path / "e.csv", lines()))
    status, out, _ = told(capsys, file, "--yi", "d", "--vi", "var", "--method", "reml", "--json")
    got = json.loads(out)
    wanted = pool([0.1 * n for n in range(6)], [0.05 + 0.01 * n for n in range(6)])
    assert status == 0
    assert (got["estimate"], got["se"], got["k"]) == pytest.approx((wanted.beta[0], wanted.se[0], 6))
    assert {"ci", "prediction_interval", "tau2", "i2", "q"} <= set(got)
    status, out, _ = told(capsys, file, "--yi", "d", "--vi", "var", "--mods", "kind", "--where", "place=9")
    assert status == 3
    status, out, _ = told(capsys, file, "--yi", "d", "--vi", "var", "--mods", "kind")
    assert (status, "kind: b" in out) == (0, True)
    status, out, _ = told(capsys, file, "--yi", "d", "--vi", "var", "--cluster", "place", "--json")
    assert (status, json.loads(out)["clusters"]) == (0, 3)
    status, _, err = told(capsys, file, "--yi", "d", "--vi", "var", "--where", "place", "--json")
    assert (status, "COLUMN=VALUE" in err) == (2, True)


def test_options_reach_the_intervals() -> None:
    data = some()
    wide, narrow = synthesise(data), synthesise(data, options=SynthesisOptions(level=0.8))
    assert wide.interval[0][0] < narrow.interval[0][0]
    assert "80 %" in narrow.summary()
    higgins = synthesise(data, SynthesisDesign(test="z"), options=SynthesisOptions(higgins=True))
    assert higgins.prediction_interval != synthesise(data, SynthesisDesign(test="z")).prediction_interval
