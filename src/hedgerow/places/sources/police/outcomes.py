"""Outcome files: one row for each outcome of a crime, linked by Crime ID."""

from __future__ import annotations

import pyarrow as pa

from hedgerow.places.sources.police import checks
from hedgerow.places.sources.police.lines import split_lines
from hedgerow.places.sources.police.naming import Named, named
from hedgerow.places.sources.police.parse import TEXT, WORD, Parsed, parse
from hedgerow.places.sources.police.result import FileFault, FileRead, in_order, refuse
from hedgerow.places.sources.police.street import lsoa_fault, remarks, reporter, same
from hedgerow.places.sources.police.vintage import Vintages

COLUMNS = {"crime_id": TEXT, "month": WORD, "reported_by": WORD, "lsoa_code": WORD, "outcome_type": WORD}
ALSO = ("falls_within", "longitude", "latitude", "location", "lsoa_name")


def read_outcomes(file_name: str, data: bytes, sha256: str, vintages: Vintages) -> FileRead:
    """Read and check one outcome file; its rows are never de-duplicated either."""
    try:
        lines = split_lines(data)
        name = named(file_name, "outcomes", lines.rows)
        return _checked(sha256, lines.rows, parse(lines, COLUMNS, ALSO), name, vintages)
    except FileFault as fault:
        return refuse(sha256, fault)


def _checked(sha256: str, rows: int, parsed: Parsed, name: Named, vintages: Vintages) -> FileRead:
    columns = parsed.columns
    _, strange = vintages.of_column(columns["lsoa_code"])
    faults = [
        checks.one_name(columns["month"], name.month, "month", rows),
        reporter(columns["reported_by"], name.force, rows),
        checks.crime_ids(columns["crime_id"]),
        lsoa_fault(columns["lsoa_code"]),
        checks.Fault(
            checks.each(columns["outcome_type"], bool, blank=False), "There is no outcome.", "outcome_type"
        ),
    ]
    keep, rejects = checks.first_faults(faults, columns, parsed.row_numbers)
    table = pa.table(
        {
            "file_id": same(sha256[:16], len(keep)),
            "row_number": parsed.row_numbers,
            "month": same(name.month, len(keep)),
            "force": same(name.force, len(keep)),
            "crime_id": columns["crime_id"],
            "lsoa_published": columns["lsoa_code"],
            "outcome_type": columns["outcome_type"],
        }
    )
    kept = table if keep.all() else table.filter(pa.array(keep))
    ordered = in_order(parsed.rejects, rejects)
    return FileRead(sha256[:16], sha256, rows, kept, ordered, remarks(parsed, strange))
