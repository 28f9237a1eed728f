"""Figures: whole SVG, every study named, shapes with letters, a table that holds the same values."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hedgerow.cli.main import run
from hedgerow.errors import EstimateError, RecordError
from hedgerow.evidence.synthesis import Pooling, PoolOptions, parse_table, pool_rows, read_table
from hedgerow.evidence.synthesis.figures import (
    Figure,
    baujat,
    cumulative_figure,
    forest,
    funnel,
    left_out_figure,
    read_risks,
    risk_figure,
)
from hedgerow.evidence.synthesis.figures.axis import Axis, spanning
from hedgerow.stats.meta import leave_one_out, studies

COUNTS = (
    "study,year,event_t,n_t,event_c,n_c,kind\nA <b>,1990,12,40,8,40,x\nB,1995,30,90,22,88,x\n"
    "C,1985,5,20,6,21,y\nD,2001,14,60,9,55,y\n"
)
RISKS = "Study,D1,D2,Overall\nA <b>,Low,High,High\nB,Some concerns,Low,Some concerns\nC,Critical,NA,\n"
SVG = "{http://www.w3.org/2000/svg}"


def pooled(**options: str) -> Pooling:
    return pool_rows(parse_table("x.csv", COUNTS), PoolOptions("OR", **options))  # type: ignore[arg-type]


def words(drawing: str) -> list[str]:
    return ["".join(part.itertext()) for part in ET.fromstring(drawing).iter(f"{SVG}text")]


FIGURES: tuple[Callable[[Pooling], Figure], ...] = (
    forest,
    funnel,
    baujat,
    left_out_figure,
    lambda found: cumulative_figure(found, found.table.numbers("year")),
)


@pytest.mark.parametrize("draw", FIGURES)
def test_a_figure_is_whole_and_says_what_it_shows(draw: Callable[[Pooling], Figure]) -> None:
    figure = draw(pooled())
    for drawing in (figure.wide, figure.small):
        root = ET.fromstring(drawing)
        title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert described is not None
        assert title.text == figure.title
        assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], described.attrib["id"]]
        assert "style=" not in drawing
        assert "nan" not in drawing
    assert len(figure.table) >= 4
    assert figure.file().startswith(b"<?xml")


def test_the_forest_and_its_table_hold_the_same() -> None:
    found = pooled()
    figure = forest(found)
    assert {"A <b>", "B", "C", "D", "Pooled", "Expected in a new study"} <= set(words(figure.wide))
    row = next(row for row in figure.table.records() if row["study"] == "Pooled")
    assert row["estimate"] == pytest.approx(float(np.exp(found.synthesis.estimate[0])))
    shares = [row["weight"] for row in figure.table.records()][:4]
    assert sum(float(str(share)) for share in shares) == pytest.approx(100)


def test_each_subgroup_is_pooled_by_itself() -> None:
    found = pooled(test="z")
    figure = forest(found, groups=found.table.words("kind"))
    assert {"x", "y", "x: 2 studies", "y: 2 studies"} <= set(words(figure.wide))
    rows = {str(row["study"]): row for row in figure.table.records()}
    assert {"x: 2 studies", "y: 2 studies"} <= rows.keys()
    assert [row["group"] for row in rows.values()][:4] == ["x", "x", "y", "y"]
    low, high = (float(str(rows["x: 2 studies"][name])) for name in ("ci_low", "ci_high"))
    assert f"({low:.2f} to {high:.2f})" in " ".join(words(figure.wide))


def test_risk_of_bias_is_told_by_letters() -> None:
    risks = read_risks(parse_table("r.csv", RISKS))
    found = pooled()
    figure = forest(found, risks=risks)
    seen = words(figure.wide)
    assert seen.count("L") == 2 + 1  # two judgements and the key
    assert {"H", "S", "C", "–", "critical", "some concerns"} <= set(seen)
    assert risks.unmatched(found.studies) == ("D",)
    row = next(figure.table.records())
    assert (row["risk_1"], row["risk_2"], row["risk_3"]) == ("Low", "High", "High")
    assert len(risk_figure(risks).table) == 3


def test_a_judgement_that_belongs_to_no_study_is_said() -> None:
    found = pooled()
    figure = forest(found, risks=read_risks(parse_table("r.csv", f"{RISKS}Elsewhere,Low,Low,Low\n")))
    assert "Not judged: “D”." in figure.description
    assert "Judged, but not pooled: “Elsewhere”." in figure.description
    with pytest.raises(RecordError, match="None of the studies has a judgement"):
        forest(found, risks=read_risks(parse_table("r.csv", "Study,D1\nElsewhere,Low\n")))


def test_a_study_is_judged_under_its_author_where_no_other_is_meant() -> None:
    risks = read_risks(parse_table("r.csv", "Study,D1\nMoss,Low\nLee,High\n"))
    names = ("Moss 1990", "Lee 1990", "Lee 1994")
    assert risks.of(names) == (("D1", ("Low", "", "")),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Name,D1\nA,Low\n", "not a table of risk of bias"),
        ("Study,D1\nA,fine\n", "“fine” in line 2"),
        ("Study,D1\nA,Low\nA,Low\n", "stands twice"),
    ],
)
def test_a_bad_table_of_risks_is_refused(text: str, said: str) -> None:
    with pytest.raises(RecordError, match=said):
        read_risks(parse_table("r.csv", text))


@pytest.mark.real_data
def test_every_sample_of_judgements_is_read(shared: Path) -> None:
    counts = {
        "rob1": 9,
        "rob2": 9,
        "rob2_cluster": 9,
        "robins_i": 10,
        "robins_e": 10,
        "quadas": 12,
        "quips": 12,
    }
    for name, rows in counts.items():
        risks = read_risks(read_table(shared / "data" / "evidence" / "maps" / f"robvis_data_{name}.csv"))
        assert len(risks.judgements) == rows, name
        assert risks.domains[-1] == "Overall"
        ET.fromstring(risk_figure(risks).small)


def test_leave_one_out_is_drawn_as_it_is_computed() -> None:
    found = pooled()
    told = leave_one_out(studies(found.y, found.v)).estimate
    assert [row["estimate"] for row in left_out_figure(found).table.records()] == pytest.approx(np.exp(told))


def test_nothing_to_draw_is_said() -> None:
    two = pool_rows(parse_table("x.csv", "study,yi,vi\nA,1,1\nB,2,1\n"))
    for draw in (left_out_figure, baujat):
        with pytest.raises(EstimateError, match="three studies"):
            draw(two)
    with_mods = pool_rows(parse_table("x.csv", COUNTS), PoolOptions("OR", mods=("year",)))
    with pytest.raises(EstimateError, match="moderators"):
        funnel(with_mods)
    assert "Pooled" not in words(forest(with_mods).wide)


def test_a_wide_interval_ends_in_an_arrow_and_does_not_squash_the_rest() -> None:
    axis = spanning([0.1, 0.2], [-50, 60], 0, 100, ratio=False)
    assert axis.high < 1
    assert axis.at(60) == 100
    assert not axis.holds(60)
    assert [mark for _, mark in Axis(-0.7, 0.7, 0, 1, ratio=True).marks(5)].count("1") == 1


def test_the_command_saves_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "e.csv", tmp_path / "f.svg"
    file.write_text(COUNTS, "utf-8")
    (tmp_path / "r.csv").write_text(RISKS, "utf-8")
    base = ["evidence", "synthesise", str(file), "--figure", str(out)]
    sets = [f"risks={tmp_path / 'r.csv'}", "groups=kind"]
    assert run([*base, *(part for one in sets for part in ("--set", one))]) == 0
    assert "critical" in out.read_text("utf-8")
    assert run([*base, "--set", "draw=cumulative"]) == 0
    assert "Baujat" not in out.read_text("utf-8")
    assert run([*base, "--set", "draw=pie"]) == 2
    assert "no figure “pie”" in capsys.readouterr().err


def test_mantel_haenszel_has_weights_of_its_own() -> None:
    found = pooled(method="MH")
    assert "Expected in a new study" not in words(forest(found).wide)
    assert found.weights != pytest.approx(replace(pooled(), options=found.options).weights)
