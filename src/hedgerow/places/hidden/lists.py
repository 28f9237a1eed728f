"""Lists as a file holds them: a column of 0 and 1 for each list, and a count."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hedgerow.errors import EstimateError, SchemaError, SourceFileError
from hedgerow.provenance import sha256_file
from hedgerow.stats.capture import FEWEST_LISTS, Histories, histories

COUNT_NAMES = ("count", "n", "freq", "frequency", "people")


@dataclass(frozen=True)
class Lists:
    """Counts by capture history, with the names of the lists.

    Attributes
    ----------
    name, sha256
        Of the file.
    names
        Of the lists, in order; list 1 is the first.
    data
        The counts.
    """

    name: str
    sha256: str
    names: tuple[str, ...]
    data: Histories


def read_lists(path: Path, count: str = "") -> Lists:
    """Read lists; a history without a row was seen on nobody.

    Parameters
    ----------
    path
        A CSV with one column a list, holding 0 or 1, and a column of counts.
    count
        Name of the column of counts; else one named count, n or frequency, else the last.

    Raises
    ------
    SourceFileError
        When the file is not there, is empty or is no text.
    SchemaError
        When a cell is not what its column holds.
    EstimateError
        When there are fewer than three lists, or a list has nobody.
    """
    heads, rows = _cells(path)
    place = _count_column(heads, count, path.name)
    names = tuple(head for at, head in enumerate(heads) if at != place)
    if len(names) < FEWEST_LISTS:
        raise EstimateError(
            f"{path.name} holds {len(names)} {'list' if len(names) == 1 else 'lists'}"
            f"{': ' if names else ''}{', '.join(names)}.",
            cause="With fewer than three lists nothing tells how far they depend on each other.",
            remedy=f"Give {FEWEST_LISTS} lists or more, one column each, and a column of counts.",
        )
    table = np.array([[_number(cell, row, heads[at], path.name) for at, cell in enumerate(cells)]
                      for row, cells in enumerate(rows, 1)])  # fmt: skip
    on = np.delete(table, place, axis=1)
    for at, name in enumerate(names):
        wrong = np.flatnonzero(~np.isin(on[:, at], (0.0, 1.0)))
        if len(wrong):
            raise SchemaError(
                f"Row {wrong[0] + 1} of {path.name} holds {on[wrong[0], at]:g} in list “{name}”.",
                cause="A list holds 1 for those on it and 0 for those not.",
                remedy=f"Correct the cell; counts are read from “{heads[place]}”, or name it with --count.",
            )
        if not table[on[:, at] == 1, place].sum() > 0:
            raise EstimateError(
                f"List “{name}” of {path.name} has nobody on it.", remedy="Leave the list out."
            )
    return Lists(path.name, sha256_file(path), names, histories(on, table[:, place]))


def _cells(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise SourceFileError(
            f"There is no file {path}.", remedy="Give the path of a CSV with a column a list and a count."
        ) from error
    except UnicodeDecodeError as error:
        raise SourceFileError(f"{path.name} is not UTF-8 text.", remedy="Save it as CSV in UTF-8.") from error
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    heads = [head.strip() for head in next(reader, [])]
    rows = [row for row in reader if any(cell.strip() for cell in row)]
    if not rows:
        raise SourceFileError(f"{path.name} holds no rows.", remedy="Give a header and a row a history.")
    wrong = next((place for place, row in enumerate(rows) if len(row) != len(heads)), None)
    if wrong is not None:
        raise SchemaError(
            f"Row {wrong + 1} of {path.name} has {len(rows[wrong])} cells and the header {len(heads)}.",
            remedy="Give every row one cell a column.",
        )
    if len(set(heads)) < len(heads):
        twice = next(head for head in heads if heads.count(head) > 1)
        raise SchemaError(f"{path.name} has the column “{twice}” twice.", remedy="Name each list once.")
    return heads, rows


def _count_column(heads: list[str], count: str, name: str) -> int:
    if count and count not in heads:
        raise SchemaError(
            f"{name} has no column “{count}”.",
            cause=f"Its columns are: {', '.join(heads)[:300]}.",
            remedy="Name a column as it stands in the first line.",
        )
    if count:
        return heads.index(count)
    named = [place for place, head in enumerate(heads) if head.lower() in COUNT_NAMES]
    return named[-1] if named else len(heads) - 1


def _number(cell: str, row: int, column: str, name: str) -> float:
    try:
        value = float(cell.strip())
    except ValueError:
        value = float("nan")
    if np.isfinite(value) and value >= 0 and value == round(value):
        return value
    raise SchemaError(
        f"“{cell[:40]}” in row {row}, column “{column}” of {name} is no whole number, 0 or more.",
        cause="Lists hold 0 or 1 and counts hold people.",
        remedy="Correct the cell. A history that was seen on nobody has the count 0, or no row.",
    )
