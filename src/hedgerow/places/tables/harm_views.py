"""Show the harm of places: counts and harm beside each other, both ranks, and what must be read with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from hedgerow.disclosure import Released, release
from hedgerow.errors import UsageError
from hedgerow.places.harm import COUNTS, VERSIONS, Prices, WeightSet, read_deflators, read_weights
from hedgerow.places.harm.given import is_multiplied
from hedgerow.places.tables.harm import OWN, OWN_MEAN, scheme_names, weights_held
from hedgerow.places.tables.harm_counts import LEVELS, READ, read_small, window_of
from hedgerow.places.tables.harm_drafts import (
    agreement_draft,
    areas_draft,
    said_of,
    shares_draft,
    types_draft,
    weighed_of,
)
from hedgerow.places.tables.harm_words import cautions_of, summary_of
from hedgerow.places.tables.views.memory import remembered
from hedgerow.store.lake import Lake


@dataclass(frozen=True)
class HarmAsk:
    """What is asked: scheme, months (``A:B``), kind of area, version (both where empty), own files."""

    scheme: str = "cchi"
    months: str = ""
    level: str = "lsoa"
    version: str = ""
    weights: Path | None = None
    deflators: Path | None = None
    price_year: str = ""

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions that are shown."""
        return (self.version,) if self.version else tuple(VERSIONS)


@dataclass(frozen=True)
class HarmView:
    """Places with counts and harm, and everything that must be read beside them."""

    scheme: str
    title: str
    level: str
    first: str
    last: str
    unit: str
    edition: str
    status: str
    source: str
    licence: str
    prices: str
    summary: str
    cautions: tuple[str, ...]
    areas: Released
    shares: Released
    types: Released
    agreement: Released


def harm_view(lake: Lake, ask: HarmAsk = HarmAsk()) -> HarmView:
    """Return the harm of every area of a kind.

    Raises
    ------
    UsageError
        When the scheme, level, version, months or price year is not one of the allowed.
    InputError
        When a file of weights or deflators is not what it should be.
    NotFoundError
        When the panel is not built, or nothing is known of the region.
    """
    _check(lake, ask)
    weights, prices = _weights(lake, ask)
    small = read_small(lake, window_of(lake, ask.months or None))
    found = {version: weighed_of(small, weights, version, ask.level) for version in ask.versions}
    said = said_of(weights)
    own = bool(ask.weights) or ask.scheme.startswith(OWN)
    return HarmView(
        ask.scheme,
        said["title"],
        ask.level,
        small.first,
        small.last,
        said["unit"],
        said["edition"],
        said["status"],
        said["source"],
        said["licence"],
        prices.words if prices else "",
        summary_of(small, found, weights, ask.level),
        cautions_of(small, found, weights, prices),
        release(areas_draft(lake, ask.level, small, found, weights, prices)),
        release(shares_draft(found)),
        release(types_draft(small, weights)),
        release(agreement_draft(small, ask.level, ask.versions, weights if own else None)),
    )


def harm_table(lake: Lake, level: str, scheme: str, version: str) -> Released:
    """Return the areas of a kind with counts and harm over the last twelve months; see `harm_view`."""
    _check(lake, HarmAsk(scheme=scheme, level=level, version=version))

    def make() -> Released:
        small = read_small(lake, window_of(lake))
        weights = weights_held(lake, scheme)
        found = {version: weighed_of(small, weights, version, level)}
        return release(areas_draft(lake, level, small, found, weights))

    return remembered(lake, (*READ, "area", "harm_weight"), ("harm_table", level, scheme, version), make)


def _check(lake: Lake, ask: HarmAsk) -> None:
    names = (*scheme_names(lake), *((OWN, OWN_MEAN) if ask.weights else ()))
    for word, what, allowed in (
        (ask.scheme, "harm scheme", tuple(dict.fromkeys(names))),
        (ask.level, "kind of area here", tuple(LEVELS)),
        (ask.version, "version", ("", *VERSIONS)),
    ):
        if word not in allowed:
            shown = ", ".join(one for one in allowed if one)
            raise UsageError(f"“{word}” is no {what}.", remedy=f"Give one of: {shown}.")


def _weights(lake: Lake, ask: HarmAsk) -> tuple[WeightSet | None, Prices | None]:
    """Return the weights that are asked for, in the prices that are asked for."""
    if ask.weights and ask.scheme == COUNTS:
        raise UsageError("Counts have no weights.", remedy="Leave out --weights, or give another --scheme.")
    weights = read_weights(ask.weights, ask.scheme) if ask.weights else weights_held(lake, ask.scheme)
    pounds = weights is not None and weights.short == "£"
    if (ask.deflators is None) != (not ask.price_year):
        raise UsageError(
            "A price year needs a table of deflators.", remedy="Give --deflators and --price-year."
        )
    if weights is None or not pounds:
        if ask.deflators:
            raise UsageError(f"{ask.scheme} is not in pounds.", remedy="Give --scheme cost.")
        return weights, None
    prices = Prices(weights.price_year or "undated", multiplied=is_multiplied(weights))
    if ask.deflators:
        moved = read_deflators(ask.deflators, ask.price_year, weights.price_year)
        prices = replace(moved, multiplied=prices.multiplied)
    return _priced(weights, prices.factor), prices


def _priced(weights: WeightSet, factor: float) -> WeightSet:
    def times(value: float | None) -> float | None:
        return None if value is None else value * factor

    if factor == 1:
        return weights
    moved = tuple(
        replace(w, weight=times(w.weight), lowest=times(w.lowest), highest=times(w.highest))
        for w in weights.weights
    )
    return replace(weights, weights=moved)
