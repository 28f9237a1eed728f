"""Street-level files: one row for each crime or incident of anti-social behaviour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.places.sources.police import checks
from hedgerow.places.sources.police.duplicates import flag_duplicates
from hedgerow.places.sources.police.forces import names_of
from hedgerow.places.sources.police.lines import split_lines
from hedgerow.places.sources.police.naming import Named, named
from hedgerow.places.sources.police.parse import TEXT, WORD, Parsed, parse
from hedgerow.places.sources.police.result import FileFault, FileRead, in_order, refuse
from hedgerow.places.sources.police.vintage import Vintages

COLUMNS = {
    "crime_id": TEXT,
    "month": WORD,
    "reported_by": WORD,
    "longitude": TEXT,
    "latitude": TEXT,
    "location": WORD,
    "lsoa_code": WORD,
    "crime_type": WORD,
    "last_outcome_category": WORD,
}
ALSO = ("falls_within", "lsoa_name", "context")  # published, and not to be relied on


def read_street(file_name: str, data: bytes, sha256: str, vintages: Vintages) -> FileRead:
    """Read and check one street-level file."""
    try:
        lines = split_lines(data)
        name = named(file_name, "street", lines.rows)
        parsed = parse(lines, COLUMNS, ALSO)
        return _checked(sha256, lines.rows, parsed, name, vintages)
    except FileFault as fault:
        return refuse(sha256, fault)


def _checked(sha256: str, rows: int, parsed: Parsed, name: Named, vintages: Vintages) -> FileRead:
    columns = parsed.columns
    longitude, latitude, misplaced = checks.coordinates(columns["longitude"], columns["latitude"])
    vintage, strange = vintages.of_column(columns["lsoa_code"])
    types, unknown = checks.crime_types(columns["crime_type"], name.month)
    faults = [
        checks.one_name(columns["month"], name.month, "month", rows),
        reporter(columns["reported_by"], name.force, rows),
        checks.crime_ids(columns["crime_id"]),
        misplaced,
        lsoa_fault(columns["lsoa_code"]),
        unknown,
        checks.Fault(
            checks.unlike(columns["location"], r"^[^\x00-\x1f\x7f]*$"),
            "The location holds a control character.",
            "location",
        ),
    ]
    keep, rejects = checks.first_faults(faults, columns, parsed.row_numbers)
    compared = [columns[key] for key in COLUMNS if key != "crime_id"]
    table = pa.table(
        {
            "file_id": same(sha256[:16], len(keep)),
            "row_number": parsed.row_numbers,
            "month": same(name.month, len(keep)),
            "force": same(name.force, len(keep)),
            "crime_id": columns["crime_id"],
            "longitude": longitude,
            "latitude": latitude,
            "location": described(columns["location"]),
            "lsoa_published": columns["lsoa_code"],
            "lsoa_vintage": vintage,
            "crime_type": types,
            "last_outcome": columns["last_outcome_category"],
            "duplicate": flag_duplicates(columns["crime_id"], compared),
        }
    )
    kept = table if keep.all() else table.filter(pa.array(keep))
    ordered = in_order(parsed.rejects, rejects)
    return FileRead(sha256[:16], sha256, rows, kept, ordered, remarks(parsed, strange))


def same(value: str, rows: int) -> pa.Array:
    """Return a column that holds one value."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, dtype=np.int32)), pa.array([value]))


def reporter(column: pa.DictionaryArray, force: str, rows: int) -> checks.Fault:
    """Return the rows that another force reports than the one in the file's name.

    A force that is not in the closed list may have any name, but one only: that of the first row.
    """
    names = names_of(force) or frozenset(column.dictionary.to_pylist()[:1])
    bad = checks.each(column, names.__contains__, blank=False)
    if len(bad) and bad.all():
        seen = ", ".join(str(word) for word in column.dictionary.to_pylist()[:3]) or "nothing"
        raise FileFault(
            f"Its name says {force}, but its rows were reported by {seen}: "
            "give it its publisher's name, or fetch it again.",
            rows,
        )
    return checks.Fault(bad, f"It was not reported by {force}, as the file's name says.", "reported_by")


def lsoa_fault(column: pa.DictionaryArray) -> checks.Fault:
    """Return the rows whose LSOA code is there and is no LSOA code."""
    return checks.Fault(checks.unlike(column, checks.LSOA), "The LSOA code is not one.", "lsoa_code")


def described(column: pa.DictionaryArray) -> pa.Array:
    """Return the published descriptions; “No Location” and “On or near” with nothing after are missing."""
    text = column.dictionary
    empty = pc.match_substring_regex(text, r"^(?i:no location|on or near)\s*$")
    return pc.if_else(empty, pa.scalar(None, pa.string()), text).take(column.indices)


def remarks(parsed: Parsed, strange: Sequence[str]) -> str:
    """Return what a reader of the file must know, in words: unknown columns, LSOA codes in no lookup."""
    notes = []
    if parsed.extra:
        notes.append(f"columns not known and not kept: {', '.join(parsed.extra)}")
    if strange:
        notes.append(f"{len(strange)} LSOA codes in no lookup: {', '.join(strange[:5])}")
    return "; ".join(notes)
