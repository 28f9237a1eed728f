"""A published map as a layer: its codes, which references stand under them, and its counts in our cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hedgerow.errors import UsageError
from hedgerow.evidence.gapmap.axes import axis
from hedgerow.evidence.readers.eppi_mapper import MapAxis, MapPage

Place = tuple[str, str]


@dataclass(frozen=True)
class LayerCode:
    """One code of an axis: its id, its name with those above it, and whether it is a column."""

    id: str
    title: str
    path: str
    axis: str
    is_column: bool


@dataclass(frozen=True)
class Layer:
    """A map as it was published.

    Attributes
    ----------
    codes
        The codes of all its axes.
    references
        For each reference its title and the codes under which it stands.
    rejected
        References of the page that could not be read.
    """

    codes: tuple[LayerCode, ...]
    references: tuple[tuple[str, tuple[str, ...]], ...]
    rejected: int

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "codes": [vars(code) for code in self.codes],
            "references": [[title, list(codes)] for title, codes in self.references],
            "rejected": self.rejected,
        }

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Layer:
        """Read what `as_dict` wrote."""
        return cls(
            tuple(LayerCode(**code) for code in values["codes"]),
            tuple((title, tuple(codes)) for title, codes in values["references"]),
            int(values["rejected"]),
        )


@dataclass(frozen=True)
class Laid:
    """A layer as it lies over our map.

    Attributes
    ----------
    title, owner, terms, made
        Whose it is, under which terms, and of which date.
    rows, columns
        Axes of ours on which it is laid.
    cells
        How many different references of it stand in each of our cells.
    references, placed
        How many it has, and how many of them stand in some cell.
    """

    title: str
    owner: str
    terms: str
    made: str
    rows: str
    columns: str
    cells: Mapping[Place, int]
    references: int
    placed: int

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        cells = [
            {"row": row, "column": column, "references": count} for (row, column), count in self.cells.items()
        ]
        return {**vars(self), "cells": cells}


def layer_of(page: MapPage) -> Layer:
    """Return the layer that a decoded page makes."""
    codes = tuple(code for one in page.axes for code in _codes(one))
    references = tuple(
        (one.title, tuple(dict.fromkeys(code.code for code in one.codes))) for one in page.references
    )
    return Layer(codes, references, len(page.rejected))


def _codes(one: MapAxis) -> list[LayerCode]:
    names = {code.id: code for code in one.codes.codes}
    found = []
    for code in one.codes.codes:
        path, above = [code.name], code.parent
        while above in names and len(path) < 20:
            path.insert(0, names[above].name)
            above = names[above].parent
        found.append(LayerCode(code.id, code.name, " > ".join(path), one.title, one.is_column))
    return found


def check_crosswalk(layer: Layer, crosswalk: Mapping[str, str], rows: str, columns: str) -> None:
    """Refuse a crosswalk that names a code or a value that is not there.

    Raises
    ------
    UsageError
        Naming the code or value.
    """
    known = {code.id: code for code in layer.codes}
    for code, value in crosswalk.items():
        if code not in known:
            raise UsageError(
                f"The layer has no code “{code}”.", remedy="Use the crosswalk made of this layer."
            )
        ours = axis(columns if known[code].is_column else rows)
        if value and value not in ours.values:
            raise UsageError(
                f"“{value}” is no value of {ours.title.lower()} (code “{known[code].title}”).",
                remedy=f"Choose one of: {', '.join(list(ours.values)[:20])}; or leave it empty.",
            )


def lay(layer: Layer, crosswalk: Mapping[str, str], rows: str, columns: str) -> tuple[dict[Place, int], int]:
    """Return how many references stand in each of our cells, and how many stand in any.

    A reference counts once a cell, whatever the number of its codes that lead there.
    """
    down = {code.id: crosswalk.get(code.id, "") for code in layer.codes if not code.is_column}
    across = {code.id: crosswalk.get(code.id, "") for code in layer.codes if code.is_column}
    cells: dict[Place, int] = {}
    placed = 0
    order_down, order_across = list(axis(rows).values), list(axis(columns).values)
    for _, codes in layer.references:
        mine = {down[code] for code in codes if down.get(code)}
        theirs = {across[code] for code in codes if across.get(code)}
        placed += bool(mine and theirs)
        for row in sorted(mine, key=order_down.index):
            for column in sorted(theirs, key=order_across.index):
                cells[row, column] = cells.get((row, column), 0) + 1
    return cells, placed
