"""`hedgerow places lisa`: two CSV files in, one out; what does not fit is refused by name."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from hedgerow.cli.main import run

SIDE = 12


def town(
    folder: Path, values: dict[str, str] | None = None, links: list[tuple[str, str]] | None = None
) -> list[str]:
    """Write a square of areas with a hot corner; `values` and `links` replace or add rows."""
    chance = np.random.default_rng(4)
    cells = chance.gamma(4, 1, (SIDE, SIDE))
    cells[:3, :3] += 12
    rows = {f"A{i:02d}{j:02d}": f"{cells[i, j]:.6f}" for i in range(SIDE) for j in range(SIDE)} | (
        values or {}
    )
    pairs = [
        (f"A{i:02d}{j:02d}", f"A{i + a:02d}{j + b:02d}")
        for i in range(SIDE)
        for j in range(SIDE)
        for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0))
        if 0 <= i + a < SIDE and 0 <= j + b < SIDE
    ]
    (folder / "t.csv").write_text("area,rate\n" + "".join(f"{area},{rows[area]}\n" for area in rows))
    (folder / "n.csv").write_text(
        "area,neighbour\n" + "".join(f"{a},{b}\n" for a, b in [*pairs, *(links or [])])
    )
    return [
        "places", "lisa", "--table", str(folder / "t.csv"), "--value", "rate",
        "--neighbours", str(folder / "n.csv"), "--out", str(folder / "o.csv"), "--json",
    ]  # fmt: skip


def answer(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "o.csv").open(newline="") as handle:
        return {row["area"]: row for row in csv.DictReader(handle)}


def test_the_hot_corner_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(town(tmp_path)) == 0
    said = json.loads(capsys.readouterr().out)
    rows = answer(tmp_path)
    assert (tmp_path / "o.csv").read_text().splitlines()[0] == "area,statistic,p_value,q_value,class"
    assert rows["A0101"]["class"] == "high-high"
    assert said["significant"] == sum(float(row["q_value"]) <= 0.05 for row in rows.values())
    assert sum(said["classes"].values()) == SIDE * SIDE == len(rows)


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    arguments = town(tmp_path)
    assert run(arguments) == 0
    first = answer(tmp_path)
    for name in ("t.csv", "n.csv"):
        head, *lines = (tmp_path / name).read_text().splitlines()
        (tmp_path / name).write_text("\n".join([head, *reversed(lines)]) + "\n")
    assert run(arguments) == 0
    again = answer(tmp_path)
    for area, row in first.items():
        assert row["class"] == again[area]["class"]
        assert float(row["p_value"]) == pytest.approx(float(again[area]["p_value"]), rel=1e-9)


def test_islands_and_areas_without_a_value_are_named_and_never_nought(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(town(tmp_path, {"Z1": "3.5", "A0505": ""})) == 0
    said = json.loads(capsys.readouterr().out)
    rows = answer(tmp_path)
    assert rows["Z1"] == {"area": "Z1", "statistic": "", "p_value": "", "q_value": "", "class": "island"}
    assert rows["A0505"]["class"] == "no value"
    assert rows["A0505"]["statistic"] == ""
    assert any("Z1" in check["text"] for check in said["checks"] if check["name"] == "islands")
    assert any("A0505" in note for note in said["notes"])


def test_links_one_way_twice_or_to_itself_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(town(tmp_path, links=[("A0000", "A0000"), ("A0000", "A0001"), ("A0000", "A0909")])) == 0
    said = json.loads(capsys.readouterr().out)
    assert "Links from an area to itself are left out: 1." in said["notes"]
    assert "Links given more than once count once: 1." in said["notes"]
    both = next(check for check in said["checks"] if check["name"] == "both_ways")
    assert both["passed"] is False
    assert both["figures"]["one_way"] == 1


@pytest.mark.parametrize("statistic", ["gi", "gistar", "geary"])
def test_the_other_statistics_see_the_corner_too(tmp_path: Path, statistic: str) -> None:
    assert run([*town(tmp_path), "--statistic", statistic, "--adjust", "none"]) == 0
    row = answer(tmp_path)["A0101"]
    if statistic == "geary":
        assert float(row["statistic"]) == float(row["statistic"])
    else:
        assert row["class"] == "hot"


@pytest.mark.parametrize(
    ("values", "links", "words"),
    [
        ({"A0000": "-3.2"}, [], "A0000 is negative: -3.2"),
        ({"A0000": "many"}, [], "“many” in line 2 of t.csv is not a number"),
        ({"A0000": "inf"}, [], "A0000 is infinite"),
        ({}, [("A0000", "X9")], "n.csv names an area that t.csv does not have: X9"),
        ({f"A{i:02d}{j:02d}": "4" for i in range(SIDE) for j in range(SIDE)}, [], "same rate, 4"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    values: dict[str, str],
    links: list[tuple[str, str]],
    words: str,
) -> None:
    assert run(town(tmp_path, values, links)) != 0
    error = json.loads(capsys.readouterr().err)
    assert words in error["message"]
    assert error["remedy"]
    assert not (tmp_path / "o.csv").exists()


def test_an_area_that_stands_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = town(tmp_path)
    with (tmp_path / "t.csv").open("a") as handle:
        handle.write("A0101,3\n")
    assert run(arguments) == 3
    assert "A0101 stands in the table more than once" in json.loads(capsys.readouterr().err)["message"]


def test_a_missing_column_file_or_statistic_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = town(tmp_path)
    for wrong, words in (
        (["--value", "rats"], "no column “rats”"),
        (["--neighbours", str(tmp_path / "x.csv")], "x.csv cannot be opened"),
        (["--statistic", "moron"], "no statistic “moron”"),
        (["--level", "5"], "not between 0 and 1"),
    ):
        assert run([*arguments, *wrong]) != 0
        assert words in json.loads(capsys.readouterr().err)["message"]


def test_differences_may_be_negative_when_it_is_said(tmp_path: Path) -> None:
    assert run([*town(tmp_path, {"A0000": "-3"}), "--signed"]) == 0


def test_links_beyond_the_table_can_be_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*town(tmp_path, links=[("A0000", "X9")]), "--ignore-outside"]) == 0
    assert "X9" in json.loads(capsys.readouterr().out)["notes"][0]


def test_a_code_that_is_a_formula_is_defused(tmp_path: Path) -> None:
    assert run(town(tmp_path, {"=1+1": "3"})) == 0
    assert "'=1+1" in answer(tmp_path)
