"""What a trace finds: a value, the rows that it rests on, and whether computing it again gives the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hedgerow import disclosure
from hedgerow.disclosure import Draft, Released, ReleasedColumn

ROWS_SHOWN = 50
# The coarsest rounding of a stored count is 1e-6; a figure of many parts adds such errors up.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Origin:
    """Rows of one file.

    Attributes
    ----------
    file, sha256, publisher, licence, vintage, retrieved
        Which file: its path below the source folder (``archive.zip!member``), its content, who published it
        under which terms, the period it tells of, and when it came here.
    rows, row_count
        Numbers of the rows, the first after the header is 1 (at most `ROWS_SHOWN`), and how many there are.
    value
        What these rows add to the figure, where that can be said.
    unchanged
        Whether the file at hand still has that content; missing when it is no longer at hand.
    quote
        The words, for a plan or a publication.
    """

    file: str
    sha256: str
    source: str
    publisher: str
    licence: str
    vintage: str
    retrieved: str | None
    rows: tuple[int, ...]
    row_count: int
    value: float | None = None
    unchanged: bool | None = None
    quote: str | None = None


@dataclass(frozen=True)
class Trail:
    """One figure and what it rests on.

    Attributes
    ----------
    figure, title, value
        Address, words and value; a missing value says why in `notes`.
    recomputed, agrees
        The value computed again from the rows upstream, and whether it is the same.
    how
        How it is computed, in words, one sentence a step.
    origins, via
        Rows of files, and figures in between, each with a trail of its own.
    """

    figure: str
    title: str
    value: float | str | bool | None
    how: tuple[str, ...] = ()
    recomputed: float | str | None = None
    agrees: bool | None = None
    origins: tuple[Origin, ...] = ()
    via: tuple[Trail, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            **vars(self),
            "origins": [vars(origin) for origin in self.origins],
            "via": [trail.as_dict() for trail in self.via],
        }

    def page(self) -> TrailPage:
        """Return the trail as a person reads it: words and released tables."""
        words = "the same number" if self.agrees else "ANOTHER NUMBER"
        check = (
            ""
            if self.agrees is None
            else f"Computed again from these rows: {_plain(self.recomputed)}, {words}."
        )
        return TrailPage(
            self.figure,
            f"{self.title}: {'not known' if self.value is None else _plain(self.value)}",
            self.how,
            check,
            _origins(self.origins) if self.origins else None,
            _via(self.via) if self.via else None,
            self.notes,
        )


@dataclass(frozen=True)
class TrailPage:
    """A trail in words and tables."""

    figure: str
    value: str
    how: tuple[str, ...]
    check: str
    rows: Released | None
    figures: Released | None
    notes: tuple[str, ...]


def _plain(value: object) -> str:
    """Return a value as people write it: no nought after a whole number, yes rather than True."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.6g}"
    return str(value)


def same(first: float | None, second: float | None, tolerance: float = TOLERANCE) -> bool:
    """Whether two numbers are the same but for rounding; two missing ones are."""
    if first is None or second is None:
        return first is second
    return math.isclose(first, second, rel_tol=tolerance, abs_tol=tolerance)


LABELS = {
    "file": "File",
    "rows": "Rows used",
    "which": "Numbers of the rows",
    "adds": "What they add up to",
    "vintage": "Period or edition",
    "retrieved": "Fetched on",
    "sha256": "Checksum (SHA-256)",
    "agrees": "Computed again: the same",
}


def _table(name: str, title: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> Released:
    made = tuple(
        ReleasedColumn(column, LABELS.get(column, column.capitalize()), missing="not_applicable")
        for column in columns
    )
    return disclosure.release(Draft(name=name, title=title, columns=made, rows=tuple(rows)))


def _origins(origins: tuple[Origin, ...]) -> Released:
    columns = ("file", "rows", "which", "adds", "publisher", "licence", "vintage", "retrieved", "sha256")
    rows = [
        (
            origin.file,
            origin.row_count,
            _listed(origin),
            origin.value,
            origin.publisher,
            origin.licence,
            origin.vintage,
            origin.retrieved,
            origin.sha256,
        )
        for origin in origins
    ]
    return _table("origins", "Rows of files", columns, rows)


def _listed(origin: Origin) -> str:
    more = " …" if origin.row_count > len(origin.rows) else ""
    return ", ".join(str(row) for row in origin.rows[:12]) + (more or (" …" if len(origin.rows) > 12 else ""))


def _via(via: tuple[Trail, ...]) -> Released:
    rows = [(trail.figure, trail.title, _text(trail.value)) for trail in via]
    return _table("via", "Figures in between", ("figure", "what", "value"), rows)


def _text(value: float | str | bool | None) -> str | float | None:
    return str(value) if isinstance(value, bool) else value
