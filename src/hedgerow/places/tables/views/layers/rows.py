"""Columns of a lake's table, by LSOA, as plain Python values."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from hedgerow.disclosure.released import Value

DIGITS = 4


def by_code(rows: pa.Table, column: str, *, key: str = "lsoa21") -> dict[str, Value]:
    """Return one column by LSOA; empty where the table has no such column."""
    if column not in rows.column_names:
        return {}
    codes, values = rows.column(key).to_pylist(), rows.column(column).to_pylist()
    return {
        code: round(value, DIGITS) if isinstance(value, float) else value
        for code, value in zip(codes, values, strict=True)
    }


def only(values: Mapping[str, Value], kept: Mapping[str, object]) -> dict[str, Value]:
    """Return the values of the places that the other mapping names as true."""
    return {code: value for code, value in values.items() if kept.get(code)}
