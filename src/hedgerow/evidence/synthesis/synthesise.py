"""Pool effects: checked, fitted, and told with what speaks against it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from scipy import stats

from hedgerow.errors import EstimateError, UsageError
from hedgerow.evidence.synthesis import checks
from hedgerow.evidence.synthesis.clusters import three_levels, with_correlation
from hedgerow.evidence.synthesis.data import (
    SynthesisData,
    SynthesisDesign,
    SynthesisOptions,
    check_alike,
    named,
)
from hedgerow.evidence.synthesis.result import Synthesis
from hedgerow.provenance import sha256_value
from hedgerow.stats.meta import (
    METHODS,
    TESTS,
    Studies,
    fit,
    prediction_interval,
    studies,
    tau2_interval,
)
from hedgerow.stats.meta.pooled import check_level
from hedgerow.stats.meta.tau2 import likelihood_tops
from hedgerow.stats.meta.weighted import basis


def synthesise(
    data: SynthesisData,
    design: SynthesisDesign | None = None,
    *,
    options: SynthesisOptions | None = None,
) -> Synthesis:
    """Pool the effects of `data`.

    Rows that lack an effect, a variance, a moderator or a cluster are left out and named in a check.

    Raises
    ------
    EstimateError
        When signs, measures or bounds do not allow pooling, a variance is not above zero, or one study is
        left.
    UsageError
        When the method or the test is not one of those that there are.
    """
    design, options = design or SynthesisDesign(), options or SynthesisOptions()
    _check_design(data, design, options)
    check_alike(data)
    kept = _kept(data)
    left_out = tuple(data.studies[row] for row in np.flatnonzero(~kept))
    wrong = np.flatnonzero(kept & (data.v <= 0)).tolist()
    if wrong:
        raise EstimateError(
            f"The variance of {named(data.studies, wrong)} is not above zero.",
            cause="A variance of zero would give a study all the weight, a negative one cannot be.",
            remedy="Correct the rows, or leave them out and say so.",
        )
    rows = np.flatnonzero(kept)
    mods = data.moderators[rows] if design.moderators else None
    arrays = studies(data.y[rows], data.v[rows], mods)
    names = tuple(data.studies[row] for row in rows)
    parts = _clustered if data.cluster else _alone
    made = parts(arrays, names, data, design, options, rows.tolist())
    return Synthesis(
        names=(("intercept" if design.moderators else "pooled"), *design.moderators),
        method=design.method,
        level=options.level,
        k=arrays.k,
        left_out=left_out,
        provenance=provenance_of(data, design, options),
        **(made | {"checks": (*made["checks"], checks.nothing_left_out(left_out))}),
    )


def _alone(
    arrays: Studies,
    names: tuple[str, ...],
    data: SynthesisData,
    design: SynthesisDesign,
    options: SynthesisOptions,
    rows: list[int],
) -> dict[str, Any]:
    del data, rows
    fitted = fit(arrays, method=design.method, test=design.test, level=options.level, search=design.search)
    tops = likelihood_tops(basis(arrays), design.method)
    prediction = None if design.moderators else prediction_interval(fitted, higgins=options.higgins)
    tested = bool(design.moderators)
    return {
        "estimate": fitted.beta,
        "se": fitted.se,
        "interval": fitted.interval,
        "p_value": fitted.p_value,
        "df": fitted.df,
        "test": design.test,
        "prediction_interval": prediction,
        "tau2": fitted.tau2,
        "tau2_interval": None if design.method == "EE" else tau2_interval(arrays, options.level),
        "sigma2": None,
        "i2": fitted.i2,
        "i2_q": fitted.i2_q,
        "q": fitted.q,
        "q_p": fitted.q_p,
        "qm": fitted.qm if tested else None,
        "qm_df": fitted.qm_df if tested else None,
        "qm_p": fitted.qm_p if tested else None,
        "r2": fitted.r2,
        "robust": None,
        "clusters": None,
        "tops": tuple((top.tau2, top.log_likelihood) for top in tops) if len(tops) > 1 else (),
        "checks": (*checks.of_pooled(fitted, names, prediction), *checks.several_tops(fitted, tops)),
    }


def _clustered(
    arrays: Studies,
    names: tuple[str, ...],
    data: SynthesisData,
    design: SynthesisDesign,
    options: SynthesisOptions,
    rows: list[int],
) -> dict[str, Any]:
    """Fit three levels; Knapp and Hartung's test is for two, so that t on clusters - p stands in for it."""
    del names
    cluster = [data.cluster[row] for row in rows]
    nested = [data.nested[row] for row in rows] if data.nested else None
    test = "z" if design.test == "z" else "t"
    if design.r is None:
        fitted = three_levels(arrays, cluster, nested, design, test, options.level)
    else:
        fitted = with_correlation(arrays, cluster, nested, design, test, options.level)
    plain = fit(arrays, method="EE", test="z", level=options.level)
    total, robust = sum(fitted.sigma2), fitted.robust
    prediction = None if design.moderators else fitted.prediction
    moderators = fitted.moderators or (None, None, None)
    made = [checks.enough(len(set(cluster)), float(robust.df[0]), "clusters")]
    made += [] if prediction is None else [checks.elsewhere(prediction)]
    return {
        "estimate": fitted.beta,
        "se": fitted.se,
        "interval": fitted.interval,
        "p_value": fitted.p_value,
        "df": fitted.df,
        "test": test,
        "prediction_interval": prediction,
        "tau2": total,
        "tau2_interval": None,
        "sigma2": fitted.sigma2,
        "i2": 100 * total / (total + plain.typical_variance),
        "i2_q": plain.i2_q,
        "q": fitted.q,
        "q_p": float(stats.chi2.sf(fitted.q, plain.data.df)),
        "qm": moderators[0],
        "qm_df": moderators[1],
        "qm_p": moderators[2],
        "r2": None,
        "robust": robust,
        "clusters": len(set(cluster)),
        "checks": tuple(made),
    }


