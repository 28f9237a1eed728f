"""A table of effects as it was written: lines with their numbers, before anything is made of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hedgerow.errors import RecordError
from hedgerow.evidence.readers.text import decode
from hedgerow.evidence.synthesis.data import Array
from hedgerow.evidence.synthesis.written import WORKBOOKS, Written, in_text, in_workbook

MISSING = frozenset({"", "na", "n/a", "nan", "null", "."})
_NAMED = (
    "slab study study_name studlab author authors first_author source trial label name reference paper id"
)
_LABELS = tuple(_NAMED.split())


@dataclass(frozen=True)
class EffectsTable:
    """Lines of cells by column; `name` is the file's, `lines` the number of each in it."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    lines: tuple[int, ...]

    def where(self, wanted: Sequence[tuple[str, str]]) -> EffectsTable:
        """Return the lines whose columns have these values."""
        for column, _ in wanted:
            self.need(column)
        kept = [
            place
            for place, row in enumerate(self.rows)
            if all(row[column].strip() == value for column, value in wanted)
        ]
        if not kept:
            raise RecordError(
                f"{self.name} holds no effect{' that was asked for' if wanted else ''}.",
                remedy="Check the file and what was asked for.",
            )
        rows, lines = tuple(self.rows[i] for i in kept), tuple(self.lines[i] for i in kept)
        return EffectsTable(self.name, self.heads, rows, lines)

    def need(self, column: str) -> None:
        """Refuse a column that is not there."""
        if column not in self.heads:
            raise RecordError(
                f"{self.name} has no column “{column}”.",
                cause=f"Its columns are: {', '.join(self.heads)[:300] or 'none'}.",
                remedy="Name a column as it stands in the first line.",
            )

    def words(self, column: str) -> tuple[str, ...]:
        """Return a column as text, empty where missing; nothing where the column is not there."""
        return tuple(blanked(row[column]) for row in self.rows) if column and column in self.heads else ()

    def numbers(self, column: str) -> Array:
        """Return a column of numbers, NaN where missing."""
        self.need(column)
        values = []
        for line, row in zip(self.lines, self.rows, strict=True):
            value = number_of(row[column])
            if value is None:
                raise RecordError(
                    f"“{row[column][:40]}” in line {line} of {self.name} is not a number.",
                    cause=f"Column “{column}” holds numbers.",
                    remedy="Correct the cell; leave it empty where the number is not known.",
                )
            values.append(value)
        return np.array(values, dtype=float)

    def studies(self) -> tuple[str, ...]:
        """Return a name for each line: of the study, the author with the year, or the line itself."""
        found = {"_".join(head.lower().split()): head for head in reversed(self.heads)}
        named = [found[label] for label in _LABELS if label in found]
        worded = [head for head in named if any(number_of(cell) is None for cell in self.words(head))]
        label = next(iter(worded or named), "")
        years = (
            self.words(found["year"]) if "year" in found and label.lower() in ("author", "authors") else ()
        )
        cells = self.words(label)
        names = [
            " ".join(part for part in (cells[place] if cells else "", years[place] if years else "") if part)
            or f"line {line}"
            for place, line in enumerate(self.lines)
        ]
        return tuple(names)


def read_table(path: Path) -> EffectsTable:
    """Read a CSV file, separated by commas, semicolons or tabs, or a workbook.

    Raises
    ------
    RecordError
        When it cannot be opened or a line does not fit its head.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RecordError(
            f"{path} cannot be opened.", cause=f"{error.strerror}.", remedy="Check the path."
        ) from error
    return table_in(path.name, content)


def table_in(name: str, content: bytes) -> EffectsTable:
    """Return the table in the bytes of a file: separated values, or a workbook."""
    if content.startswith(WORKBOOKS):
        return _tabled(name, in_workbook(name, content))
    return parse_table(name, decode(content)[0])


def parse_table(name: str, text: str) -> EffectsTable:
    """Return the table in a text of separated values, as a file or pasted from a spreadsheet."""
    return _tabled(name, in_text(name, text))


def _tabled(name: str, found: Written) -> EffectsTable:
    rows = tuple(dict(zip(found.heads, row, strict=True)) for row in found.rows)
    return EffectsTable(name, tuple(found.heads), rows, tuple(found.lines))


def table_of(rows: Sequence[Mapping[str, object]], name: str = "the table") -> EffectsTable:
    """Return rows of any origin as a table; a value of `None` is missing."""
    heads = tuple(dict.fromkeys(head for row in rows for head in row))
    made = tuple({head: "" if row.get(head) is None else str(row[head]) for head in heads} for row in rows)
    return EffectsTable(name, heads, made, tuple(range(1, len(rows) + 1)))


def blanked(cell: str) -> str:
    """Return a cell without the space around it, empty where it says that it is missing."""
    return "" if cell.strip().lower() in MISSING else cell.strip()


def number_of(cell: str) -> float | None:
    """Return a number, NaN where missing, None where it is neither."""
    if not blanked(cell):
        return float("nan")
    try:
        value = float(cell.strip().replace("\u2212", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
