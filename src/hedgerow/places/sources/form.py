"""One form that a publisher gives a table in, and how its rows become those of the tidy table.

A source may come in several forms: a tidy copy, the publisher's own download with long headers, a wide
table with one column for each answer. Which form a file has is told by its columns; a form is data, in
`publishers/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.errors import SettingsError

ROW = "row_number"
ROWS_IN = b"rows_in"
STATUSES = ("seen", "unverified")
KEYS = {"file", "status", "columns", "without", "name", "rename", "sum", "derive", "answers", "distinct"}


@dataclass(frozen=True)
class Answers:
    """A wide table with one column for each answer, to become one row for each answer.

    `column`, `count` and `total` name the columns made; `of_total` and `of` hold, as regular expressions over
    canonical names, where the total and each answer stand.
    """

    column: str
    total: str
    of_total: str
    of: Mapping[str, str]
    count: str = "n"


@dataclass(frozen=True)
class Form:
    """How a file of this form is known, and what is done with its columns.

    Attributes
    ----------
    file
        The publisher's name for the file, for people.
    status
        ``seen`` when its header was read in a real file or in code that reads one; else ``unverified``.
    columns, without, file_name
        Regular expressions: columns that must be there, that must not, and what the file's name must hold.
    rename
        Canonical name to regular expressions, the first that fits a column serves.
    sums
        New column to the columns that it is the sum of; without one of them there is no such column.
    derive
        New column, the column that it is made from, and values by regular expression.
    answers
        How a wide table becomes a long one.
    distinct
        Columns to keep, as regular expressions, each combination once.
    """

    file: str = ""
    status: str = "seen"
    columns: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    file_name: str = ""
    rename: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    derive: tuple[tuple[str, str, Mapping[str, str]], ...] = ()
    answers: Answers | None = None
    distinct: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """Every pattern that a column must fit."""
        return (*self.columns, *((self.answers.of_total, *self.answers.of.values()) if self.answers else ()))

    def has_columns(self, columns: frozenset[str]) -> bool:
        """Whether these canonical columns are of this form."""
        return all(_holding(pattern, columns) for pattern in self.required) and not any(
            _holding(pattern, columns) for pattern in self.without
        )

    def fits(self, columns: frozenset[str], file_name: str) -> bool:
        """Whether a file with these canonical columns and this name is of this form."""
        named = not self.file_name or re.search(self.file_name, file_name.lower()) is not None
        return named and self.has_columns(columns)

    def tidied(self, table: pa.Table) -> pa.Table:
        """Return the rows under the tidy table's columns; a changed number of rows keeps their numbers."""
        table = _renamed(table, self.rename)
        for name, parts in self.sums.items():
            table = _put(table, name, _sum(table, parts)) if set(parts) <= set(table.column_names) else table
        for name, source, values in self.derive:
            table = _put(table, name, _mapped(table.column(source), values))
        if self.answers is None and not self.distinct:
            return table
        rows_in = len(table)
        table = _put(table, ROW, pa.array(range(1, rows_in + 1), pa.int64()))
        table = _once(table, self.distinct) if self.distinct else _long(table, self.answers)
        return table.replace_schema_metadata({ROWS_IN: str(rows_in).encode()})


def parse_form(data: Mapping[str, Any], origin: str) -> Form:
    """Return a form from its definition; raise `SettingsError` for what is not one."""
    unknown = sorted(set(data) - KEYS)
    status = data.get("status", "seen")
    if unknown or status not in STATUSES:
        raise SettingsError(f"{origin}: unknown key or status: {unknown or status}.")
    return Form(
        file=data.get("file", ""),
        status=status,
        columns=tuple(data.get("columns", ())),
        without=tuple(data.get("without", ())),
        file_name=data.get("name", ""),
        rename={name: _texts(given) for name, given in data.get("rename", {}).items()},
        sums={name: tuple(parts) for name, parts in data.get("sum", {}).items()},
        derive=tuple((name, one["from"], one["values"]) for name, one in data.get("derive", {}).items()),
        answers=Answers(**data["answers"]) if "answers" in data else None,
        distinct=tuple(data.get("distinct", ())),
    )


def rows_in(table: pa.Table) -> int:
    """Return how many rows the file of a read table had."""
    return int((table.schema.metadata or {}).get(ROWS_IN, len(table)))


def _texts(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _holding(pattern: str, columns: Iterable[str]) -> str | None:
    return next((column for column in columns if re.fullmatch(pattern, column)), None)


def _renamed(table: pa.Table, rename: Mapping[str, tuple[str, ...]]) -> pa.Table:
    for wanted, patterns in rename.items():
        held = next(filter(None, (_holding(pattern, table.column_names) for pattern in patterns)), None)
        if held is not None and held != wanted:
            names = [
                wanted if name == held else f"{name}_published" if name == wanted else name
                for name in table.column_names
            ]
            table = table.rename_columns(names)
    return table


def _put(table: pa.Table, name: str, values: pa.ChunkedArray | pa.Array) -> pa.Table:
    if name in table.column_names:
        return table.set_column(table.column_names.index(name), name, values)
    return table.append_column(name, values)


def _sum(table: pa.Table, parts: Sequence[str]) -> pa.ChunkedArray:
    total = _whole(table.column(parts[0]))
    for part in parts[1:]:
        total = pc.add(total, _whole(table.column(part)))
    return total


def _whole(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return whole numbers; what is none, such as a publisher's note, is missing."""
    if not pa.types.is_string(values.type) and not pa.types.is_large_string(values.type):
        return pc.cast(values, pa.int64())
    plain = pc.utf8_trim_whitespace(values)
    return pc.cast(pc.if_else(pc.match_substring_regex(plain, r"^\d+$"), plain, None), pa.int64())


def _mapped(values: pa.ChunkedArray, by: Mapping[str, str]) -> pa.Array:
    """Return the value of the first pattern that fits; none where none does."""
    known = {
        value: next((to for pattern, to in by.items() if re.fullmatch(pattern, value)), None)
        for value in pc.unique(values).to_pylist()
        if value is not None
    }
    return pa.array([known.get(value) for value in values.to_pylist()], pa.string())


def _once(table: pa.Table, columns: Sequence[str]) -> pa.Table:
    held = [name for name in table.column_names if any(re.fullmatch(pattern, name) for pattern in columns)]
    first = table.group_by(held, use_threads=False).aggregate([(ROW, "min")])
    return first.rename_columns([name.removesuffix("_min") for name in first.column_names]).sort_by(ROW)


def _long(table: pa.Table, answers: Answers | None) -> pa.Table:
    if answers is None:
        return table
    where = {answer: _holding(pattern, table.column_names) for answer, pattern in answers.of.items()}
    total = _holding(answers.of_total, table.column_names)
    wide = {*where.values(), total}
    kept = [name for name in table.column_names if name not in wide]
    parts = [
        pa.table(
            {
                **{name: table.column(name) for name in kept},
                answers.total: _whole(table.column(total)),
                answers.column: pa.array([answer] * len(table), pa.string()),
                answers.count: _whole(table.column(column)),
            }
        )
        for answer, column in where.items()
    ]
    return pa.concat_tables(parts)
