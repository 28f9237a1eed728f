"""What must be said beside figures of harm, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from hedgerow.places.harm import Prices, Weighed, WeightSet
from hedgerow.places.harm.given import is_multiplied
from hedgerow.places.harm.schemes import ASB
from hedgerow.places.tables.harm_counts import SmallAreas

MOST = 0.05
HALF = 0.5
KINDS = {
    "lsoa": "LSOAs",
    "msoa": "MSOAs",
    "ward": "wards",
    "lad": "districts",
    "csp": "partnerships",
    "bcu": "command units",
    "pfa": "police force areas",
}


def summary_of(small: SmallAreas, found: Mapping[str, Weighed], weights: WeightSet | None, level: str) -> str:
    """Return one paragraph: what was weighed, by what, and how much of it carries a weight."""
    version, weighed = next(iter(found.items()))
    counted = weighed.counted
    known = int(np.count_nonzero(counted.months > 0))
    title = weights.title if weights else "Counts"
    said = f"{title}, {small.first} to {small.last}: "
    said += f"{known:,} of {len(counted.areas):,} {KINDS[level]} are known."
    records = float(np.nansum(counted.records))
    kind = (
        "victim-reported crimes"
        if version == "victim_reported"
        else "crimes, those that police discover included"
    )
    said += f" {records:,.0f} {kind} are counted"
    if weights is None:
        return f"{said}; each weighs the same."
    value = float(np.nansum(counted.value))
    said += f"; together they weigh {value:,.0f} {weights.unit}."
    if weighed.share_unweighted == 0:
        return f"{said} Each of them carries a weight."
    return f"{said} {_share(weighed)} of them carry no weight."


def cautions_of(
    small: SmallAreas, found: Mapping[str, Weighed], weights: WeightSet | None, prices: Prices | None
) -> tuple[str, ...]:
    """Return what must be read beside the figures, the gravest first."""
    if weights is None:
        return ("Counts treat every crime alike.", _asb(small))
    if prices is None and weights.short == "£":
        prices = Prices(weights.price_year or "undated", multiplied=is_multiplied(weights))
    weighed = next(iter(found.values()))
    said: list[str] = []
    share = weighed.share_unweighted
    if share == share and share > MOST:
        grave = " Ranks by harm are ranks of the rest only." if share > HALF else ""
        said.append(
            f"{_share(weighed)} of the records carry no weight in this scheme and add nothing.{grave}"
        )
    if weights.status != "verified":
        said.append(f"Status of the weights: {words(weights.status)}. Edition: {weights.edition}.")
    strangers = sorted({one.force for one in weights.weights if one.force} - set(small.forces))
    if strangers and weights.status == "given":
        said.append(f"Forces of the file that are not of this region: {', '.join(strangers)}.")
    borrowed = float(np.nansum(weighed.counted.borrowed))
    if borrowed:
        part = 100 * borrowed / float(np.nansum(weighed.counted.records))
        said.append(
            f"{part:.0f} % of the records are weighed by the middle of other forces’ figures, since none of "
            "their own force is known."
        )
    if prices is not None:
        said.append(f"{prices.words[:1].upper()}{prices.words[1:]}.")
    return (*said, *weights.cautions, _asb(small))


def _share(weighed: Weighed) -> str:
    share = 100 * weighed.share_unweighted
    return "An unknown share" if share != share else f"{share:.1f} %"


def _asb(small: SmallAreas) -> str:
    return (
        f"{small.records_of(ASB):,.0f} incidents of anti-social behaviour are not crime: they have no weight "
        "in any scheme, none is invented, and they are not counted here."
    )


def words(status: str) -> str:
    """Return a status as it is printed."""
    return {"press_quoted": "quoted from the press", "given": "given by this workspace"}.get(status, status)
