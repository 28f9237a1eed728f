"""Rows of any kind are read without help, pooled, and refused by name where they may not be."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from hedgerow.cli.main import run
from hedgerow.errors import EstimateError, HedgerowError, RecordError, UsageError
from hedgerow.evidence.synthesis import PoolOptions, parse_table, pool_rows, read_table
from hedgerow.evidence.synthesis.columns import recognised
from hedgerow.evidence.synthesis.computed import compute
from hedgerow.stats.meta import mantel_haenszel, pool
from hedgerow.stats.meta.effect_sizes import two_by_two
from meta_references import References

COUNTS = "study,event_t,n_t,event_c,n_c\nA,12,40,8,40\nB,30,90,22,88\nC,5,20,6,21\nD,14,60,9,55\n"
CELLS = ([12, 30, 5, 14], [28, 60, 15, 46], [8, 22, 6, 9], [32, 66, 15, 46])


@pytest.mark.parametrize(
    ("heads", "kind", "part"),
    [
        ("ai,bi,ci,di", "tables", {"ai": "ai", "di": "di"}),
        ("ai,n1i,ci,n2i", "tables", {"n1i": "n1i"}),
        ("event_t,n_t,event_c,n_c", "tables", {"ai": "event_t", "n2i": "n_c"}),
        ("events treated,total treated,events control,total control", "tables", {"ci": "events control"}),
        ("tpos,tneg,cpos,cneg", "tables", {"bi": "tneg", "ci": "cpos"}),
        ("n.ctrl.rec,n.ctrl.non,n.cbt.rec,n.cbt.non", "tables", {"ai": "n.cbt.rec", "di": "n.ctrl.non"}),
        ("a,b,c,d", "tables", {"ai": "a", "di": "d"}),
        ("m1i,sd1i,n1i,m2i,sd2i,n2i", "means", {"sd2i": "sd2i"}),
        ("mean_t,sd_t,n_t,mean_c,sd_c,n_c", "means", {"m1i": "mean_t", "n2i": "n_c"}),
        ("x1i,t1i,x2i,t2i", "rates", {}),
        ("treated_before,treated_after,control_before,control_after", "places", {"after1": "treated_after"}),
        ("ri,ni", "correlations", {}),
        ("estimate,ci_low,ci_high", "interval", {"low": "ci_low"}),
        ("smd,se", "error", {"yi": "smd"}),
        ("yi,vi,ai,bi,ci,di", "variance", {}),
        ("d,vi", "variance", {"yi": "d"}),
        ("cases,total", "proportions", {"xi": "cases"}),
        ("ti,n1i,n2i", "t_tests", {}),
        ("m1i,m2i,sd1i,sd2i,ni,ri", "change", {}),
    ],
)
def test_columns_are_recognised(heads: str, kind: str, part: dict[str, str]) -> None:
    found = recognised(["study", *heads.split(",")])[0]
    assert found.kind == kind
    assert part.items() <= found.columns.items()


def test_names_that_say_nothing_are_not_guessed() -> None:
    assert recognised(["study", "c", "one", "two"]) == ()


def test_counts_are_pooled_by_mantel_and_haenszel() -> None:
    found = pool_rows(parse_table("x.csv", COUNTS), PoolOptions("OR", "MH"))
    wanted = mantel_haenszel(*CELLS)
    assert found.synthesis.estimate[0] == pytest.approx(wanted.estimate)
    assert found.synthesis.as_dict()["exponentiated"]["estimate"] == pytest.approx(math.exp(wanted.estimate))  # type: ignore[index]
    assert found.weights.sum() == pytest.approx(100)
    assert found.studies == ("A", "B", "C", "D")
    assert "more of the counted event" in found.synthesis.summary()


def test_counts_are_pooled_as_effects_too() -> None:
    found = pool_rows(parse_table("x.csv", COUNTS), PoolOptions("RR", "DL", "z"))
    effects = two_by_two(*CELLS, measure="RR")
    assert found.synthesis.estimate == pytest.approx(pool(effects.y, effects.v, method="DL", test="z").beta)
    assert found.measure is not None
    assert found.measure.code == "RR"


def test_rows_of_any_origin_are_pooled() -> None:
    rows = [
        {"study": "A", "yi": 0.1, "vi": 0.02},
        {"study": "B", "yi": 0.3, "vi": 0.03},
        {"study": "C", "yi": None, "vi": 1},
    ]
    found = pool_rows(rows, PoolOptions(test="z", positive_means="less crime"))
    assert (found.synthesis.k, found.synthesis.left_out, found.rows) == (2, ("C",), (0, 1))
    assert found.synthesis.positive_means == "less crime"


def test_printed_ratios_with_bounds() -> None:
    text = (
        "study,measure,estimate,ci_low,ci_high,bounds_type\n"
        "A,odds_ratio,1.50,1.20,1.88,ci95\nB,odds_ratio,1.20,0.90,1.60,ci95\n"
    )
    found = pool_rows(parse_table("x.csv", text), PoolOptions(test="z"))
    assert found.y == pytest.approx(np.log([1.5, 1.2]))
    assert found.synthesis.ratio
    turned = pool_rows(parse_table("x.csv", text), PoolOptions(test="z", inverse=True))
    assert turned.synthesis.estimate[0] == pytest.approx(-found.synthesis.estimate[0])
    assert any("turned over" in note for note in turned.synthesis.notes)


def test_a_misprint_is_named() -> None:
    text = "study,measure,estimate,ci_low,ci_high\nA,OR,1.68,1.20,2.36\nB,OR,1.68,0.60,2.36\n"
    made = compute(parse_table("x.csv", text))
    assert made.misprinted == ("“B”",)
    assert any("“B”" in note for note in made.notes)


def test_places_below_one_fell_more() -> None:
    text = (
        "place,treated_before,treated_after,control_before,control_after,dispersion\n"
        "A,100,80,100,100,2\nB,50,45,60,58,\n"
    )
    made = compute(parse_table("x.csv", text))
    assert made.y[0] == pytest.approx(math.log(0.8))
    assert made.v[0] == pytest.approx(2 * (3 / 100 + 1 / 80))
    assert made.v[1] == pytest.approx(1 / 50 + 1 / 45 + 1 / 60 + 1 / 58)
    assert any("older reviews print the inverse" in note for note in made.notes)


def test_clusters_cut_the_arms_to_their_effective_size() -> None:
    text = "study,ai,bi,ci,di,icc,cluster_size,icc_source\nA,20,20,10,30,.05,21,Smith 2010\nB,5,15,5,15,,,\n"
    made = compute(parse_table("x.csv", text))
    assert made.v[0] == pytest.approx(2 * two_by_two(20, 20, 10, 30).v[0])
    assert made.v[1] == pytest.approx(two_by_two(5, 15, 5, 15).v[0])
    assert any("Smith 2010" in note for note in made.notes)


@pytest.mark.parametrize(
    ("text", "options", "error", "words"),
    [
        ("study,ai,bi,ci,di\nA,1,2,3,-4\nB,1,2,3,4\n", {}, EstimateError, "“A” cannot be"),
        ("study,event_t,n_t,event_c,n_c\nA,9,5,1,5\nB,1,5,1,5\n", {}, EstimateError, "“A” cannot be"),
        ("study,m1i,sd1i,n1i,m2i,sd2i,n2i\nA,1,0,9,1,1,9\nB,1,1,9,1,1,9\n", {}, EstimateError,
         "“A” cannot be"),
        ("study,ri,ni\nA,1.2,30\nB,.2,30\n", {}, EstimateError, "“A” cannot be"),
        ("study,yi,vi\nA,1,0\nB,1,1\n", {}, EstimateError, "variance of “A” is not above zero"),
        ("study,yi,vi\nA,1,1\n", {}, EstimateError, "1 study cannot be pooled"),
        ("study,ai,bi,ci,di\nA,1,2,3,4\n", {"method": "MH"}, EstimateError, "1 study cannot be pooled"),
        ("study,yi,vi\nA,1,1\nB,1,1\n", {"method": "MH"}, UsageError, "pools counts"),
        ("study,ai,bi,ci,di\nA,1,2,3,4\nB,1,2,3,4\n", {"measure": "SMD"}, UsageError,
         "do not give the measure SMD"),
        ("study,yi,vi\nA,1,1\nB,1,1\n", {"measure": "odd"}, UsageError, "no measure “odd”"),
        ("study,yi,vi\nA,1,1\nB,1,1\n", {"method": "BEST"}, UsageError, "no method “BEST”"),
        ("study,yi,vi,positive_means\nA,1,1,less\nB,1,1,more\n", {}, EstimateError, "2 kinds of sign"),
        ("study,yi,vi,positive_means\nA,1,1,less\nB,1,1,less\n", {"positive_means": "more"}, EstimateError,
         "not “more”"),
        ("study,yi,vi,measure\nA,1,1,OR\nB,1,1,SMD\n", {}, EstimateError, "2 kinds of measure"),
        ("study,estimate,ci_low,ci_high,bounds_type\nA,-1,-2,3,ci95\nB,1,0,3,range\n", {}, EstimateError,
         "“B” are not 95 %"),
        ("study,estimate,ci_low,ci_high\nA,1.2,1,1.5\nB,1.1,1,1.3\n", {}, UsageError,
         "whether its estimates are ratios"),
        ("study,percent_change\nA,-20\nB,-10\n", {}, EstimateError, "no variance by itself"),
        ("study,words\nA,b\n", {}, RecordError, "not recognised"),
    ],
)  # fmt: skip
def test_what_may_not_be_pooled_is_refused(
    text: str, options: dict[str, str], error: type[HedgerowError], words: str
) -> None:
    with pytest.raises(error, match=words):
        pool_rows(parse_table("x.csv", text), PoolOptions(**options))  # type: ignore[arg-type]


KINDS = {
    "bangertdrowns2004": ("variance", 48),
    "baskerville2012": ("error", 23),
    "bcg": ("tables", 13),
    "curtin2002": ("error", 21),
    "gibson2002": ("means", 13),
    "hine1989": ("tables", 6),
    "kalaian1996": ("variance", 67),
    "knapp2017": ("variance", 66),
    "konstantopoulos2011": ("variance", 56),
    "landenberger2005": ("tables", 58),
    "landenberger2005_es": ("variance", 58),
    "lopez2019": ("error", 172),
    "mcdaniel1994": ("correlations", 160),
    "normand1999": ("means", 9),
    "obrien2003": ("proportions", 43),
    "pymare_metafor_small_sample": ("variance", 40),
    "raudenbush1985": ("variance", 19),
    "scared_straight_petrosino2013": ("tables", 7),
    "study_effects": ("variance", 573),
    "study_effects_reference": ("interval", 10),
}


@pytest.mark.real_data
def test_every_held_table_is_read_without_help(shared: Path) -> None:
    folder = shared / "data" / "evidence" / "meta"
    assert {path.stem for path in folder.glob("*.csv")} == KINDS.keys()
    for name, (kind, k) in KINDS.items():
        made = compute(read_table(folder / f"{name}.csv"))
        assert (made.read.kind, int(np.isfinite(made.v).sum())) == (kind, k), name


@pytest.mark.real_data
def test_scared_straight_on_the_command_line(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(shared / "data" / "evidence" / "meta" / "scared_straight_petrosino2013.csv")
    told = {"MH": (1.682, 1.198, 2.361), "PETO": (1.669, None, None)}
    for method, (estimate, low, high) in told.items():
        assert run(["evidence", "synthesise", file, "--measure", "OR", "--method", method, "--json"]) == 0
        got = json.loads(capsys.readouterr().out)
        shown = got["exponentiated"]
        assert shown["estimate"] == pytest.approx(estimate, abs=5e-4)
        if low and high:
            assert shown["ci"] == pytest.approx([low, high], abs=5e-4)
        assert math.exp(got["estimate"]) == pytest.approx(shown["estimate"])
    assert run(["evidence", "synthesise", file, "--method", "MH"]) == 0
    assert "1.682" in capsys.readouterr().out


def test_two_tops_are_both_told() -> None:
    rows = [
        {"yi": y, "vi": v}
        for y, v in zip((0.0, 0.02, 3.0, -3.0, 2.5), (1e-4, 1e-4, 1.0, 1.0, 1.0), strict=True)
    ]
    found = pool_rows(rows, PoolOptions(method="ML", test="z")).synthesis
    if len(found.tops) < 2:
        pytest.fail("the example has one top")
    check = next(check for check in found.checks if check.name == "one_top")
    assert f"{len(found.tops)} tops" in check.text


@pytest.mark.real_data
def test_a_known_correlation_within_districts(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(shared / "data" / "evidence" / "meta" / "konstantopoulos2011.csv")
    base = ["evidence", "synthesise", file, "--cluster", "district", "--test", "z", "--json"]
    assert run([*base, "--set", "r=0.6"]) == 0
    got = json.loads(capsys.readouterr().out)
    told = References(shared).more["konstantopoulos2011"]["ml3_V_rho06"]
    assert got["estimate"] == pytest.approx(told["fit"]["beta"], rel=1e-5)
    assert got["sigma2"] == pytest.approx(told["fit"]["sigma2"], rel=1e-5)
    assert got["coefficients"][0]["robust_se"] == pytest.approx(told["CR2"]["se"], rel=1e-5)
    assert run([*base, "--set", "r=much"]) == 2
    assert run(["evidence", "synthesise", file, "--set", "r=0.6"]) == 2
    assert "without clusters" in capsys.readouterr().err


def test_a_column_may_name_its_measure() -> None:
    found = pool_rows(parse_table("x.csv", "study name,OR,lower,upper\nA,1.5,1.1,2.05\nB,1.2,.9,1.6\n"))
    assert found.y == pytest.approx(np.log([1.5, 1.2]))
    assert found.studies == ("A", "B")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "is not a whole zip"),
        (b"study,yi,vi\nA,1,1\nB,inf,1\n", "“inf” in line 3"),
        (b"study,yi,vi\nA,1,1\nB,1e999,1\n", "“1e999” in line 3"),
        (b"", "not recognised"),
    ],
)
def test_a_hostile_file_is_refused_by_name(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(RecordError, match=said):
        pool_rows(read_table(file))


def test_other_encodings_are_read(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    for coded in ("utf-16", "utf-8-sig", "cp1252"):
        file.write_bytes("study;yi;vi\r\nÉtude;1;1\r\nB;−2;1\r\n".replace("−", "-").encode(coded))
        assert read_table(file).studies() == ("Étude", "B"), coded


def test_an_interval_narrower_than_the_normal_one_is_named() -> None:
    rows = [{"yi": 0.30 + 0.001 * n, "vi": 0.05} for n in range(6)]
    found = pool_rows(rows).synthesis
    assert any(check.name == "not_too_narrow" for check in found.checks)
    wide = pool_rows(rows, PoolOptions(test="adhoc")).synthesis
    assert not any(check.name == "not_too_narrow" for check in wide.checks)
    assert found.interval[1][0] < wide.interval[1][0]


def test_printed_ratios_of_places_must_say_which_way_round_they_are() -> None:
    table = parse_table(
        "x.csv", "study,measure,estimate,ci_low,ci_high\nA,RIRR,1.3,1.1,1.54\nB,RIRR,1.1,.9,1.34\n"
    )
    with pytest.raises(UsageError, match="which way round"):
        pool_rows(table)
    as_today = pool_rows(table, PoolOptions(inverse=False)).synthesis
    turned = pool_rows(table, PoolOptions(inverse=True)).synthesis
    assert turned.estimate[0] == pytest.approx(-as_today.estimate[0])
