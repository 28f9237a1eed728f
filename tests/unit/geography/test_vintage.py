"""What was counted in areas of 2011 is wholly counted in areas of 2021, and nothing is counted twice."""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.errors import SchemaError
from hedgerow.places.geography import lsoa11_to_lsoa21


def lookup(*rows: tuple[str, str, str]) -> pa.Table:
    return pa.table(
        {
            "lsoa11_code": [row[0] for row in rows],
            "lsoa21_code": [row[1] for row in rows],
            "change_code": [row[2] for row in rows],
        }
    )


def test_unchanged_and_merged_areas_go_whole() -> None:
    rows = lsoa11_to_lsoa21(lookup(("A", "A", "U"), ("B", "M", "M"), ("C", "M", "M")), {}).to_pylist()
    assert [row["weight"] for row in rows] == [1, 1, 1]


def test_a_split_area_is_shared_by_residents() -> None:
    rows = lsoa11_to_lsoa21(lookup(("A", "A1", "S"), ("A", "A2", "S")), {"A1": 900, "A2": 2100}).to_pylist()
    assert [row["weight"] for row in rows] == [0.3, 0.7]


def test_a_split_area_is_shared_equally_where_residents_are_not_known() -> None:
    rows = lsoa11_to_lsoa21(lookup(("A", "A1", "S"), ("A", "A2", "S")), {"A1": 900}).to_pylist()
    assert [row["weight"] for row in rows] == [0.5, 0.5]


def test_an_irregular_change_has_no_weight() -> None:
    assert lsoa11_to_lsoa21(lookup(("A", "B", "X")), {}).to_pylist()[0]["weight"] is None


def test_an_unknown_change_is_refused() -> None:
    with pytest.raises(SchemaError, match=r"'Z'"):
        lsoa11_to_lsoa21(lookup(("A", "B", "Z")), {})


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([f"O{n}" for n in range(12)]),
        st.tuples(st.integers(1, 4), st.integers(0, 500)),
        min_size=1,
    ),
    st.booleans(),
)
def test_counts_are_preserved(old: dict[str, tuple[int, int]], known: bool) -> None:
    rows = [
        (code, f"{code}-{n}", "S" if parts > 1 else "U")
        for code, (parts, _) in old.items()
        for n in range(parts)
    ]
    population = {new: 100 + len(new) * n for n, (_, new, _) in enumerate(rows)} if known else {}
    weights: dict[str, float] = defaultdict(float)
    total = 0.0
    for row in lsoa11_to_lsoa21(lookup(*rows), population).to_pylist():
        weights[row["lsoa11"]] += row["weight"]
        total += row["weight"] * old[row["lsoa11"]][1]
    assert all(weight == pytest.approx(1) for weight in weights.values())
    assert total == pytest.approx(sum(count for _, count in old.values()))
