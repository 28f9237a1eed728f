"""The gap register: in which months a force's crime is not known. Missing is never zero.

A force that sent nothing looks like a place without crime, and a few rows that neighbouring forces recorded
there do not fill the hole. Four rules look at the records that are placed in each force's LSOAs:

* nothing: no file tells of the month, or none of its records lies there;
* rate: the rate per resident is below 15 % of the middle of the other forces' in that month;
* own level: the rate, beside the others' of that month, is below 70 % of the force's own usual level
  (below 15 % of it: missing). Where too few forces are held to compare with, its own median count
  serves, with 60 %;
* dip and level shift: less than 87 % of the usual level, a hollow of 10 % between its neighbouring months,
  or the low side of a lasting step of a fifth or more, are kept and marked unusual.

Published outages (`published_gaps.toml`) are joined to what the rules find.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from hedgerow.places.panel import month_number

Array = NDArray[np.float64]
COMPLETE, UNUSUAL, PARTIAL, MISSING = "complete", "unusual", "partial", "missing"
_ORDER = {COMPLETE: 0, UNUSUAL: 1, PARTIAL: 2, MISSING: 3}
UNTOLD = "no file at hand tells of it"
OWN_COUNT = "far below its own usual count"
NO_DATA = 0.15
TOO_FEW = 0.70
TOO_FEW_ALONE = 0.60
DIP = 0.87
HOLLOW = 0.90
BELOW_USUAL = 0.95
STEP = 0.80
STEP_MONTHS = 3
YEAR = 12
WINDOW = 24
FEWEST_PEERS = 5
SMALLEST_PEER = 100_000  # residents; below it visitors decide the rate (City of London)


@dataclass(frozen=True)
class Outage:
    """A published period without complete data of a force; no `last` means that no end is known."""

    area: str
    first: str
    last: str | None
    kind: str
    citation: str


@dataclass(frozen=True)
class Seen:
    """Records placed in each force's LSOAs, by month.

    Attributes
    ----------
    areas, months
        Names of the rows and columns; the months follow each other.
    records
        Shape (areas, months); NaN where no file tells of the month.
    residents
        Shape (areas,); NaN where not known.
    """

    areas: tuple[str, ...]
    months: tuple[str, ...]
    records: Array
    residents: Array


@dataclass
class Judged:
    """What is known of each force and month: state, expected records, and how it is known."""

    seen: Seen
    state: NDArray[np.object_]
    expected: Array
    reason: NDArray[np.object_]

    def mark(self, mask: NDArray[np.bool_], kind: str, reason: str) -> None:
        """Set the months of a mask to `kind`, unless something worse is known of them."""
        worse = np.vectorize(lambda held: _ORDER[held] < _ORDER[kind], otypes=[bool])(self.state)
        take = mask & worse
        self.state[take], self.reason[take] = kind, reason


@dataclass(frozen=True)
class Gap:
    """Months in a row of which the same is known in the same way."""

    area: str
    first: str
    last: str
    kind: str
    source: str
    records: tuple[float, ...] = field(default=())
    expected: tuple[float, ...] = field(default=())

    @property
    def note(self) -> str:
        """Records seen and expected, in words."""
        seen = [n for n in self.records if np.isfinite(n)]
        wanted = [n for n in self.expected if np.isfinite(n)]
        if not seen:
            return "No file tells of these months."
        words = f"{_range(seen)} records a month seen"
        return f"{words}, {_range(wanted)} expected." if wanted else f"{words}."


def published() -> tuple[Outage, ...]:
    """Return the outages that were published."""
    text = (files("hedgerow.places") / "published_gaps.toml").read_text("utf-8")
    return tuple(
        Outage(row["area"], row["from"], row.get("to"), row["kind"], row["citation"])
        for row in tomllib.loads(text)["outage"]
    )


def judge(seen: Seen, outages: Sequence[Outage] = ()) -> Judged:
    """Say of each force and month whether it is complete, unusual, partial or missing."""
    shape = seen.records.shape
    judged = Judged(
        seen,
        np.full(shape, COMPLETE, dtype=object),
        np.full(shape, np.nan),
        np.full(shape, "", dtype=object),
    )
    untold = np.isnan(seen.records)
    judged.mark(untold, MISSING, UNTOLD)
    judged.mark(
        ~untold & (np.nan_to_num(seen.records) == 0), MISSING, "the files hold no record placed there"
    )
    beside = _beside_peers(seen)
    judged.mark(
        np.nan_to_num(beside, nan=1) < NO_DATA,
        MISSING,
        "its rate is below 15 % of the other forces’ that month",
    )
    _own_level(judged, beside)
    _level_shift(judged, beside)
    _published(judged, outages)
    return judged


def register(judged: Judged) -> Iterator[Gap]:
    """Yield the gaps, each a run of months in the same state for the same reason."""
    seen = judged.seen
    for row, area in enumerate(seen.areas):
        start = 0
        for column in range(1, len(seen.months) + 1):
            same = column < len(seen.months) and (
                judged.state[row, column] == judged.state[row, start]
                and judged.reason[row, column] == judged.reason[row, start]
            )
            if same:
                continue
            if judged.state[row, start] != COMPLETE:
                yield Gap(
                    area,
                    seen.months[start],
                    seen.months[column - 1],
                    judged.state[row, start],
                    judged.reason[row, start],
                    tuple(seen.records[row, start:column]),
                    tuple(judged.expected[row, start:column]),
                )
            start = column


def _beside_peers(seen: Seen) -> Array:
    """Return each rate beside the middle of the others' that month; NaN where too few tell of it."""
    rate = seen.records / seen.residents[:, None] * 1000
    peers = np.where((np.nan_to_num(seen.residents) >= SMALLEST_PEER)[:, None] & (rate > 0), rate, np.nan)
    middle = np.full(rate.shape, np.nan)
    for row in range(len(rate)):
        others = np.delete(peers, row, axis=0)
        enough = np.sum(np.isfinite(others), axis=0) >= FEWEST_PEERS
        middle[row, enough] = np.nanmedian(others[:, enough], axis=0)
    return np.asarray(rate / middle, dtype=np.float64)


