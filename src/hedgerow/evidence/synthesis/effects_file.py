"""A table of effects in a CSV file: which column is what, and words made into columns of a design."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hedgerow.errors import RecordError
from hedgerow.evidence.readers.text import decode
from hedgerow.evidence.synthesis.data import Array, SynthesisData

MISSING = frozenset({"", "na", "n/a", "nan", "null", "."})
_LABELS = ("study", "label", "author", "id", "name")
_SIGNS = ("positive_means", "sign_convention")


@dataclass(frozen=True)
class EffectColumns:
    """Names of the columns: effects, variances, moderators, clusters, units within them."""

    yi: str
    vi: str
    mods: tuple[str, ...] = ()
    cluster: str = ""
    nested: str = ""


@dataclass(frozen=True)
class EffectsFile:
    """What was read: the data, and a name for each column of the moderators (one a level for words)."""

    data: SynthesisData
    moderators: tuple[str, ...]


def read_effects(path: Path, columns: EffectColumns, where: tuple[tuple[str, str], ...] = ()) -> EffectsFile:
    """Read a table of effects.

    Columns named positive_means or sign_convention, measure, and bounds_type are read for the checks before
    pooling. `where` keeps the rows whose columns have these values.

    Raises
    ------
    RecordError
        When the file, a column or a number cannot be read, naming the line.
    """
    rows = _rows(path)
    heads = tuple(rows[0]) if rows else ()
    wanted = (
        columns.yi,
        columns.vi,
        *columns.mods,
        columns.cluster,
        columns.nested,
        *(name for name, _ in where),
    )
    for name in filter(None, wanted):
        if name not in heads:
            raise RecordError(
                f"{path.name} has no column “{name}”.",
                cause=f"Its columns are: {', '.join(heads)[:300] or 'none'}.",
                remedy="Name a column as it stands in the first line.",
            )
    kept = [
        (line, row)
        for line, row in enumerate(rows, start=2)
        if all(row[name].strip() == value for name, value in where)
    ]
    if not kept:
        raise RecordError(
            f"{path.name} holds no effect{' that was asked for' if where else ''}.",
            remedy="Check the file and what was asked for.",
        )
    return _effects(path, columns, heads, kept)


def _effects(
    path: Path, columns: EffectColumns, heads: tuple[str, ...], kept: list[tuple[int, dict[str, str]]]
) -> EffectsFile:
    label = next((name for name in _LABELS if name in heads), "")
    sign = next((name for name in _SIGNS if name in heads), "")
    names, parts = [], []
    for name in columns.mods:
        more, block = _moderator(name, [row[name].strip() for _, row in kept])
        names += more
        parts.append(block)

    def words(name: str) -> tuple[str, ...]:
        return tuple(_blanked(row[name]) for _, row in kept) if name and name in heads else ()

    data = SynthesisData(
        studies=tuple(row[label].strip() if label else f"line {line}" for line, row in kept),
        y=_numbers(path, columns.yi, kept),
        v=_numbers(path, columns.vi, kept),
        moderators=np.hstack(parts) if parts else np.empty((len(kept), 0)),
        cluster=words(columns.cluster),
        nested=words(columns.nested),
        signs=words(sign),
        measures=words("measure"),
        bounds=words("bounds_type"),
    )
    return EffectsFile(data, tuple(names))


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        text, _ = decode(path.read_bytes())
    except OSError as error:
        raise RecordError(
            f"{path} cannot be opened.", cause=f"{error.strerror}.", remedy="Check the path."
        ) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        heads = [head.strip() for head in next(reader, [])]
        lines = [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise RecordError(
            f"{path.name} cannot be read as CSV at line {reader.line_num}.",
            cause=f"{error}.",
            remedy="Look for a quotation mark that is not closed.",
        ) from error
    twice = {head for head in heads if heads.count(head) > 1}
    ragged = [number for number, line in enumerate(lines, start=2) if len(line) != len(heads)]
    if twice or ragged:
        what = (
            f"has two columns “{min(twice)}”" if twice else f"has another number of cells in line {ragged[0]}"
        )
        raise RecordError(f"{path.name} {what}.", remedy="Export the table again.")
    return [dict(zip(heads, line, strict=True)) for line in lines]


def _blanked(cell: str) -> str:
    return "" if cell.strip().lower() in MISSING else cell.strip()


def _number(cell: str) -> float | None:
    """Return a number, NaN where missing, None where it is neither."""
    if not _blanked(cell):
        return float("nan")
    try:
        return float(cell)
    except ValueError:
        return None


def _numbers(path: Path, name: str, kept: list[tuple[int, dict[str, str]]]) -> Array:
    values = []
    for line, row in kept:
        value = _number(row[name])
        if value is None:
            raise RecordError(
                f"“{row[name][:40]}” in line {line} of {path.name} is not a number.",
                cause=f"Column “{name}” holds numbers.",
                remedy="Correct the cell; leave it empty where the number is not known.",
            )
        values.append(value)
    return np.array(values, dtype=float)


def _moderator(name: str, cells: list[str]) -> tuple[list[str], Array]:
    """Return a column of numbers, or one column a level of words beside the first in the alphabet."""
    numbers = [_number(cell) for cell in cells]
    if None not in numbers:
        return [name], np.array(numbers, dtype=float)[:, None]
    words = [_blanked(cell) for cell in cells]
    levels = sorted({word for word in words if word})[1:]
    block = np.array([[float(word == level) if word else np.nan for level in levels] for word in words])
    return [f"{name}: {level}" for level in levels], block.reshape(len(cells), len(levels))
