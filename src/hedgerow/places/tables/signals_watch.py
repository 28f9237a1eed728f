"""The regeneration watch of an area of any kind, from the lake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from hedgerow.errors import EstimateError, NotFoundError, UsageError
from hedgerow.places.panel import month_number
from hedgerow.places.signals import DISCOVERED, CountPanel, WatchResult, WatchSeries, watch
from hedgerow.places.signals.window import spans
from hedgerow.places.signals.words import LOOK, PEOPLE
from hedgerow.places.tables.membership import members
from hedgerow.places.tables.signals_panel import read_panel
from hedgerow.store.lake import Lake
from hedgerow.vocabulary import family_types, terms

Flags = npt.NDArray[np.bool_]
FEWEST_BESIDE = 5  # LSOAs; with fewer the whole force serves
REPORTS, ENFORCEMENT = "reports", "made by enforcement"
MORE_REPORTS = (
    "More reports may mean more trust rather than more crime; offences that enforcement makes may rise while "
    "crime falls. The two are never added up."
)
COMPARISON = "A comparison with similar areas, not an effect: other things changed too."


@dataclass(frozen=True)
class WatchFound:
    """The watch of one area: one result a panel, months as rows, and what they were held against."""

    area: str
    name: str
    clear: str
    hold: str | None
    beside: str
    panels: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]


def watch_area(
    lake: Lake, area: str, clear: str, *, hold: str | None = None, family: str | None = None
) -> WatchFound:
    """Return whether an area (or several LSOAs, joined by commas) has gone back to its level before `clear`.

    Raises
    ------
    UsageError, NotFoundError
        When the area, the family or a month is not known.
    EstimateError
        When too few months before the Clear are known.
    """
    if family is not None and family not in terms("crime_family"):
        raise UsageError(
            f"“{family}” is no crime family.", remedy=f"They are: {', '.join(terms('crime_family'))}."
        )
    panel = read_panel(lake)
    lsoas, name = _area(lake, area)
    inside = np.isin(np.array(panel.areas), lsoas)
    _check_months(panel, inside, clear, hold)
    beside, words = _beside(lake, panel, inside)
    found = [
        _panel(panel, inside, beside, clear=clear, title=title, types=types)
        for title, types in _types(panel, family)
    ]
    told = [_told(one, hold) for one in found if isinstance(one, WatchResult)]
    refused = [one for one in found if isinstance(one, EstimateError)]
    if not told:
        raise refused[0]
    return WatchFound(
        area,
        name,
        clear,
        hold,
        words,
        tuple(told),
        (LOOK, MORE_REPORTS, COMPARISON, PEOPLE, *map(str, refused)),
    )


def _area(lake: Lake, area: str) -> tuple[tuple[str, ...], str]:
    parts = [members(lake, code.strip()) for code in area.split(",") if code.strip()]
    if not parts:
        raise UsageError("No area was given.", remedy="Give a code, or several LSOAs joined by commas.")
    lsoas = tuple(sorted({code for part in parts for code in part.lsoas}))
    return lsoas, ", ".join(part.name for part in parts)


def _check_months(panel: CountPanel, inside: Flags, clear: str, hold: str | None) -> None:
    known = np.asarray(panel.known[inside].all(axis=0))
    held = tuple(m for m, told in zip(panel.months, known.tolist(), strict=True) if told)
    for title, month in (("Clear", clear), ("Hold", hold)):
        if month is not None and month not in panel.months:
            raise NotFoundError(
                f"The month of the {title}, {month}, is not held.",
                remedy=f"Complete months of this area: {spans(held) or 'none'}.",
            )
    if hold is not None and month_number(hold) < month_number(clear):
        raise UsageError(
            f"The Hold of {hold} comes before the Clear of {clear}.", remedy="A Hold follows a Clear."
        )


def _types(panel: CountPanel, family: str | None) -> list[tuple[str, list[str]]]:
    wanted = family_types(family) if family else panel.types
    reported = [name for name in wanted if name not in DISCOVERED]
    made = [name for name in wanted if name in DISCOVERED]
    return [(title, types) for title, types in ((REPORTS, reported), (ENFORCEMENT, made)) if types]


def _beside(lake: Lake, panel: CountPanel, inside: Flags) -> tuple[Flags, str]:
    """Return the LSOAs it is held against: the rest of its district, but not next to it, or of its force."""
    near = inside.copy()
    if lake.has("area_neighbour"):
        pairs = lake.read("area_neighbour")
        mine = pc.is_in(pairs.column("lsoa21"), value_set=_codes(panel, inside))
        near |= np.isin(np.array(panel.areas), pairs.filter(mine).column("neighbour").to_pylist())
    rest = np.isin(panel.district, np.unique(panel.district[inside])) & ~near
    if np.count_nonzero(rest) >= FEWEST_BESIDE:
        return rest, f"the other {np.count_nonzero(rest)} LSOAs of its district that do not touch it"
    rest = np.isin(panel.force, np.unique(panel.force[inside])) & ~near
    return rest, f"the other {np.count_nonzero(rest)} LSOAs of its force that do not touch it"


def _codes(panel: CountPanel, inside: Flags) -> Any:
    import pyarrow as pa

    return pa.array(np.array(panel.areas)[inside].tolist(), pa.string())


def _panel(
    panel: CountPanel, inside: Flags, beside: Flags, *, clear: str, title: str, types: Sequence[str]
) -> WatchResult | EstimateError:
    total = panel.summed(title, types).counts[0].astype(float)
    series = WatchSeries(
        panel.months,
        np.where(panel.known[inside].all(axis=0), total[inside].sum(axis=0), np.nan),
        np.where(panel.known[beside].all(axis=0), total[beside].sum(axis=0), np.nan),
    )
    try:
        return watch(series, clear, panel=title)
    except EstimateError as error:
        return error


def _told(one: WatchResult, hold: str | None) -> dict[str, Any]:
    middle, low, high = one.baseline
    months, first, last = one.returned
    none = {True: None}
    since = None if hold is None else month_number(hold) - month_number(one.clear)
    return {
        "panel": one.panel,
        "summary": one.summary(),
        "state": one.state,
        "baseline": {"records_a_month": middle, "lower": low, "upper": high},
        "months_to_return": {
            "estimate": none.get(np.isnan(months), months),
            "lower": none.get(np.isnan(first), first),
            "upper": none.get(np.isnan(last), last),
            "censored": bool(np.isnan(months)),
            "from_hold": None if since is None or np.isnan(months) else months - since,
        },
        "months": one.tidy().to_pylist(),
        "checks": [{"name": c.name, "passed": c.passed, "text": c.text} for c in one.checks],
        "provenance": dict(one.provenance),
    }