def _own_level(judged: Judged, beside: Array) -> None:
    """Hold each month against the force's own usual level."""
    records = judged.seen.records
    usable = judged.state != MISSING
    usual = _usual(np.where(usable, beside, np.nan))
    alone = _usual(np.where(usable, records, np.nan))
    compared = np.isfinite(beside) & np.isfinite(usual)
    with np.errstate(invalid="ignore", divide="ignore"):
        judged.expected[:] = np.where(compared, records / beside * usual, alone)
        share = np.where(compared, beside / usual, records / alone)
        peers = records / beside
    # Where the rate rule left no usual level, what the other forces' rate would give is expected.
    unknown = np.isnan(judged.expected) & np.isfinite(peers)
    judged.expected[unknown] = peers[unknown]
    share = np.nan_to_num(share, nan=1)
    judged.mark(usable & (share < NO_DATA), MISSING, "below 15 % of its own usual level")
    few = compared & (share < TOO_FEW)
    judged.mark(usable & few, PARTIAL, "far below its own usual level beside other forces")
    few = ~compared & (share < TOO_FEW_ALONE)
    judged.mark(usable & few, PARTIAL, OWN_COUNT)
    large = (np.nan_to_num(judged.seen.residents) >= SMALLEST_PEER)[:, None]
    judged.mark(usable & compared & large & (share < DIP), UNUSUAL, "a dip below its own usual level")
    low = large & (share < BELOW_USUAL)
    judged.mark(low & _hollow(judged, beside), UNUSUAL, "a dip between the months before and after")


def _hollow(judged: Judged, beside: Array) -> NDArray[np.bool_]:
    """Whether a month lies well below both the month before and the month after, beside the other forces."""
    level = np.where(judged.state == COMPLETE, beside, np.nan)
    found = np.zeros(level.shape, dtype=bool)
    with np.errstate(invalid="ignore", divide="ignore"):
        before = level[:, 1:-1] / level[:, :-2] < HOLLOW
        after = level[:, 1:-1] / level[:, 2:] < HOLLOW
    found[:, 1:-1] = before & after
    return found


def _usual(level: Array) -> Array:
    """Return, for each month, the median of the force's months within two years of it."""
    months = level.shape[1]
    usual = np.full(level.shape, np.nan)
    for row in range(level.shape[0]):
        held = np.flatnonzero(np.isfinite(level[row]))
        for column in range(months) if len(held) else ():
            near = held[np.abs(held - column) <= WINDOW]
            usual[row, column] = np.median(level[row, near if len(near) >= STEP_MONTHS else held])
    return usual


def _level_shift(judged: Judged, beside: Array) -> None:
    """Mark the low side of each force's largest lasting step."""
    for row in range(beside.shape[0]):
        held = np.flatnonzero(np.isfinite(beside[row]) & (judged.state[row] != MISSING))
        low = held[_low_side(beside[row, held])]
        mask = np.zeros(beside.shape, dtype=bool)
        mask[row, low] = True
        judged.mark(mask, UNUSUAL, "on the low side of a lasting step in its level")


def _low_side(level: Array) -> NDArray[np.int_]:
    """Return the positions on the lower side of the largest step, or none."""
    logs = np.log(level)
    steps_of = {
        split: float(np.median(logs[split : split + YEAR]) - np.median(logs[max(0, split - YEAR) : split]))
        for split in range(STEP_MONTHS, len(level) - STEP_MONTHS + 1)
    }
    large = [split for split, size in steps_of.items() if abs(size) > np.log(1 / STEP)]
    if not large:
        return np.array([], dtype=int)
    # Medians hardly move within a few months of the step; the sharpest change of a month says where it is.
    place = max(large, key=lambda split: (round(abs(steps_of[split]), 2), abs(logs[split] - logs[split - 1])))
    best = steps_of[place]
    steps = range(place - 1, -1, -1) if best > 0 else range(place, len(level))
    high = np.median(level[place : place + YEAR] if best > 0 else level[max(0, place - YEAR) : place])
    low = []
    for position in steps:
        if level[position] > DIP * high:
            break
        low.append(position)
    return np.array(sorted(low), dtype=int)


def _published(judged: Judged, outages: Sequence[Outage]) -> None:
    """Join published outages; one without an end holds as long as a rule still finds something amiss."""
    numbers = np.array([month_number(month) for month in judged.seen.months])
    for outage in outages:
        if outage.area not in judged.seen.areas:
            continue
        row = judged.seen.areas.index(outage.area)
        within = numbers >= month_number(outage.first)
        if outage.last is not None:
            within &= numbers <= month_number(outage.last)
        else:
            within &= judged.state[row] != COMPLETE
        within &= np.isfinite(judged.seen.records[row])
        for column in np.flatnonzero(within):
            if _ORDER[judged.state[row, column]] < _ORDER[outage.kind]:
                judged.state[row, column] = outage.kind
            found = judged.reason[row, column]
            judged.reason[row, column] = f"{outage.citation}; {found}" if found else outage.citation


def _range(numbers: Sequence[float]) -> str:
    low, high = round(min(numbers)), round(max(numbers))
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
