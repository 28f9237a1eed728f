"""The stated method: direction, winsorise, one scale, weights, mean (OECD/JRC 2008, steps 4 to 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from hedgerow.places.index.design import IndexData, IndexDesign, IndexOptions, check
from hedgerow.places.index.result import IndexResult
from hedgerow.places.index.uncertainty import Spread, spread
from hedgerow.provenance import sha256_value
from hedgerow.stats import Check, normalise, rank

Array = npt.NDArray[np.float64]
SCALES: Mapping[str, Callable[[Array], Array]] = MappingProxyType(
    {
        "percentile": normalise.percentile,
        "min_max": normalise.min_max,
        "exponential": normalise.exponential,
        "z_score": normalise.z_score,
    }
)


def score(data: IndexData, design: IndexDesign, *, options: IndexOptions | None = None) -> IndexResult:
    """Score every area and say how far other reasonable methods would have moved it.

    Raises
    ------
    EstimateError
        When areas or indicators are too few, do not fit, do not vary, or are a crime figure.
    """
    options = options or IndexOptions()
    check(data, design, options)
    scaled = {name: normalised(data.values, design, name, options.winsorise) for name in SCALES}
    base = scaled[options.normalisation]
    present = ~np.isnan(base)
    kept = present @ design.shares >= options.least_share - 1e-9
    values = np.where(kept, combine(base, design.shares, options.aggregation), np.nan)
    ranks = rank.from_most(values)
    around = spread(scaled, values, design.shares, options)
    return IndexResult(
        name=design.name,
        areas=data.areas,
        estimate=values,
        interval=around.score,
        rank=ranks,
        rank_interval=around.rank,
        decile=rank.decile(ranks),
        p_top_decile=around.top,
        used=present.sum(axis=1).astype(np.int64),
        normalised=base,
        shares=design.shares,
        parts=tuple((part.name, part.domain) for part in design.parts),
        level=options.level,
        checks=_checks(values, around, present),
        reasons=_reasons(data.areas, kept, present, design),
        provenance=_provenance(data, design, options),
    )


def normalised(values: Array, design: IndexDesign, scale: str, winsorise: float) -> Array:
    """Return areas x parts on 0 to 100, higher is more of what the index measures."""
    columns = [
        SCALES[scale](normalise.winsorise(values[:, number] * part.direction, winsorise))
        for number, part in enumerate(design.parts)
    ]
    return np.column_stack(columns)


def combine(scaled: Array, weights: Array, aggregation: str) -> Array:
    """Weighted mean of each row over the parts that have a value; NaN where none has."""
    present = ~np.isnan(scaled)
    total = present @ weights
    # The geometric mean is taken of 1 + value, so that one zero does not erase an area.
    inner = np.log1p(np.where(present, scaled, 0.0)) if aggregation == "geometric" else scaled
    summed = np.where(present, inner, 0.0) @ weights
    mean = np.divide(summed, total, out=np.full(len(scaled), np.nan), where=total > 0)
    return np.asarray(np.expm1(mean) if aggregation == "geometric" else mean)


def _reasons(
    areas: tuple[str, ...], kept: npt.NDArray[np.bool_], present: npt.NDArray[np.bool_], design: IndexDesign
) -> Mapping[str, str]:
    found = {}
    for row in np.flatnonzero(~kept):
        lost = [part.name for part, has in zip(design.parts, present[row], strict=True) if not has]
        found[areas[row]] = f"no value of {', '.join(lost)}"
    return found


def _checks(values: Array, around: Spread, present: npt.NDArray[np.bool_]) -> tuple[Check, ...]:
    scored = ~np.isnan(values)
    share = float(present.mean())
    top = rank.decile(rank.from_most(values)) == 1
    firm = float(np.mean(around.top[top] >= 0.9)) if top.any() else 0.0
    return (
        Check(
            "values present",
            share >= 0.95,
            f"{100 * share:.1f} % of the indicator values are present.",
            {"share": share},
        ),
        Check(
            "areas scored",
            bool(scored.all()),
            f"{int(scored.sum())} of {len(values)} areas have a score.",
            {"scored": float(scored.sum())},
        ),
        Check(
            "top tenth is firm",
            firm >= 0.5,
            f"{100 * firm:.0f} % of the top tenth stay there in at least nine tenths of the method choices.",
            {"share": firm},
        ),
    )


def _provenance(data: IndexData, design: IndexDesign, options: IndexOptions) -> Mapping[str, object]:
    return {
        "method": f"winsorised at {100 * options.winsorise:g} %, {options.normalisation} scale, "
        f"{options.aggregation} mean with stated weights",
        "runs": options.runs,
        "seed": options.seed,
        "options": vars(options),
        "parts": [vars(part) for part in design.parts],
        "input": sha256_value([data.areas, data.values.tolist()]),
    }
