"""Every filter of the list is what reading each record slowly gives, and so is every count of a facet."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.evidence import shipped
from hedgerow.evidence.tables import EvidenceQuery, evidence_list
from hedgerow.evidence.tables.facets import COUNTED
from hedgerow.evidence.tables.search.facts import FACETS
from hedgerow.store.lake import Lake
from unit.search.shelf import Row, lake_of, reference


def records() -> list[Row]:
    rows = shipped.record_rows()
    rows += [
        reference(n, title=f"Reference {n % 3}", year=2000 + n if n % 3 else None, origin=f"file{n % 2}.ris")
        for n in range(25)
    ]
    numeric = {row["id"] for row in shipped.effect_rows() if row["numeric"]}
    return [
        {**row, "with_number": None if row["tier"] in {"C", "X"} else row["id"] in numeric} for row in rows
    ]


ROWS = records()
VALUES = {name: sorted({value for row in ROWS for value in values(row)}) for name, values in FACETS.items()}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return lake_of(tmp_path_factory.mktemp("filters"), records())


ASKED = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from(values) for name, values in VALUES.items() if values},
        "year_from": st.sampled_from(["", "1995", "2008"]),
        "year_to": st.sampled_from(["", "2012", "2024"]),
    },
)


def fits(row: Row, asked: dict[str, str], but: str = "") -> bool:
    for name, value in asked.items():
        if name.startswith("year_") and value:
            year = row["year"]
            if year is None or not (
                int(str(year)) >= int(value) if name == "year_from" else int(str(year)) <= int(value)
            ):
                return False
        elif name in FACETS and name != but and value not in FACETS[name](row):
            return False
    return True


@settings(max_examples=80, deadline=None)
@given(ASKED)
def test_filters_and_counts_are_those_of_reading_every_record(lake: Lake, asked: dict[str, str]) -> None:
    view = evidence_list(lake, EvidenceQuery(size=1000, **asked))  # type: ignore[arg-type]
    slow = [row["id"] for row in ROWS if fits(row, asked)]
    assert sorted(str(row["id"]) for row in view.results.records()) == sorted(map(str, slow))
    assert view.total == len(slow)
    counted = {(row["facet"], row["value"]): row["records"] for row in view.facets.records()}
    for name in COUNTED:
        counts = Counter(v for row in ROWS if fits(row, asked, name) for v in FACETS[name](row))
        assert {value: n for (facet, value), n in counted.items() if facet == name} == dict(counts), name


@pytest.mark.parametrize("sort", ["best", "newest", "oldest", "title"])
def test_orders_are_those_of_sorting_every_record(lake: Lake, sort: str) -> None:
    rows = list(evidence_list(lake, EvidenceQuery(size=1000, sort=sort)).results.records())
    years = [int(str(row["year"])) for row in rows if row["year"]]
    titles = [str(row["title"]).lower() for row in rows]
    if sort == "title":
        assert titles == sorted(titles)
    elif sort != "best":
        assert years == sorted(years, reverse=sort == "newest")
        assert (rows[-1]["year"] is None) and len(years) < len(rows)
    else:
        tiers = {row["id"]: row["tier"] for row in ROWS}
        assert [tiers[row["id"]] for row in rows] == sorted(str(tier) for tier in tiers.values())


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"year_from": "soon"}, UsageError, "year_from"),
        ({"year_from": "2020", "year_to": "2010"}, UsageError, "earlier year first"),
        ({"place_type": "moon"}, NotFoundError, "moon"),
        ({"four_p": "peruse"}, NotFoundError, "pursue"),
        ({"grade": "good"}, UsageError, "scale"),
        ({"origin": "theirs.ris"}, UsageError, "file0.ris"),
        ({"outcome": "nothing"}, NotFoundError, "nothing"),
        ({"stands": "tall"}, UsageError, "in_progress"),
    ],
)
def test_a_value_that_no_record_can_have_is_refused(
    lake: Lake, asked: dict[str, str], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        evidence_list(lake, EvidenceQuery(**asked))  # type: ignore[arg-type]


def test_pages_of_a_search_cover_it_once_in_one_order(lake: Lake) -> None:
    whole = [
        row["id"] for row in evidence_list(lake, EvidenceQuery(text="crime", size=1000)).results.records()
    ]
    paged = [
        row["id"]
        for page in range(1, -(-len(whole) // 7) + 1)
        for row in evidence_list(lake, EvidenceQuery(text="crime", size=7, page=page)).results.records()
    ]
    assert paged == whole and len(whole) > 100


def test_a_file_of_another_form_is_to_be_built_again(tmp_path: Path) -> None:
    import sqlite3

    old = lake_of(tmp_path, [reference(1, title="One")])
    with sqlite3.connect(tmp_path / "evidence_search.sqlite") as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(NotFoundError, match="another version"):
        evidence_list(old)
