"""Turn the rows of a source into one value an area, in the way that the indicator's definition says."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.errors import SourceFileError
from hedgerow.places.indicators.definition import Indicator, Reading

# A code may be followed by a name: ``E01011954 : Hartlepool 001A``.
_CODE = r"^(?P<code>[A-Z]\d{8})(?: : .*)?$"


def values(indicator: Indicator, rows: pa.Table) -> pa.Table:
    """Return columns ``code``, ``value`` and ``row_number``, one row an area.

    Parameters
    ----------
    indicator
        Its reading is by column, category or parts.
    rows
        The columns that the reading names, and ``row_number``.

    Raises
    ------
    SourceFileError
        When an area has two values.
    """
    reading = indicator.reading
    coded = _coded(rows, reading.code)
    found = _by_category(coded, reading) if reading.category else _by_row(coded, reading)
    distinct = pc.count_distinct(found.column("code")).as_py()
    if distinct != len(found):
        raise SourceFileError(
            f"The {reading.source} file gives {len(found) - distinct} areas of {indicator.name} two values.",
            remedy="Take the repeated rows out, or get the file again.",
        )
    return found


def _coded(rows: pa.Table, code: str) -> pa.Table:
    """Return the rows whose code is one, with the code alone in the column ``code``."""
    parts = pc.struct_field(pc.extract_regex(rows.column(code), pattern=_CODE), "code")
    return rows.append_column("code", parts).filter(pc.is_valid(parts))


def _by_row(rows: pa.Table, reading: Reading) -> pa.Table:
    if reading.column and reading.equals is not None:
        value = pc.cast(pc.equal(rows.column(reading.column), reading.equals), pa.float64())
    elif reading.column:
        value = pc.multiply(_number(rows, reading.column), reading.scale)
    else:
        some = _number(rows, reading.parts[0])
        for part in reading.parts[1:]:
            some = pc.add(some, _number(rows, part))
        value = _percent(some, _number(rows, str(reading.whole)))
    return pa.table({"code": rows.column("code"), "value": value, "row_number": rows.column("row_number")})


def _by_category(rows: pa.Table, reading: Reading) -> pa.Table:
    """Sum the wanted answers of each area over its total; an area without one of them has no value."""
    kept = rows.filter(pc.is_in(rows.column(reading.category), pa.array(reading.categories)))
    numbers = pa.table(
        {
            "code": kept.column("code"),
            "some": _number(kept, str(reading.count)),
            "whole": _number(kept, str(reading.total)),
        }
    )
    summed = numbers.group_by("code").aggregate([("some", "sum"), ("whole", "max"), ("some", "count")])
    share = _percent(summed.column("some_sum"), summed.column("whole_max"))
    held = pc.unique(kept.column(reading.category))
    value = pc.if_else(pc.equal(summed.column("some_count"), len(held)), share, None)
    return pa.table(
        {"code": summed.column("code"), "value": value, "row_number": pa.nulls(len(summed), pa.int64())}
    )


def _percent(some: pa.ChunkedArray, whole: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return 100 times the share; of nothing there is no share."""
    positive = pc.if_else(pc.greater(whole, 0), whole, None)
    return pc.divide(pc.multiply(some, 100.0), positive)


def _number(rows: pa.Table, column: str) -> pa.ChunkedArray:
    values = rows.column(column)
    if pa.types.is_string(values.type):
        trimmed = pc.utf8_trim_whitespace(values)
        values = pc.if_else(pc.equal(trimmed, ""), None, trimmed)
    return pc.cast(values, pa.float64())
