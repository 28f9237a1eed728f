"""The fast reader against a slow, obvious one: on files with faults of every kind they keep the same rows."""

from __future__ import annotations

import csv
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.places.sources.found import digest_bytes
from hedgerow.places.sources.police import FileRead, Vintages, read_street

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
GOOD = [
    "ab" * 32,
    "2023-05",
    "Kent Police",
    "Kent Police",
    "0.5",
    "51.2",
    "On or near High Street",
    "E01024000",
    "Ashford 001A",
    "Burglary",
    "Under investigation",
    "",
]
WRONG = {
    0: ["", "AB" * 32, "ab" * 31, "0" * 65],
    1: ["2023-06", "", "2023-5"],
    2: ["Essex Police", ""],
    4: ["", "nan", "99", "1e-1", "0,5", "-0x1", "inf"],
    5: ["", "1.2", "51.2.3"],
    6: ["", "No Location", "On or near ", '"quoted, name"', '"open', "tab\there", "nul\0", "cr\rhere", "Ŵy"],
    7: ["", "E0102400", "e01024000", "S01000001", "W01000001"],
    9: ["", "burglary", "Theft", "Anti-social behaviour"],
    11: ["x", "x,y"],
}


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    cells = list(GOOD)
    cells[0] = draw(st.sampled_from(["ab" * 32, "cd" * 32, ""]))
    if draw(st.booleans()):
        column = draw(st.sampled_from(sorted(WRONG)))
        cells[column] = draw(st.sampled_from(WRONG[column]))
    line = ",".join(cells).encode()
    if draw(st.integers(0, 9)) == 0:
        cut = draw(st.integers(0, len(line)))
        line = draw(st.sampled_from([line[:cut], line[:cut] + b"\xff" + line[cut:], b"", line + b","]))
    return line


def plainly(body: list[bytes]) -> list[int]:
    """The row numbers that are kept, one line and one cell at a time."""
    return [number for number, line in enumerate(body, 1) if _is_fit(line) and _is_right(line.decode())]


def _is_fit(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return line.count(b'"') % 2 == 0 and b"\0" not in line and b"\r" not in line


def _is_right(line: str) -> bool:
    cells = next(csv.reader([line]), [])
    if len(cells) != 12:
        return False
    crime_id, month, by, _, x, y, where, lsoa, _, kind, _, _ = cells
    return (
        (crime_id == "" or re.fullmatch(r"[0-9a-f]{64}", crime_id) is not None)
        and month == "2023-05"
        and by == "Kent Police"
        and _is_place(x, y)
        and (lsoa == "" or re.fullmatch(r"[EW]01\d{6}", lsoa) is not None)
        and kind.lower() in ("burglary", "anti-social behaviour")
        and not any(ord(letter) < 32 or ord(letter) == 127 for letter in where)
    )


def _is_place(x: str, y: str) -> bool:
    if not x and not y:
        return True
    try:
        return -9 <= float(x) <= 2.5 and 49.5 <= float(y) <= 61.5
    except ValueError:
        return False


def fast(data: bytes) -> FileRead:
    return read_street("2023-05-kent-street.csv", data, digest_bytes(data), Vintages())


def test_what_is_a_number_does_not_rest_on_the_other_rows() -> None:
    written = [
        ",".join([*GOOD[:4], x, *GOOD[5:]]).encode() for x in ("1e-1", "-0x1", ".5", "+1", "nan", "2.")
    ]
    read = fast(HEADER.encode() + b"\n" + b"\n".join(written))
    assert read.table is not None
    assert read.table.column("row_number").to_pylist() == [1, 3, 6]


@settings(max_examples=150, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=25), st.booleans())
def test_both_keep_the_same_rows(body: list[bytes], ends: bool) -> None:
    good = ",".join(GOOD).encode()
    rows = [*body, good]
    read = fast(HEADER.encode() + b"\n" + b"\n".join(rows) + (b"\n" if ends else b""))
    assert read.rows_in == len(rows)
    assert read.table is not None
    kept = read.table.column("row_number").to_pylist()
    assert kept == plainly(rows)
    assert sorted([*kept, *(reject.row_number for reject in read.rejects)]) == list(range(1, len(rows) + 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["ab" * 32, "cd" * 32, "ab" * 31 + "cd", ""]), min_size=1, max_size=12))
def test_duplicates_are_those_that_a_set_would_find(ids: list[str]) -> None:
    body = [",".join([one, *GOOD[1:]]).encode() for one in ids]
    read = fast(HEADER.encode() + b"\n" + b"\n".join(body) + b"\n")
    assert read.table is not None
    expected = [bool(one) and one in ids[:position] for position, one in enumerate(ids)]
    assert read.table.column("duplicate").to_pylist() == expected
