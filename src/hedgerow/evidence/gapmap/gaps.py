"""The named gaps, and the cells of two axes in which each of them lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hedgerow.evidence.gapmap.axes import Axis
from hedgerow.vocabulary import Term, terms


@dataclass(frozen=True)
class NamedGap:
    """A topic that was looked for and not found, or never searched; `basis` is what is held instead."""

    id: str
    title: str
    state: str
    basis: str


def gaps_in(rows: Axis, columns: Axis) -> Mapping[tuple[str, str], tuple[NamedGap, ...]]:
    """Return the named gaps by cell; empty where the axes are not of the frame."""
    return _gaps_in(rows.id, columns.id) if rows.frame and columns.frame else {}


@cache
def _gaps_in(rows: str, columns: str) -> Mapping[tuple[str, str], tuple[NamedGap, ...]]:
    found: dict[tuple[str, str], list[NamedGap]] = {}
    for term in terms("evidence_gap").values():
        gap = NamedGap(term.id, term.title, str(term.data["state"]), term.about)
        for row in _along(term, rows):
            for column in _along(term, columns):
                found.setdefault((row, column), []).append(gap)
    return {place: tuple(gaps) for place, gaps in found.items()}


def _along(term: Term, axis: str) -> tuple[str, ...]:
    name = {"intervention_group": "rows", "outcome_group": "columns", "intervention": "interventions"}[axis]
    value = term.data.get(name, ())
    return value if isinstance(value, tuple) else ()
