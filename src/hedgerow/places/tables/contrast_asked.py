"""What a person asks of the contrast: a region, months, families and cut-offs, checked against the lake."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from hedgerow.errors import NotFoundError, UsageError
from hedgerow.places.contrast import ContrastData, ContrastOptions, PlaceContext
from hedgerow.places.contrast.part import part_of
from hedgerow.places.tables.contrast_inputs import KNOWN, Window, read_context, read_counts, read_window
from hedgerow.settings import Region, read_region
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import terms

Array = npt.NDArray[np.float64]
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_STATES = "SELECT pfa24, month, state FROM panel_coverage ORDER BY month"


@dataclass(frozen=True)
class Ask:
    """One question: `region` and `months` are as a person writes them, empty for all that is held."""

    region: str = ""
    months: str = ""
    families: tuple[str, ...] = ()
    options: ContrastOptions = field(default_factory=ContrastOptions)


@dataclass(frozen=True)
class AskedData:
    """The places and months that were asked for: the region's title, counts by family, and context."""

    title: str
    window: Window
    data: tuple[ContrastData, ...]
    types: Mapping[str, Array]
    context: PlaceContext
    absent: tuple[str, ...]


def check_ask(ask: Ask) -> tuple[tuple[str, ...], Region | None]:
    """Return the families and the region; refuse what does not fit before anything is read.

    Raises
    ------
    UsageError
        When a family or region is unknown, months are not A:B, or cut-offs lie on the wrong side.
    """
    known = tuple(terms("crime_family"))
    for family in ask.families:
        if family not in known:
            raise UsageError(f"“{family}” is no crime family.", remedy=f"They are: {', '.join(known)}.")
    options = ask.options
    if not 0 < options.low < 1:
        raise UsageError(
            f"The low cut-off {options.low:g} must lie between 0 and 1.",
            cause="Low means a share of what is expected, such as 0.5.",
        )
    if not 1 < options.high < np.inf:
        raise UsageError(
            f"The high cut-off {options.high:g} must lie above 1.",
            cause="High means so many times what is expected, such as 2.",
        )
    if not 0 < options.q < 1:
        raise UsageError(
            f"The share of false discoveries {options.q:g} must lie between 0 and 1.",
            remedy="0.05 is usual.",
        )
    if ask.months:
        _ends(ask.months)
    return tuple(dict.fromkeys(ask.families)) or known, read_region(ask.region) if ask.region else None


def read_asked(lake: Lake, ask: Ask) -> AskedData:
    """Read what the question is about.

    Raises
    ------
    NotFoundError
        When the lake holds none of the region's places, or not the months.
    """
    families, region = check_ask(ask)
    window = _of_months(lake, read_window(lake), ask.months)
    counts = read_counts(lake, window)
    context = read_context(lake, window, counts.everything())
    data = tuple(counts.family(family) for family in families)
    if region is None:
        return AskedData("the workspace’s region", window, data, counts.types, context, ())
    codes = set(region.area_codes)
    rows = np.isin(window.force, list(codes))
    if not rows.any():
        raise NotFoundError(
            f"This workspace holds no place of {region.name}.",
            cause=f"It holds the police force areas {', '.join(sorted(set(window.force.tolist())))}.",
            remedy="Build a workspace for that region: hedgerow init PATH --region SLUG.",
        )
    absent = tuple(f.area_name for f in region.forces if f.area_code not in set(window.force[rows].tolist()))
    part = tuple(replace(one, cells=one.cells[rows]) for one in data)
    types = {kind: cells[rows] for kind, cells in counts.types.items()}
    return AskedData(region.name, part_of(window, rows), part, types, part_of(context, rows), absent)


def _ends(months: str) -> tuple[str, str]:
    """Return the first and the last month of A:B; either may be left out."""
    first, colon, last = months.partition(":")
    if not colon or any(end and not MONTH.fullmatch(end) for end in (first, last)):
        raise UsageError(
            f"“{months}” are no months.", remedy="Write them as 2023-05:2026-01; either end may be left out."
        )
    if first and last and first > last:
        raise UsageError(
            f"The months {months} run backwards.", remedy=f"Write the earlier first: {last}:{first}."
        )
    return first, last


def _of_months(lake: Lake, window: Window, months: str) -> Window:
    """Return the window with the months that were asked for, gaps masked."""
    states = lake.query(_STATES).to_pydict()
    known = {
        (area, month)
        for area, month, state in zip(states["pfa24"], states["month"], states["state"], strict=True)
        if state in KNOWN
    }
    held = sorted({month for _, month in known})
    if not held:
        raise NotFoundError("No month of any force is complete.", remedy="Run: hedgerow gaps.")
    if not months:
        return window
    first, last = _ends(months)
    first, last = first or held[0], last or held[-1]
    for end in (first, last):
        if end not in held:
            raise NotFoundError(
                f"The month {end} is not held.",
                cause=f"Complete months run from {held[0]} to {held[-1]}.",
                remedy="Ask for months among these, or add the files (hedgerow doctor PATH lists them).",
            )
    chosen = tuple(month for month in held if first <= month <= last)
    complete = np.array([[(area, month) in known for month in chosen] for area in window.force], dtype=bool)
    return replace(window, months=chosen, complete=complete.reshape(len(window.force), len(chosen)))
