"""The promise that each table of the lake makes: columns, types, meaning, allowed values and source class.

Definitions are data, in the TOML files beside this one. `check` holds a table against its promise.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.errors import NotFoundError, SchemaError

_TYPES = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "binary": pa.binary(),
}


@dataclass(frozen=True)
class Column:
    """One promised column."""

    name: str
    type: str
    about: str
    null: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSpec:
    """One promised table; `source_class` is open, modelled, partner or community."""

    name: str
    title: str
    source_class: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the table."""
        return pa.schema([pa.field(column.name, _TYPES[column.type], column.null) for column in self.columns])

    def column(self, name: str) -> Column:
        """Return one column's promise; raise `NotFoundError` for an unknown name."""
        for column in self.columns:
            if column.name == name:
                return column
        names = ", ".join(column.name for column in self.columns)
        raise NotFoundError(
            f"The table {self.name} has no column “{name}”.", remedy=f"Its columns are: {names}."
        )


@cache
def tables() -> dict[str, TableSpec]:
    """Return every promised table by name."""
    found: dict[str, TableSpec] = {}
    folder = files("hedgerow.store.catalogue")
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            for name, body in tomllib.loads(entry.read_text("utf-8")).items():
                found[name] = TableSpec(
                    name=name,
                    title=body["title"],
                    source_class=body["class"],
                    key=tuple(body["key"]),
                    columns=tuple(
                        Column(
                            c["name"],
                            c["type"],
                            c["about"],
                            c.get("null", False),
                            tuple(c.get("allowed", ())),
                        )
                        for c in body["columns"]
                    ),
                )
    return found


def spec(name: str) -> TableSpec:
    """Return the promise of one table; raise `NotFoundError` for an unknown name."""
    if name not in tables():
        raise NotFoundError(f"There is no table “{name}”.", remedy=f"The tables are: {', '.join(tables())}.")
    return tables()[name]


def check(name: str, table: pa.Table) -> pa.Table:
    """Return `table` with the promised column order and types.

    Raises
    ------
    SchemaError
        When a column is missing or unknown, a value is of another type, a promised value is missing, or a
        value is not one of the allowed.
    """
    promise = spec(name)
    expected = [column.name for column in promise.columns]
    if sorted(table.column_names) != sorted(expected):
        wanting = sorted(set(expected) - set(table.column_names))
        extra = sorted(set(table.column_names) - set(expected))
        raise SchemaError(
            f"The table {name} does not have its promised columns.",
            cause=f"Missing: {', '.join(wanting) or 'none'}; not promised: {', '.join(extra) or 'none'}.",
        )
    for column in promise.columns:
        if not column.null and table.column(column.name).null_count:
            wanting = table.column(column.name).null_count
            raise SchemaError(f"{wanting} rows of {name} have no {column.name}, which is promised.")
    try:
        cast = table.select(expected).cast(promise.schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError) as error:
        raise SchemaError(f"The table {name} does not have its promised types.", cause=f"{error}") from error
    for column in promise.columns:
        _check_column(name, column, cast.column(column.name))
    return cast


def _check_column(table: str, column: Column, values: pa.ChunkedArray) -> None:
    if column.allowed and len(values):
        strange = pc.unique(values).drop_null().to_pylist()
        unknown = sorted(set(strange) - set(column.allowed))
        if unknown:
            raise SchemaError(
                f"{table}.{column.name} holds {', '.join(map(repr, unknown[:3]))}.",
                cause=f"Allowed are: {', '.join(column.allowed)}.",
            )
