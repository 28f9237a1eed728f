"""The table behind an index: units, and the columns that its specification names."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.errors import EstimateError, NotFoundError, SchemaError
from hedgerow.places.composite.parsing import near
from hedgerow.places.composite.spec import Spec

Array = npt.NDArray[np.float64]
EMPTY = ("", "NA", "NaN", "nan", "N/A", "null", "NULL", "-")


@dataclass(frozen=True)
class CompositeData:
    """Units and columns of numbers, NaN where missing.

    Attributes
    ----------
    columns
        Indicators, denominators and standard errors by the name of their column.
    groups
        The group of each unit, where imputation is by group.
    links
        m x 2 rows of units and their neighbours, where imputation is by neighbours.
    """

    units: tuple[str, ...]
    columns: Mapping[str, Array]
    groups: tuple[str, ...] = ()
    links: npt.NDArray[np.int64] | None = None
    source: Mapping[str, str] = field(default_factory=dict)


def read_table(path: Path, words: tuple[str, ...] = ()) -> pa.Table:
    """Read a CSV or Parquet file; the first column and those named `words` stay text in a CSV.

    Raises
    ------
    NotFoundError, SchemaError
        When it is not there or cannot be read.
    """
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    if not path.is_file():
        raise NotFoundError(f"There is no table {path}.", remedy="Give a CSV or Parquet file with --table.")
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            return pq.read_table(path)
        options = pc.ConvertOptions(
            null_values=list(EMPTY), strings_can_be_null=True, include_missing_columns=False
        )
        options.column_types = {name: pa.string() for name in (*_header(path)[:1], *words) if name}
        return pc.read_csv(path, convert_options=options)
    except (pa.ArrowInvalid, UnicodeDecodeError, csv.Error) as error:
        raise SchemaError(
            f"{path.name} cannot be read as a table: {str(error).splitlines()[0]}",
            remedy="Give a CSV in UTF-8 with a header and commas, or a Parquet file.",
        ) from error


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return next(csv.reader(handle), [])


def data_of(table: pa.Table, spec: Spec, *, source: Mapping[str, str] | None = None) -> CompositeData:
    """Take the columns that the specification names.

    Raises
    ------
    SchemaError
        When a column is unknown or not of numbers, or a unit is nameless or stands twice.
    EstimateError
        When an indicator has no value or one value everywhere.
    """
    if not table.num_columns or not table.num_rows:
        raise SchemaError("The table has no rows.", remedy="Give a table with one row a unit.")
    unit = spec.unit or table.column_names[0]
    units = _units(_column(table, unit, "the units"), unit)
    columns = {name: _numbers(_column(table, name, use), name, units) for name, use in _named(spec).items()}
    _check_indicators(columns, spec)
    return CompositeData(
        units=units,
        columns=columns,
        groups=_groups(table, spec, units),
        links=_links(Path(spec.impute.neighbours), units) if spec.impute.neighbours else None,
        source=dict(source or {}) | {"unit": unit},
    )


def _named(spec: Spec) -> dict[str, str]:
    named = {}
    for one in spec.indicators:
        named[one.column or one.code] = f"the indicator {one.code}"
        for name, use in ((one.denominator, "denominator"), (one.se, "standard error")):
            if name:
                named.setdefault(name, f"the {use} of {one.code}")
    return named


def _column(table: pa.Table, name: str, use: str) -> pa.ChunkedArray:
    if table.column_names.count(name) > 1:
        raise SchemaError(f"The table has two columns “{name}”.", remedy="Rename or leave out one of them.")
    if name not in table.column_names:
        columns = ", ".join(table.column_names[:40])
        raise SchemaError(
            f"The table has no column “{name}”, which the specification names for {use}.",
            remedy=f"{near(name, table.column_names)}Columns: {columns}"
            f"{' …' if table.num_columns > 40 else ''}.",
        )
    return table[name]


def _units(column: pa.ChunkedArray, name: str) -> tuple[str, ...]:
    units = tuple(None if one is None else str(one).strip() for one in column.to_pylist())
    empty = [row for row, one in enumerate(units, start=1) if not one]
    if empty:
        raise SchemaError(
            f"Row {empty[0]} has no {name}.", remedy="Name every unit, or set unit in the file."
        )
    twice = [one for one, times in Counter(units).items() if times > 1]
    if twice:
        raise SchemaError(
            f"{len(twice)} units stand more than once in the column {name}, for example {twice[0]}.",
            cause="An index has one row a unit.",
            remedy="Correct the table, or name the column of codes with unit = “…”.",
        )
    return tuple(one for one in units if one)


def _numbers(column: pa.ChunkedArray, name: str, units: tuple[str, ...]) -> Array:
    kind = column.type
    if pa.types.is_null(kind):
        return np.full(len(units), np.nan)
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        return _from_words(column.to_pylist(), name, units)
    values = np.array(column.cast(pa.float64()).to_numpy(), dtype=float)
    endless = np.flatnonzero(np.isinf(values))
    if len(endless):
        raise SchemaError(
            f"{name} of {units[endless[0]]} is infinite.", remedy="Correct it, or leave it empty."
        )
    return values


def _from_words(values: list[Any], name: str, units: tuple[str, ...]) -> Array:
    out = np.full(len(values), np.nan)
    for row, value in enumerate(values):
        if value is None or str(value).strip() in EMPTY:
            continue
        try:
            out[row] = float(str(value))
        except ValueError as error:
            raise SchemaError(
                f"{name} of {units[row]} is “{value}”, which is no number.",
                remedy="Correct it, or leave the cell empty where the value is missing.",
            ) from error
    if np.isinf(out).any():
        raise SchemaError(f"{name} holds an infinite value.", remedy="Leave the cell empty.")
    return out


def _check_indicators(columns: Mapping[str, Array], spec: Spec) -> None:
    for one in spec.indicators:
        values = columns[one.column or one.code]
        known = values[~np.isnan(values)]
        if not len(known) or known.min() == known.max():
            what = "no value at all" if not len(known) else f"the one value {known[0]:g} everywhere"
            raise EstimateError(
                f"The indicator {one.code} has {what}.",
                cause="It cannot tell units apart.",
                remedy="Check its column in the table, or leave it out of the specification.",
            )
        if not one.se:
            continue
        if (columns[one.se] < 0).any():
            raise SchemaError(f"{one.se} holds a negative standard error.", remedy="Correct the table.")
        bare = int(np.count_nonzero(np.isnan(columns[one.se]) & ~np.isnan(values)))
        if bare:
            raise SchemaError(
                f"{bare} values of {one.code} have no standard error in {one.se}.",
                cause="A missing standard error is not an exact value.",
                remedy="Give 0 where the value is exact, or leave the value out.",
            )


def _groups(table: pa.Table, spec: Spec, units: tuple[str, ...]) -> tuple[str, ...]:
    if not spec.impute.group:
        return ()
    held = _column(table, spec.impute.group, "the groups of imputation").to_pylist()
    bare = [unit for unit, group in zip(units, held, strict=True) if group is None]
    if bare:
        raise SchemaError(f"{bare[0]} has no {spec.impute.group}.", remedy="Give every unit a group.")
    return tuple(str(one) for one in held)


def _links(path: Path, units: tuple[str, ...]) -> npt.NDArray[np.int64]:
    if not path.is_file():
        raise NotFoundError(
            f"There is no file of neighbours {path}.",
            remedy="Set impute.neighbours to a CSV: area,neighbour.",
        )
    table = read_table(path, ("neighbour",))
    pairs = [[str(one) for one in table[column].to_pylist()] for column in range(min(table.num_columns, 2))]
    if len(pairs) < 2:
        raise SchemaError(f"{path.name} has one column.", remedy="Give area,neighbour, the nearest first.")
    place = {unit: row for row, unit in enumerate(units)}
    strange = [one for one in pairs[0] if one not in place]
    if len(strange) == len(pairs[0]):
        raise SchemaError(
            f"None of the areas of {path.name} is a unit of the table, for example {strange[0]}.",
            remedy="Use the same codes, of the same vintage.",
        )
    held = [(place[a], place[b]) for a, b in zip(*pairs, strict=True) if a in place and b in place]
    return np.array(held, dtype=np.int64).reshape(-1, 2)
