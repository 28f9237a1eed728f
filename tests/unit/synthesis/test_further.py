"""Further answers from the command line: the same figures as the library's, and refusals that say why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hedgerow.cli.main import run

ROWS = "study,year,kind,site,yi,vi\n" + "".join(
    f"S{n},{1990 + (7 * n) % 12},{'ab'[n % 2]},{n // 2},{(5 * n % 9 + 1) / 12},{(n % 4 + 2) / 90}\n"
    for n in range(12)
)


def asked(capsys: Any, path: Path, *more: str) -> dict[str, Any]:
    code = run(["evidence", "synthesise", str(path), *more, "--json"])
    out = capsys.readouterr()
    assert code == 0, out.err
    answer: dict[str, Any] = json.loads(out.out)
    return answer


@pytest.fixture
def effects(tmp_path: Path) -> Path:
    path = tmp_path / "effects.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_further_answers_fit_the_first(effects: Path, capsys: Any) -> None:
    names = ("methods", "leave-one-out", "cumulative", "influence", "bias", "subgroups=kind", "rve=site")
    got = asked(capsys, effects, "--test", "z", *(part for name in names for part in ("--also", name)))
    also = got["also"]
    assert [len(also[name]) for name in ("leave_one_out", "cumulative", "influence")] == [12, 12, 12]
    assert also["cumulative"][-1]["estimate"] == pytest.approx(got["estimate"])
    assert next(one for one in also["methods"] if one["code"] == "REML")["ci"] == pytest.approx(got["ci"])
    assert [(one["name"], one["k"]) for one in also["subgroups"]["groups"]] == [("a", 6), ("b", 6)]
    assert sum(one["hat"] for one in also["influence"]) == pytest.approx(1)
    assert 0 <= also["bias"]["egger"]["p_value"] <= 1
    assert also["rve"]["CORR"]["df"] <= 5
    code = run(["evidence", "synthesise", str(effects), "--also", "bias", "--also", "subgroups=kind"])
    words = capsys.readouterr().out
    assert code == 0
    assert "Begg" in words
    assert "q_between" in words


def test_moderators_are_tested_together_with_clusters_too(effects: Path, capsys: Any) -> None:
    got = asked(capsys, effects, "--mods", "year,kind", "--cluster", "site", "--test", "z")
    assert got["qm_df"] == 2
    assert 0 < got["qm_p"] < 1
    assert got["robust_joint"]["df_num"] == 2
    permuted = asked(capsys, effects, "--mods", "year", "--also", "permutation")["also"]["permutation"]
    assert permuted["p_value"]["year"] == permuted["qm_p"]


def test_a_p_too_small_to_print_is_not_nought(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "t.csv"
    rows = "".join(f"S{n},{n // 2},{9 + n % 3},0.01\n" for n in range(60))
    path.write_text(f"study,site,yi,vi\n{rows}", encoding="utf-8")
    said = asked(capsys, path, "--cluster", "site")["summary"]
    assert "p is below 0.0001." in said


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--also", "magic"), "no further answer"),
        (("--also", "permutation"), "no moderator to permute"),
        (("--also", "subgroups=nothing"), "no column"),
        (("--also", "rve"), "clusters are not named"),
        (("--mods", "year", "--also", "influence"), "with moderators or clusters"),
    ],
)
def test_what_cannot_be_had_is_said(effects: Path, capsys: Any, more: tuple[str, ...], words: str) -> None:
    assert run(["evidence", "synthesise", str(effects), *more]) != 0
    assert words in capsys.readouterr().err.replace("\n", " ")


@pytest.mark.real_data
def test_the_published_looks_at_58_trials(shared: Path, capsys: Any) -> None:
    path = shared / "data" / "evidence" / "meta" / "landenberger2005_es.csv"
    got = asked(capsys, path, "--yi", "yi", "--vi", "vi", "--also", "bias")
    bias = got["also"]["bias"]
    assert (bias["egger_lm"]["statistic"], bias["egger_lm"]["df"]) == pytest.approx((2.0402, 56), abs=1e-4)
    assert (bias["trim_and_fill"]["added"], bias["trim_and_fill"]["side"]) == (16, "left")
    assert bias["trim_and_fill"]["estimate"] == pytest.approx(0.258364, rel=1e-4)
    assert bias["selection"]["estimate"] == pytest.approx(0.501206, rel=1e-4)
    assert bias["selection"]["lrt_p"] == pytest.approx(0.255, abs=1e-3)


@pytest.mark.real_data
def test_the_published_tests_of_a_moderator_with_clusters(shared: Path, capsys: Any) -> None:
    path = shared / "data" / "evidence" / "meta" / "knapp2017.csv"
    more = ("--yi", "yi", "--vi", "vi", "--cluster", "study", "--mods", "difficulty", "--test", "z")
    told = json.loads((shared / "reference" / "evidence" / "metafor_more.json").read_text("utf-8"))
    pinned, got = told["knapp2017"]["ml3_mod_difficulty"], asked(capsys, path, *more)
    assert (got["qm"], got["qm_p"]) == pytest.approx((pinned["fit"]["QM"], pinned["fit"]["QMp"]), rel=1e-5)
    assert got["robust_joint"]["p_value"] == pytest.approx(pinned["CR2"]["pval"][1], rel=1e-5)
