"""Tables as people have them (workbooks, decimal commas, stray words): read, or refused by name."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import pytest
import xlsxwriter

from hedgerow.cli.main import run
from hedgerow.errors import EstimateError, RecordError
from hedgerow.evidence.synthesis import Pooling, PoolOptions, parse_table, pool_rows, read_table
from hedgerow.stats.meta import pool

COUNTS = "study,ai,n1i,ci,n2i\nA,0,20,5,20\nB,3,30,4,33\nC,0,10,0,12\nD,5,50,9,49\n"


def of(text: str, **options: Any) -> Pooling:
    return pool_rows(parse_table("t.csv", text), PoolOptions(**options))


def test_a_workbook_is_read_from_the_sheet_with_effects(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "effects.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "Read me")
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(
            [["Effects"], [], ["study", "yi", "vi"], ["A", 0.1, 0.02], ["B", 0.4, 1e-2]]
        ):
            sheet.write_row(number, 0, row)
    assert run(["evidence", "synthesise", str(path), "--yi", "yi", "--vi", "vi", "--json"]) == 0
    got = json.loads(capsys.readouterr().out)
    assert (got["estimate"], got["k"]) == (pytest.approx(pool([0.1, 0.4], [0.02, 0.01]).beta[0]), 2)
    assert read_table(path).lines == (4, 5)


def test_a_decimal_comma_is_read_where_nothing_else_can_be_meant() -> None:
    found = of("study;yi;vi\nA;-0,1;0,012\nB;0,3;0,02\n")
    assert found.y.tolist() == [-0.1, 0.3]
    assert found.v.tolist() == [0.012, 0.02]
    for text in ("study;yi;vi\nA;1,200;2,300\nB;1,100;2,100\n", "study;yi;vi\nA;0,5;0.1\nB;0,6;0.2\n"):
        with pytest.raises(RecordError, match="is not a number"):
            of(text)


def test_the_line_that_is_named_is_that_of_the_file() -> None:
    with pytest.raises(RecordError, match="line 8"):
        of('\nstudy,yi,vi\n"A\nagain",0.1,0.01\n\n\nB,x,0.02\n'.replace("\nB", "\n\nB"))


def test_empty_columns_of_a_spreadsheet_do_no_harm() -> None:
    assert of("study,yi,vi,,\nA,0.1,0.01,,\nB,0.3,0.02,,\n").synthesis.k == 2


def test_a_stray_word_does_not_make_numbers_into_kinds() -> None:
    text = "study,yi,vi,m\nA,.1,.01,1990\nB,.2,.02,1991\nC,.3,.02,abt 1995\nD,.2,.03,1999\nE,.1,.02,2001\n"
    with pytest.raises(RecordError, match=r"abt 1995.*line 4"):
        of(text, mods=("m",))


def test_a_moderator_without_two_kinds_is_refused() -> None:
    text = "study,yi,vi,m\nA,.1,.01,x\nB,.2,.02,x\nC,.3,.02,x\nD,,.02,y\n"
    with pytest.raises(EstimateError, match="is the same in every row"):
        of(text, mods=("m",))


def test_a_kind_that_only_rows_without_effect_have_is_no_column() -> None:
    text = "study,yi,vi,m\nA,.1,.01,x\nB,.2,.02,x\nC,.3,.02,z\nD,.5,.02,z\nE,,.02,y\n"
    found = of(text, mods=("m",)).synthesis
    assert found.names == ("intercept", "m: z")
    assert found.left_out == ("E",)


@pytest.mark.parametrize("error", ["-0.1", "0"])
def test_a_standard_error_that_is_not_above_zero_is_refused(error: str) -> None:
    with pytest.raises(EstimateError, match="“B” is not above zero"):
        of(f"study,yi,se\nA,.1,.1\nB,.2,{error}\nC,.3,.1\n")


def test_a_correlation_of_three_people_is_refused() -> None:
    with pytest.raises(EstimateError, match="“B”"):
        of("study,ri,ni\nA,.1,40\nB,.2,3\nC,.3,30\n")


@pytest.mark.parametrize("text", ["A,1e200,1e300\nB,-1e200,1e300", "A,.1,1e-300\nB,.2,1e-300"])
def test_numbers_beyond_all_scales_are_refused(text: str) -> None:
    with pytest.raises(EstimateError, match="beyond all scales"):
        of(f"study,yi,vi\n{text}\n")


def test_a_ratio_beyond_all_numbers_is_said_without_a_fault() -> None:
    found = of("study,yi,vi\nA,900,1\nB,901,1\nC,902,1\n", measure="OR").synthesis
    exponentiated = found.as_dict()["exponentiated"]
    assert isinstance(exponentiated, dict)
    assert exponentiated["estimate"] is None
    assert "odds ratio" in found.summary()


@pytest.mark.parametrize("method", ["MH", "PETO"])
def test_added_halves_are_not_said_of_pooled_counts(method: str) -> None:
    notes = " ".join(of(COUNTS, method=method).synthesis.notes)
    assert "The counts were pooled as they are." in notes
    assert "The counts" not in " ".join(of(COUNTS).synthesis.notes)


def test_other_names_of_the_common_effect_and_of_the_test() -> None:
    text = "study,yi,vi\nA,.1,.01\nB,.4,.02\nC,.3,.02\n"
    for name, usual in (("FE", "EE"), ("fixed", "EE"), ("CE", "EE")):
        assert of(text, method=name).synthesis.method == usual
    assert of(text, test="HKSJ").synthesis.interval == of(text).synthesis.interval


@pytest.mark.parametrize(
    ("effects", "words"),
    [
        ((0.9, 1.0, 1.1, 1.0, 0.95), "All of it lies above 0; above 0 means more reoffending (harm)."),
        ((-0.9, -1.0, -1.1, -1.0, -0.95), "All of it lies below 0; above 0 means more reoffending (harm)."),
        ((-0.9, 1.0, -1.1, 1.0, 0.1), "which is no proof that there is none"),
    ],
)
def test_the_words_say_the_direction(effects: tuple[float, ...], words: str) -> None:
    rows = "".join(f"S{n},{effect},0.01\n" for n, effect in enumerate(effects))
    said = of(f"study,yi,vi\n{rows}", positive_means="more reoffending (harm)").synthesis.summary()
    assert words in said


def test_the_same_sign_in_other_letters_is_the_same() -> None:
    text = "study,yi,vi,positive_means\nA,.1,.01,Less crime\nB,.4,.02,less  crime\n"
    assert of(text).synthesis.k == 2


def test_one_degree_of_freedom_is_one() -> None:
    assert "1 degrees" not in of("study,yi,vi\nA,.1,.01\nB,.2,.02\n").synthesis.summary()


def test_ten_thousand_effects_are_pooled_at_once() -> None:
    chance = np.random.default_rng(3)
    y, v = chance.normal(0.2, 0.3, 10_000), chance.uniform(0.01, 0.2, 10_000)
    lines = "".join(f"S{n},{y[n]},{v[n]}\n" for n in range(10_000))
    start = process_time()
    found = of(f"study,yi,vi\n{lines}").synthesis
    assert process_time() - start < 3  # 26 seconds when each study was left out in turn
    assert found.k == 10_000
    assert next(check for check in found.checks if check.name == "one_study").passed is None


def test_a_figure_that_cannot_be_saved_is_said(tmp_path: Path, capsys: Any) -> None:
    table = tmp_path / "t.csv"
    table.write_text("study,yi,vi\nA,.1,.01\nB,.2,.02\n", encoding="utf-8")
    assert run(["evidence", "synthesise", str(table), "--figure", str(table / "a.svg")]) != 0
    assert "cannot be written" in capsys.readouterr().err
