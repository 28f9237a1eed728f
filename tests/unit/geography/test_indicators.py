"""Definitions are data with a schema: what is mistyped, out of rule or barred is refused by name."""

from __future__ import annotations

import re
from datetime import date

import pyarrow as pa
import pytest

from hedgerow.errors import SchemaError, SourceFileError
from hedgerow.places.indicators import INDEXES, definitions, of_index, parse
from hedgerow.places.indicators.reading import values
from hedgerow.places.sources import SOURCES

GOOD = """
title = "A"
plain = "What it means."
unit = "%"
decimals = 1
index = "context"
domain = "d"
direction = 0
weight = 0
why = "Because."
owner = "O"
publisher = "P"
licence = "L"
vintage = "2021"
review = "2030-01-31"

[reading]
source = "imd2025"
code = "lsoa21_code"
column = "income_score"
"""


def test_every_shipped_definition_names_a_known_source_and_meets_its_rules() -> None:
    assert len(definitions()) >= 20
    for one in definitions().values():
        assert one.source in SOURCES, one.name
        assert one.index in INDEXES
        assert date.fromisoformat(one.review) > date(2026, 11, 1), f"{one.name} is due for review"
        assert len(one.plain) > 20, one.name


def test_the_weights_of_each_index_sum_to_one() -> None:
    for index in ("need", "strength"):
        assert sum(one.weight for one in of_index(index)) == pytest.approx(1)


def test_need_is_deprivation_with_the_published_weights_and_no_crime() -> None:
    weights = {one.name: one.weight for one in of_index("need")}
    assert (weights["imd2025_income"], weights["imd2025_health"]) == (0.225, 0.135)
    assert not [name for name in weights if "crime" in name]


def test_strength_counts_a_published_need_score_in_reverse() -> None:
    assert {one.direction for one in of_index("strength")} == {-1}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "A"', 'titel = "A"', "titel"),
        ('index = "context"', 'index = "needs"', "needs"),
        ("decimals = 1", 'decimals = "1"', "decimals"),
        ("direction = 0", "direction = 1", "direction"),
        ("weight = 0", "weight = 0.5", "weight"),
        ('review = "2030-01-31"', 'review = "soon"', "review"),
        ('column = "income_score"', 'colum = "income_score"', "colum"),
        ('column = "income_score"', 'category = "x"', "categories"),
        ('source = "imd2025"', 'area = "oa21"\nsource = "imd2025"', "oa21"),
        ("title", "=", "not TOML"),
    ],
)
def test_a_slip_is_refused_by_name(old: str, new: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        parse(GOOD.replace(old, new, 1), name="mine")


@pytest.mark.parametrize(
    "column", ["crime_score", "ethnic_group", "aged_65_years", "burglary_rate", "disabled"]
)
def test_crime_and_protected_characteristics_may_not_count_towards_an_index(column: str) -> None:
    text = GOOD.replace("income_score", column).replace('"context"', '"need"')
    text = text.replace("direction = 0", "direction = 1").replace("weight = 0", "weight = 0.1")
    with pytest.raises(SchemaError, match=r"may not count towards need"):
        parse(text, name="mine")


def test_a_barred_word_is_found_by_its_beginning_only() -> None:
    text = GOOD.replace("income_score", "engaged_essex_score").replace('"context"', '"strength"')
    text = text.replace("direction = 0", "direction = -1").replace("weight = 0", "weight = 0.1")
    assert parse(text, name="mine").index == "strength"


def rows(**columns: list[object]) -> pa.Table:
    size = len(next(iter(columns.values())))
    return pa.table({**columns, "row_number": list(range(1, size + 1))})


def test_a_column_is_read_with_its_row_and_scale() -> None:
    one = parse(GOOD + "scale = 100.0\n", name="mine")
    found = values(one, rows(lsoa21_code=["E01000001"], income_score=[0.25])).to_pylist()
    assert found == [{"code": "E01000001", "value": 25.0, "row_number": 1}]


def test_a_missing_value_stays_missing() -> None:
    one = parse(GOOD, name="mine")
    found = values(one, rows(lsoa21_code=["E01000001", "E01000002"], income_score=[0.0, None])).to_pylist()
    assert [row["value"] for row in found] == [0.0, None]


def test_two_values_of_one_area_are_refused() -> None:
    with pytest.raises(SourceFileError, match=r"two values"):
        values(parse(GOOD, name="mine"), rows(lsoa21_code=["E01000001"] * 2, income_score=[1.0, 2.0]))


def by_category() -> str:
    reading = 'category = "tenure"\ncategories = ["Social", "Council"]\ncount = "n"\ntotal = "all"'
    return GOOD.replace('column = "income_score"', reading)


def test_categories_are_summed_over_their_total() -> None:
    table = rows(
        lsoa21_code=["E01000001"] * 3 + ["E01000002"] * 3,
        tenure=["Social", "Council", "Owned"] * 2,
        n=[10, 20, 70, 0, 0, 0],
        all=[100, 100, 100, 0, 0, 0],
    )
    found = {
        row["code"]: row["value"] for row in values(parse(by_category(), name="mine"), table).to_pylist()
    }
    assert found == {"E01000001": 30.0, "E01000002": None}


def test_an_area_that_lacks_one_of_the_answers_has_no_value() -> None:
    table = rows(
        lsoa21_code=["E01000001", "E01000001", "E01000002"],
        tenure=["Social", "Council", "Social"],
        n=[10, 20, 5],
        all=[100, 100, 50],
    )
    found = {
        row["code"]: row["value"] for row in values(parse(by_category(), name="mine"), table).to_pylist()
    }
    assert found == {"E01000001": 30.0, "E01000002": None}


def test_a_code_followed_by_a_name_is_read_and_a_note_is_no_area() -> None:
    reading = 'parts = ["old", "older"]\nwhole = "total"'
    one = parse(GOOD.replace('column = "income_score"', reading), name="mine")
    table = rows(
        lsoa21_code=["E01000001 : Poole, the town 001A", "swapped between areas", None],
        old=["10", None, None],
        older=["15", None, None],
        total=[" 100", None, None],
    )
    found = values(one, table).to_pylist()
    assert found == [{"code": "E01000001", "value": 25.0, "row_number": 1}]


def test_no_definition_holds_a_machine_or_an_empty_word() -> None:
    for one in definitions().values():
        assert not re.search(r"TODO|TBC|xxx", f"{one.why} {one.plain}")
