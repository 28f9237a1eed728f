"""Run a specification on its data: every step, its log, and the checks."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.composite.checks import checks_of
from hedgerow.places.composite.data import CompositeData
from hedgerow.places.composite.log import Step, step
from hedgerow.places.composite.pipeline import Pipeline
from hedgerow.places.composite.removal import leave_one_out
from hedgerow.places.composite.result import CompositeResult
from hedgerow.places.composite.spec import Spec
from hedgerow.places.composite.uncertainty import uncertain
from hedgerow.places.composite.weights import means_of, weights_of
from hedgerow.provenance import sha256_value
from hedgerow.stats.composite import Coherence, Scaled, Treated, coherence, correlation, evaluate
from hedgerow.stats.rank import from_most

Array = npt.NDArray[np.float64]


def run(spec: Spec, data: CompositeData) -> CompositeResult:
    """Make the index.

    Raises
    ------
    HedgerowError
        Naming the thing that does not fit and the remedy.
    """
    first = Pipeline(spec, data)
    rows, dropped = screened(spec, first)
    pipeline = Pipeline(spec, data, rows) if dropped else first
    stages, treatment = _stages(spec, pipeline)
    scaled = stages["normalised"]
    weights = weights_of(spec, scaled, spec.aggregate, spec.weight)
    means = means_of(spec, spec.aggregate, spec.weight)
    nodes = evaluate(spec.tree, scaled, weights, means, spec.aggregate.least_share)
    stages["aggregated"] = np.column_stack([scaled, nodes])
    scores = nodes[:, -1].copy()
    ranks = from_most(scores)
    elements = spec.tree.elements
    removed = leave_one_out(
        spec.tree,
        Scaled(scaled),
        weights=weights,
        means=means,
        least_share=spec.aggregate.least_share,
        ranks=ranks,
        units=pipeline.units,
    )
    agreement = coherences(spec, stages)
    ask = spec.uncertainty
    return CompositeResult(
        spec=spec,
        units=pipeline.units,
        dropped=dropped,
        estimate=scores,
        rank=ranks,
        stages=stages,
        columns=elements,
        weights={code: float(weight) for code, weight in zip(elements, weights, strict=True)},
        treatment=treatment,
        coherence=agreement,
        influence={
            code: correlation(stages["aggregated"][:, place], scores)
            for place, code in enumerate(elements[:-1])
        },
        removed=removed,
        uncertain=uncertain(spec, pipeline, scores) if ask.samples else None,
        checks=checks_of(spec, stages, scores, treatment, agreement),
        log=_log(spec, stages, dropped, treatment),
        provenance={**data.source, "specification": sha256_value(asdict(spec))},
    )


def screened(spec: Spec, pipeline: Pipeline) -> tuple[npt.NDArray[np.intp], dict[str, str]]:
    """Return the rows that have enough indicators, and why the others have not.

    Raises
    ------
    EstimateError
        When fewer than three units are left.
    """
    after = pipeline.imputed(spec.impute) if spec.screen.after == "impute" else pipeline.denominated
    gaps = np.isnan(after)
    share = 1 - gaps.mean(axis=1)
    kept = share >= spec.screen.least_share - 1e-12
    k = len(spec.indicators)
    dropped = {
        pipeline.units[row]: f"{k - int(gaps[row].sum())} of {k} indicators are there"
        for row in np.flatnonzero(~kept)
    }
    if kept.sum() < 3:
        raise EstimateError(
            f"{int(kept.sum())} units are left to rank; at least three are needed.",
            remedy="Lower screen.least_share, or give more units.",
        )
    return np.flatnonzero(kept), dropped


def _stages(spec: Spec, pipeline: Pipeline) -> tuple[dict[str, Array], tuple[Treated, ...]]:
    treatment = pipeline.treated(spec.impute, spec.treat)
    imputed = pipeline.imputed(spec.impute)
    return {
        "raw": pipeline.raw,
        "denominated": pipeline.denominated,
        "screened": imputed if spec.screen.after == "impute" else pipeline.denominated,
        "imputed": imputed,
        "treated": np.column_stack([one.values for one in treatment]),
        "normalised": pipeline.scaled(spec.impute, spec.treat, spec.normalise),
    }, treatment


def coherences(spec: Spec, stages: dict[str, Array]) -> tuple[Coherence, ...]:
    """Coherence of every node with two children or more: indicators at the stated stage."""
    tree, k = spec.tree, len(spec.indicators)
    table = stages["aggregated"].copy()
    table[:, :k] = stages[spec.coherence.stage]
    return tuple(
        coherence(node, tuple(tree.elements[child] for child in children), table[:, list(children)])
        for node, children in zip(tree.nodes, tree.children, strict=True)
        if len(children) > 1
    )


def _log(
    spec: Spec, stages: dict[str, Array], dropped: dict[str, str], treatment: tuple[Treated, ...]
) -> tuple[Step, ...]:
    raw, denominated, imputed = stages["raw"], stages["denominated"], stages["imputed"]
    divided = sum(bool(one.denominator) for one in spec.indicators)
    filled = int(np.isnan(denominated).sum() - np.isnan(imputed).sum())
    changed = sum(one.method != "none" for one in treatment)
    points = sum(one.points for one in treatment)
    means = {one.code: one.aggregation for one in spec.aggregates if one.aggregation}
    return (
        step("read", {"unit": spec.unit}, f"{len(raw)} units, {raw.shape[1]} indicators", raw),
        step("denominate", {}, f"{divided} indicators divided", denominated),
        step("screen", vars(spec.screen), f"{len(dropped)} units left out", stages["screened"]),
        step("impute", vars(spec.impute), f"{filled} cells filled", imputed),
        step(
            "treat",
            vars(spec.treat),
            f"{changed} indicators treated, {points} points winsorised",
            stages["treated"],
        ),
        step("normalise", vars(spec.normalise), f"scale {spec.normalise.method}", stages["normalised"]),
        step(
            "aggregate",
            {**vars(spec.aggregate), "weights": spec.weight.method, "nodes": means},
            f"{len(spec.aggregates)} nodes",
            stages["aggregated"],
        ),
    )
