"""Local statistics of areas: in order of their codes, without the areas that have no value."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hedgerow.places.local.data import Array, LocalData, LocalOptions, Places, check, named
from hedgerow.places.local.result import LocalResult
from hedgerow.provenance import sha256_value
from hedgerow.stats import Check
from hedgerow.stats.discovery import benjamini_hochberg, benjamini_yekutieli
from hedgerow.stats.spatial import Local, Weights, from_links, local_geary, local_gi, local_moran

ISLAND, NO_VALUE, NOTHING = "island", "no value", "not significant"


def find_patterns(data: LocalData, *, options: LocalOptions | None = None) -> LocalResult:
    """Return a statistic, its p and q value and a class for every area.

    The order of areas and links does not matter.

    Raises
    ------
    InputError, EstimateError
        When areas stand twice, values are negative, all the same or too few.
    """
    options = options or LocalOptions()
    check(data, options)
    order = np.argsort(np.array(data.areas), kind="stable")
    known = order[~np.isnan(data.values[order])]
    weights, notes = _weights(data, known)
    found = _statistic(data.values[known], weights, options)
    q = _adjusted(found.p_value, options.adjust)
    back = np.full(len(data.areas), -1)
    back[known] = np.arange(len(known))
    spread = {name: _placed(getattr(found, name), back) for name in ("statistic", "deviate", "p_value")}
    classes = _classes(found, q, weights, options)
    return LocalResult(
        areas=data.areas,
        name=data.name,
        options=options,
        values=data.values,
        q_value=_placed(q, back),
        classes=tuple(NO_VALUE if place < 0 else classes[place] for place in back),
        checks=_checks(weights, found, np.array(data.areas)[known]),
        notes=(*data.notes, *notes, *_missing(data)),
        provenance=_provenance(data, order, options, weights),
        **spread,
    )


def _weights(data: LocalData, known: Places) -> tuple[Weights, tuple[str, ...]]:
    """Return row-standardised weights of the areas that have a value, and what was left out."""
    place = np.full(len(data.areas), -1)
    place[known] = np.arange(len(known))
    itself = data.area == data.neighbour
    rows, others = place[data.area], place[data.neighbour]
    used = ~itself & (rows >= 0) & (others >= 0)
    weights = from_links(rows[used], others[used], len(known))
    twice = int(np.count_nonzero(used)) - len(weights.others)
    lost = int(np.count_nonzero(~itself & ~used))
    said = (
        (int(itself.sum()), "Links from an area to itself are left out"),
        (twice, "Links given more than once count once"),
        (lost, "Links with areas that have no value are left out"),
    )
    return weights.standardised(), tuple(f"{words}: {count:,}." for count, words in said if count)


def _statistic(values: Array, weights: Weights, options: LocalOptions) -> Local:
    if options.statistic == "moran":
        return local_moran(values, weights, level=options.level, seed=options.seed)
    if options.statistic == "geary":
        return local_geary(values, weights)
    star = options.statistic == "gistar"
    return local_gi(values, weights, star=star, level=options.level, seed=options.seed)


def _adjusted(p: Array, adjust: str) -> Array:
    if adjust == "none":
        return p
    return benjamini_hochberg(p) if adjust == "bh" else benjamini_yekutieli(p)


def _placed(values: Array, back: Places) -> Array:
    return np.where(back < 0, np.nan, values[np.maximum(back, 0)])


def _classes(found: Local, q: Array, weights: Weights, options: LocalOptions) -> tuple[str, ...]:
    """Return what each area is: itself first, then its surroundings."""
    high, around = found.own > 0, found.around > 0
    quadrant = np.where(
        high, np.where(around, "high-high", "high-low"), np.where(around, "low-high", "low-low")
    )
    if options.statistic == "geary":
        alike = found.deviate < 0
        quadrant = np.where(alike & (high == around), quadrant, np.where(alike, "alike", "unlike"))
    elif options.statistic != "moran":
        quadrant = np.where(around, "hot", "cold")
    with np.errstate(invalid="ignore"):
        named_ones = np.where(q <= options.level, quadrant, NOTHING)
    return tuple(np.where(weights.islands, ISLAND, named_ones).tolist())


def _missing(data: LocalData) -> tuple[str, ...]:
    without = np.sort(np.array(data.areas)[np.isnan(data.values)])
    if not len(without):
        return ()
    verb = "area has" if len(without) == 1 else "areas have"
    return (
        f"{len(without):,} {verb} no value and no answer, and no part in that of their neighbours: "
        f"{named(without)}.",
    )


def _checks(weights: Weights, found: Local, areas: npt.NDArray[np.str_]) -> tuple[Check, ...]:
    islands = areas[weights.islands]
    apart = len(np.unique(weights.components[~weights.islands]))
    aside, shuffled = int(found.set_aside.sum()), int(found.shuffled.sum())
    return (
        Check(
            "islands",
            not len(islands),
            f"{len(islands):,} areas have no neighbour and no answer: {named(islands)}."
            if len(islands)
            else "Every area has a neighbour.",
            {"islands": float(len(islands))},
        ),
        Check(
            "both_ways",
            weights.symmetric,
            "Every link has its counterpart."
            if weights.symmetric
            else f"{weights.one_way:,} of {len(weights.others):,} links lead one way only, as with nearest "
            "neighbours; they are taken as they are.",
            {"one_way": float(weights.one_way)},
        ),
        Check(
            "connected",
            apart == 1,
            "All areas with neighbours hang together."
            if apart == 1
            else f"Areas with neighbours lie in {apart:,} groups that do not touch.",
            {"groups": float(apart)},
        ),
        Check(
            "second_look",
            None if not aside else True,
            f"What chance would give was looked at again without {aside:,} values that make up sums that "
            f"stand out; {shuffled:,} areas near the line were settled by shuffling.",
            {"set_aside": float(aside), "shuffled": float(shuffled)},
        ),
    )


def _provenance(data: LocalData, order: Places, options: LocalOptions, weights: Weights) -> dict[str, object]:
    areas = [data.areas[place] for place in order]
    held = [None if np.isnan(value) else float(value) for value in data.values[order]]
    return {
        "method": f"local {options.statistic}, two-sided, row-standardised, {options.adjust}",
        "value": data.name,
        "level": options.level,
        "seed": options.seed,
        "areas": len(data.areas),
        "links": len(weights.others),
        "values_sha256": sha256_value([areas, held]),
        "links_sha256": sha256_value([weights.starts.tolist(), weights.others.tolist()]),
    }
