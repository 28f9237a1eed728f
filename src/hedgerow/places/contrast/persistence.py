"""Whether the answer of the earlier months holds in the later ones, beside what chance would hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.contrast.answers import own_answer
from hedgerow.places.contrast.data import ContrastOptions, PlaceContext
from hedgerow.places.contrast.expected import expect, usable

Array = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]


@dataclass(frozen=True)
class Persistence:
    """Answers to question A in each half, and how many of the early ones the later half confirms.

    `same` is 1 where the answer held, 0 where it did not, NaN where a half cannot tell. The shares are of
    places with that early answer; `chance` is the share of all places that have it later.
    """

    same: Array
    early_low: int
    low_held: float
    low_chance: float
    early_high: int
    high_held: float
    high_chance: float


def persistence(
    context: PlaceContext, cells: Array, months: tuple[str, ...], options: ContrastOptions
) -> Persistence | None:
    """Fit each half by itself; `None` when a half has too few months or cannot be fitted."""
    half = len(months) // 2
    if half < options.least_months:
        return None
    try:
        early, late = (_own(context, part, options) for part in (cells[:, :half], cells[:, half:]))
    except EstimateError:
        return None
    told = np.isin(early, ("low", "high", "neither")) & np.isin(late, ("low", "high", "neither"))
    same = np.where(told, (early == late).astype(float), np.nan)
    return Persistence(same, *_replicated(early, late, told, "low"), *_replicated(early, late, told, "high"))


def _own(context: PlaceContext, cells: Array, options: ContrastOptions) -> Words:
    known = np.count_nonzero(~np.isnan(cells), axis=1)
    rows = usable(context, np.asarray(known, dtype=np.int64), options.least_months)
    model, counts = expect(context, cells, rows), np.nansum(cells, axis=1)
    return own_answer(counts, model.mean, rows & context.passed, model.context_noise, options).words


def _replicated(
    early: Words, late: Words, told: npt.NDArray[np.bool_], word: str
) -> tuple[int, float, float]:
    first, second = told & (early == word), told & (late == word)
    count = int(first.sum())
    held = float((first & second).sum() / count) if count else np.nan
    return count, held, float(second.sum() / max(int(told.sum()), 1))
