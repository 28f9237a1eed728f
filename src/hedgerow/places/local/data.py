"""What local statistics are made from, and what they refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError, InputError, UsageError

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
STATISTICS = ("moran", "gi", "gistar", "geary")
ADJUSTMENTS = ("bh", "by", "none")
FEWEST = 8
_SOME_SIGNED = 0.1  # share of negative values from which a column that is not counts is one of differences


@dataclass(frozen=True)
class LocalData:
    """n areas with a value each, and links from areas to their neighbours.

    Attributes
    ----------
    areas
        Codes, each once.
    values
        Missing (NaN) where there is none.
    area, neighbour
        Places in `areas` of each link.
    name
        Of the value.
    notes
        What was met on the way here.
    """

    areas: tuple[str, ...]
    values: Array
    area: Places
    neighbour: Places
    name: str = "value"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LocalOptions:
    """Which statistic and how it is judged.

    Attributes
    ----------
    statistic
        moran, gi, gistar or geary.
    level
        Share of false discoveries that is accepted among all that are named.
    adjust
        bh (Benjamini and Hochberg), by (Benjamini and Yekutieli) or none.
    signed
        Whether values may be negative: differences, residuals.
    """

    statistic: str = "moran"
    level: float = 0.05
    adjust: str = "bh"
    seed: int = 0
    signed: bool = False


def check(data: LocalData, options: LocalOptions) -> None:
    """Refuse what no honest statistic can be made from."""
    _among(options.statistic, STATISTICS, "statistic")
    _among(options.adjust, ADJUSTMENTS, "adjustment")
    if not 0 < options.level < 1:
        raise UsageError(f"The level {options.level:g} is not between 0 and 1.", remedy="Give 0.05.")
    _check_areas(data)
    known = data.values[~np.isnan(data.values)]
    if len(known) < FEWEST:
        plural = "area has" if len(known) == 1 else "areas have"
        raise EstimateError(
            f"{len(known)} {plural} a value of {data.name}; a local statistic needs {FEWEST}.",
            remedy="Give a table of more areas.",
        )
    if np.ptp(known) == 0:
        raise EstimateError(
            f"All {len(known)} areas have the same {data.name}, {known[0]:g}: nothing varies in space.",
            remedy="Name another column with --value.",
        )
    if not options.signed:
        _check_signs(data)


def _among(given: str, allowed: Sequence[str], what: str) -> None:
    if given not in allowed:
        raise UsageError(f"There is no {what} “{given}”.", remedy=f"Use one of {', '.join(allowed)}.")


def _check_areas(data: LocalData) -> None:
    if len(set(data.areas)) < len(data.areas):
        codes, counts = np.unique(np.array(data.areas), return_counts=True)
        twice = codes[counts > 1]
        raise InputError(
            f"{named(twice)} {'stands' if len(twice) == 1 else 'stand'} in the table more than once.",
            cause="Each area has one value.",
            remedy="Add its rows up, or keep one month and one type.",
        )
    if not len(data.area):
        raise InputError("No area has a neighbour.", remedy="Give the links of these areas to each other.")
    if np.any(np.isinf(data.values)):
        place = int(np.flatnonzero(np.isinf(data.values))[0])
        raise InputError(
            f"The {data.name} of {data.areas[place]} is infinite.",
            remedy="Look for a rate over no residents.",
        )


def _check_signs(data: LocalData) -> None:
    known = data.values[~np.isnan(data.values)]
    below = np.flatnonzero(data.values < 0)
    counts = bool(np.all(known == np.rint(known)))
    if len(below) and (counts or len(below) < _SOME_SIGNED * len(known)):
        place = int(below[0])
        more = f", and of {len(below) - 1} more areas," if len(below) > 1 else ""
        raise InputError(
            f"The {data.name} of {data.areas[place]}{more} is negative: {data.values[place]:g}.",
            cause="Counts and rates are never below nought.",
            remedy="Correct it, leave it empty where it is not known, or say --signed for differences.",
        )


def named(codes: Sequence[str] | npt.NDArray[np.str_], most: int = 5) -> str:
    """Return codes in words, the first few by name."""
    held = [str(code) for code in codes[:most]]
    left = len(codes) - len(held)
    return ", ".join(held) + (f" and {left:,} more" if left > 0 else "")
