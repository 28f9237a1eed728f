"""Files made from a released table: guarded against formulas, marked, and telling gap from nought."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from hedgerow.disclosure import (
    Draft,
    Released,
    ReleasedColumn,
    SourceNote,
    release,
    released_to_csv,
    released_to_json,
    released_to_xlsx,
)
from hedgerow.disclosure.export import guarded

EVIL = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "|x",
    "%x",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
]


@pytest.fixture
def table() -> Released:
    columns = (ReleasedColumn("name", "Name"), ReleasedColumn("n", "Crimes", unit="crimes", missing="gap"))
    rows = (*((text, -1) for text in EVIL), ("quiet", 0), ("unknown", None))
    source = SourceNote("police.uk", "Home Office", "OGL 3.0", "2025-06")
    return release(Draft("t", "Crime", columns, rows, sources=(source,), notes=("Read with care.",)))


@pytest.mark.parametrize("text", EVIL)
def test_text_that_would_run_is_defused(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_numbers_and_plain_text_are_left_alone() -> None:
    assert guarded(-1) == -1
    assert guarded("St Mary's") == "St Mary's"


def test_csv_carries_marking_sources_and_reasons(table: Released) -> None:
    text = released_to_csv(table).decode("utf-8-sig")
    about = [line for line in text.splitlines() if line.startswith("# ")]
    assert "# Marking: Public" in about
    assert "# Source: police.uk; Home Office; OGL 3.0; 2025-06" in about
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# "))
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    assert rows[-2]["n"] == "0"
    assert rows[-2]["n_missing"] == ""
    assert rows[-1]["n"] == ""
    assert rows[-1]["n_missing"] == "the force’s data are missing for this period"
    assert all(row["name"].startswith("'") for row in rows[: len(EVIL)])


def test_xlsx_has_no_formula_and_says_what_it_is(table: Released) -> None:
    data = released_to_xlsx(table)
    assert data == released_to_xlsx(table)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Table", "About", "Dictionary"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert ("Marking", "Public") in [(row[0].value, row[1].value) for row in book["About"].iter_rows()]
    assert book["Table"].oddFooter.center.text == "Public"


def test_json_is_the_same_for_the_same_table(table: Released) -> None:
    assert released_to_json(table) == released_to_json(table)
    assert json.loads(released_to_json(table))["marking"] == "Public"


def test_no_line_about_the_table_opens_a_cell_with_a_formula() -> None:
    title = "Youth work,=cmd|' /C calc'!A0; +1+1, @A1 \"quoted\"\n=2"
    made = release(Draft("t", title, (ReleasedColumn("n", "N"),), ((1,),), notes=("x,=1",)))
    for row in csv.reader(io.StringIO(released_to_csv(made).decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not cell.strip().startswith(("=", "+", "-", "@")), cell


def test_the_twin_gives_the_address_of_every_traceable_number() -> None:
    columns = (ReleasedColumn("name", "Name"), ReleasedColumn("n", "Crimes"))
    figures = {(0, "n"): "panel/lsoa21=E1/n"}
    made = release(Draft("t", "Crime", columns, (("a", 1), ("b", 2)), figures=figures))
    rows = json.loads(released_to_json(made))["rows"]
    assert rows[0]["_figures"] == {"n": "panel/lsoa21=E1/n"}
    assert "_figures" not in rows[1]
