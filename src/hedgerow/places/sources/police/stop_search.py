"""Stop and search files: what was searched for and what came of it; nothing about the person is kept."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.places.sources.police import checks
from hedgerow.places.sources.police.lines import split_lines
from hedgerow.places.sources.police.naming import Named, named
from hedgerow.places.sources.police.parse import TEXT, WORD, Parsed, parse
from hedgerow.places.sources.police.result import FileFault, FileRead, in_order, refuse
from hedgerow.places.sources.police.street import same
from hedgerow.places.sources.police.vintage import Vintages

COLUMNS = {"type": WORD, "date": TEXT, "object_of_search": WORD, "outcome": WORD}
# About a person, or too exact about a place: read by nobody.
ALSO = (
    "part_of_a_policing_operation",
    "policing_operation",
    "latitude",
    "longitude",
    "gender",
    "age_range",
    "self_defined_ethnicity",
    "officer_defined_ethnicity",
    "legislation",
    "outcome_linked_to_object_of_search",
    "removal_of_more_than_just_outer_clothing",
)
_DATE = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"


def read_stop_search(file_name: str, data: bytes, sha256: str, vintages: Vintages) -> FileRead:  # noqa: ARG001  # one shape for all readers
    """Read and check one stop and search file."""
    try:
        lines = split_lines(data)
        name = named(file_name, "stop-and-search", lines.rows)
        return _checked(sha256, lines.rows, parse(lines, COLUMNS, ALSO), name)
    except FileFault as fault:
        return refuse(sha256, fault)


def _checked(sha256: str, rows: int, parsed: Parsed, name: Named) -> FileRead:
    columns = parsed.columns
    faults = [
        _dates(columns["date"], name.month, rows),
        checks.Fault(checks.each(columns["type"], bool, blank=False), "There is no type of search.", "type"),
    ]
    keep, rejects = checks.first_faults(faults, columns, parsed.row_numbers)
    table = pa.table(
        {
            "file_id": same(sha256[:16], len(keep)),
            "row_number": parsed.row_numbers,
            "month": same(name.month, len(keep)),
            "force": same(name.force, len(keep)),
            "search_type": columns["type"],
            "object_of_search": columns["object_of_search"],
            "outcome": columns["outcome"],
        }
    )
    kept = table if keep.all() else table.filter(pa.array(keep))
    note = f"columns not known and not kept: {', '.join(parsed.extra)}" if parsed.extra else ""
    return FileRead(sha256[:16], sha256, rows, kept, in_order(parsed.rejects, rejects), note)


def _dates(column: pa.Array, month: str, rows: int) -> checks.Fault:
    """Times are UTC, so the first or last day may fall one day outside the file's month."""
    shaped = pc.fill_null(pc.match_substring_regex(column, _DATE), False)
    days = pc.if_else(shaped, pc.utf8_slice_codeunits(column, 0, 10), pa.scalar(None, pa.string()))
    first = np.datetime64(f"{month}-01")
    last = (np.datetime64(month) + np.timedelta64(1, "M")).astype("datetime64[D]")
    day = np.timedelta64(1, "D")
    near = [str(first + step * day) for step in range(-1, int((last - first) / day) + 1)]
    bad = ~np.asarray(pc.is_in(days, pa.array(near)).to_numpy(zero_copy_only=False), dtype=np.bool_)
    if len(bad) and bad.all():
        raise FileFault(
            f"Its name says {month}, but none of its dates is in that month: "
            "give it its publisher's name, or fetch it again.",
            rows,
        )
    return checks.Fault(bad, f"The date is not one in {month}, as the file's name says.", "date")