def _check_design(data: SynthesisData, design: SynthesisDesign, options: SynthesisOptions) -> None:
    check_level(options.level)
    methods = ("ML", "REML") if data.cluster else METHODS
    for kind, given, allowed in (("method", design.method, methods), ("test", design.test, TESTS)):
        if given not in allowed:
            raise UsageError(
                f"There is no {kind} “{given}”{' with clusters' if data.cluster else ''}.",
                remedy=f"Use one of {', '.join(allowed)}.",
            )
    if design.r is not None and not data.cluster:
        raise UsageError("A correlation was given without clusters.", remedy="Give the clusters too.")
    if data.nested and not data.cluster:
        raise UsageError("Nested units were given without clusters.", remedy="Give the clusters too.")
    if design.moderators and data.moderators.shape != (len(data.studies), len(design.moderators)):
        raise UsageError(
            f"{len(design.moderators)} moderators are named, but {data.moderators.shape[1]} given.",
            remedy="Name one for each column.",
        )


def _kept(data: SynthesisData) -> np.ndarray[Any, np.dtype[np.bool_]]:
    kept = np.isfinite(data.y) & np.isfinite(data.v)
    if data.moderators.size:
        kept &= np.isfinite(data.moderators).all(axis=1)
    for names in (data.cluster, data.nested):
        if names:
            kept &= np.array([bool(name.strip()) for name in names])
    return kept


def provenance_of(
    data: SynthesisData, design: SynthesisDesign, options: SynthesisOptions
) -> dict[str, object]:
    """Return what was pooled and how, with the hash of the data."""
    values = [
        data.studies,
        data.y.tolist(),
        data.v.tolist(),
        data.moderators.tolist(),
        data.cluster,
        data.nested,
    ]
    return {
        "method": f"meta-analysis, {design.method}, {design.test}",
        "rows": len(data.studies),
        "data_sha256": sha256_value(values),
        "design": asdict(design),
        "options": asdict(options),
    }
