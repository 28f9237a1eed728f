"""The stated method, as a specification that the pipeline of composite indices runs (OECD/JRC 2008)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from hedgerow.places.composite import CompositeData, CompositeResult, Spec, run
from hedgerow.places.composite import spec as says
from hedgerow.places.index.design import IndexData, IndexDesign, IndexOptions, check
from hedgerow.places.index.result import IndexResult
from hedgerow.provenance import sha256_value
from hedgerow.stats import Check, rank

Array = npt.NDArray[np.float64]
ROOT = "index"
LEAST = 1.0  # lower end of a scale whose geometric mean is taken: one zero would erase an area
SCALES: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "percentile": {"method": "percentile"},
        "min_max": {"method": "min_max", "lower": LEAST},
        "exponential": {"method": "imd_exponential"},
        "z_score": {"method": "z", "mean": 100.0, "sd": 10.0},  # above zero, for a geometric mean of it
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
    present = ~np.isnan(data.values)
    kept = np.flatnonzero(present @ design.shares >= options.least_share - 1e-9)
    made = run(specification(design, options, len(kept)), table_of(data, design, kept))
    return _result(data, design, options, made, kept)


def table_of(data: IndexData, design: IndexDesign, rows: npt.NDArray[np.intp]) -> CompositeData:
    """Return the areas of `rows` as the table that the specification names the columns of."""
    columns = {part.name: data.values[rows, place] for place, part in enumerate(design.parts)}
    return CompositeData(tuple(data.areas[row] for row in rows), columns)


def specification(design: IndexDesign, options: IndexOptions, areas: int) -> Spec:
    """Return the specification of a design: the same that a person may write as TOML."""
    geometric = options.aggregation == "geometric"
    scale = dict(SCALES[options.normalisation])
    if options.normalisation == "min_max" and not geometric:
        scale["lower"] = 0.0
    points = int(options.winsorise * areas)
    return Spec(
        name=design.name,
        indicators=tuple(
            says.Indicator(part.name, direction=part.direction, weight=float(share), parent=ROOT)
            for part, share in zip(design.parts, design.shares, strict=True)
        ),
        aggregates=(says.Aggregate(ROOT),),
        related_to_crime=True,
        treat=says.Treat("winsorise" if points else "none", max_points=points, then="none"),
        normalise=says.Normalise(**scale),  # type: ignore[arg-type]
        aggregate=says.Aggregation(options.aggregation, least_share=options.least_share),
        uncertainty=_varied(design, options),
    )


def _varied(design: IndexDesign, options: IndexOptions) -> says.Uncertainty:
    """Vary scale, mean and weights, and leave out one indicator in half of the runs."""
    vary = [
        says.Vary("normalise", tuple(dict(scale) for scale in SCALES.values())),
        says.Vary("aggregate.method", ("arithmetic", "geometric")),
        says.Vary("weights", spread=options.weight_spread),
    ]
    if len(design.parts) > 2:
        vary.append(says.Vary("leave_out"))
    return says.Uncertainty(options.samples, options.seed, options.level, bootstrap=200, vary=tuple(vary))


def _result(
    data: IndexData,
    design: IndexDesign,
    options: IndexOptions,
    made: CompositeResult,
    kept: npt.NDArray[np.intp],
) -> IndexResult:
    around = made.uncertain
    assert around is not None  # samples are asked for
    n, present = len(data.areas), ~np.isnan(data.values)

    def whole(part: Array) -> Array:
        out = np.full((n, *part.shape[1:]), np.nan)
        out[kept] = part
        return out

    values = whole(made.estimate)
    ranks = rank.from_most(values)
    top = whole(around.p_worst)
    return IndexResult(
        name=design.name,
        areas=data.areas,
        estimate=values,
        interval=(whole(around.score[0]), whole(around.score[1])),
        rank=ranks,
        rank_interval=(whole(around.rank[0]), whole(around.rank[1])),
        decile=rank.decile(ranks),
        p_top_decile=top,
        used=present.sum(axis=1).astype(np.int64),
        normalised=whole(made.stages["normalised"]),
        shares=design.shares,
        parts=tuple((part.name, part.domain) for part in design.parts),
        level=options.level,
        # What the specification says of its units is said here of all areas, those without a score too.
        checks=(*_checks(data.areas, values, top), *(c for c in made.checks if c.name != "units scored")),
        reasons=_reasons(data.areas, kept, present, design),
        made=made,
        provenance=_provenance(data, design, options, made),
    )


def _reasons(
    areas: tuple[str, ...],
    kept: npt.NDArray[np.intp],
    present: npt.NDArray[np.bool_],
    design: IndexDesign,
) -> Mapping[str, str]:
    found = {}
    for row in np.setdiff1d(np.arange(len(areas)), kept):
        lost = [part.name for part, has in zip(design.parts, present[row], strict=True) if not has]
        found[areas[row]] = f"no value of {', '.join(lost)}"
    return found


def _checks(areas: tuple[str, ...], values: Array, p_top: Array) -> tuple[Check, ...]:
    scored = ~np.isnan(values)
    top = rank.decile(rank.from_most(values)) == 1
    firm = float(np.mean(p_top[top] >= 0.9)) if top.any() else 0.0
    return (
        Check(
            "areas scored",
            bool(scored.all()),
            f"{int(scored.sum())} of {len(areas)} areas have a score.",
            {"scored": float(scored.sum())},
        ),
        Check(
            "top tenth is firm",
            firm >= 0.5,
            f"{100 * firm:.0f} % of the top tenth stay there in at least nine tenths of the method choices.",
            {"share": firm},
        ),
    )


def _provenance(
    data: IndexData, design: IndexDesign, options: IndexOptions, made: CompositeResult
) -> Mapping[str, object]:
    return {
        "method": f"outliers drawn in, at most {100 * options.winsorise:g} % of areas, "
        f"{options.normalisation} scale, {options.aggregation} mean with stated weights",
        "runs": made.uncertain.runs if made.uncertain else 0,
        "seed": options.seed,
        "options": vars(options),
        "parts": [vars(part) for part in design.parts],
        "specification": made.provenance["specification"],
        "input": sha256_value([data.areas, data.values.tolist()]),
    }
