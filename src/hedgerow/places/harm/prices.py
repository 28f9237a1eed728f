"""In which year's prices a cost is said: as published, or moved by a deflator that a person gives."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hedgerow.errors import SchemaError, SourceFileError, UsageError


@dataclass(frozen=True)
class Prices:
    """The prices of a cost.

    Attributes
    ----------
    year
        Financial year of the prices, such as 2015/16.
    factor
        What the published figures were multiplied by.
    multiplied
        Whether recorded crimes were raised to actual ones.
    """

    year: str
    factor: float = 1.0
    multiplied: bool = False

    @property
    def words(self) -> str:
        """The words that stand beside every cost."""
        crimes = "recorded crime raised to actual crime" if self.multiplied else "recorded crime only"
        return f"{self.year} prices, {crimes}"


def read_deflators(path: Path, target: str, base: str) -> Prices:
    """Return the prices of a target year, by a CSV file with the columns year, index.

    Raises
    ------
    SourceFileError, SchemaError
        When the file cannot be read, or an index is no number above nought.
    UsageError
        When a year is not in it.
    """
    index = _indices(path)
    for year in (target, base):
        if year not in index:
            raise UsageError(
                f"{path.name} has no index for {year}.",
                cause=f"It has: {', '.join(index) or 'none'}.",
                remedy="Years are written as in the price year, for example 2015/16.",
            )
    return Prices(target, index[target] / index[base])


def _indices(path: Path) -> Mapping[str, float]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceFileError(
            f"{path} cannot be read as CSV.", cause=f"{error}.", remedy="Give CSV in UTF-8."
        ) from error
    if not rows or not {"year", "index"} <= set(rows[0]):
        raise SchemaError(f"{path.name} is no table of deflators.", remedy="Give the columns year, index.")
    return {
        (row["year"] or "").strip(): _positive(row["index"], path, number)
        for number, row in enumerate(rows, 2)
    }


def _positive(text: str | None, path: Path, line: int) -> float:
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        raise SchemaError(
            f"Line {line} of {path.name} has the index “{text}”.", remedy="Give a number above nought."
        )
    return value
