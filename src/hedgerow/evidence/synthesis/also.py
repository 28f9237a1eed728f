"""Further answers from the same effects: without each study, built up, influence, subgroups and the like."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from hedgerow.errors import EstimateError, UsageError
from hedgerow.evidence.synthesis.pooling import Pooling
from hedgerow.evidence.synthesis.sensitivity import (
    Line,
    built_up,
    every_estimator,
    looks,
    plain,
    small_studies,
    without_each,
)
from hedgerow.stats.meta import (
    Pooled,
    Studies,
    influence,
    permutation_test,
    robust_variance,
    studies,
    subgroups,
)

Answer = list[dict[str, object]] | dict[str, object]


def further(found: Pooling, name: str, column: str = "") -> Answer:
    """Return a further answer by its name in `FURTHER`, ready for JSON.

    Parameters
    ----------
    column
        For subgroups, cumulative (the year by default) and rve (the clusters).

    Raises
    ------
    UsageError
        When there is no such answer, or these effects do not give it.
    """
    if name not in FURTHER:
        raise UsageError(f"There is no further answer “{name}”.", remedy=f"Use {', '.join(FURTHER)}.")
    return FURTHER[name](found, column)


def _methods(found: Pooling, _: str) -> Answer:
    return _lines(every_estimator(found))


def _left_out(found: Pooling, _: str) -> Answer:
    return _lines(without_each(found))


def _cumulative(found: Pooling, column: str) -> Answer:
    _alone(found, "cumulative")
    return _lines(built_up(found, found.table.numbers(column or "year")[list(found.rows)]))


def _influence(found: Pooling, _: str) -> Answer:
    got = influence(_alone(found, "influence"), method=_method(found))
    parts = {"rstudent": got.rstudent, "dffits": got.dffits, "cook": got.cook, "hat": got.hat}
    return [
        {"name": name} | {key: _number(values[at]) for key, values in parts.items()}
        for at, name in enumerate(found.studies)
    ]


def _bias(found: Pooling, _: str) -> Answer:
    """Return each look for small-study effects: its figures on the scale of pooling, and its words."""
    data, method = _alone(found, "look for small-study effects"), found.synthesis.method
    ways = small_studies(data, "REML" if found.from_counts else method)
    words = {look.name: {"said": look.said, "caution": look.caution} for look in looks(found)}
    return {name: _tried(way) | words.get(name, {}) for name, way in ways.items()}


def _tried(way: Callable[[], dict[str, object]]) -> dict[str, object]:
    try:
        return way()
    except EstimateError as error:
        return {"not_made": error.message}


def _subgroups(found: Pooling, column: str) -> Answer:
    data, one = _alone(found, "subgroups"), found.synthesis
    found.table.need(column)
    words = found.table.words(column)
    names = [words[row] or "not given" for row in found.rows]
    got = subgroups(data, names, method=_method(found), test=one.test, level=one.level)
    common = got.common
    return {
        "groups": [
            {"name": name, "k": names.count(name)} | (_pooled(fitted) if fitted else {})
            for name, fitted in zip(got.names, got.fits, strict=True)
        ],
        "q_between": got.q_between,
        "df": got.df,
        "p_value": got.p_value,
        "one_tau2": None if common is None else {"qm": common.qm, "df": common.qm_df, "p_value": common.qm_p},
    }


def _permutation(found: Pooling, _: str) -> Answer:
    one = found.synthesis
    if len(one.names) < 2 or one.clusters:
        raise UsageError("There is no moderator to permute.", remedy="Give --mods, and no clusters.")
    rows = list(found.rows)
    got = permutation_test(
        studies(found.y, found.v, found.moderators[rows]), method=one.method, test=one.test
    )
    return {
        "p_value": dict(zip(one.names[1:], map(float, got.p_value), strict=True)),
        "qm_p": got.qm_p,
        "runs": got.runs,
        "exact": got.exact,
    }


def _rve(found: Pooling, column: str) -> Answer:
    clusters = found.table.words(column or found.options.cluster)
    if not clusters:
        raise UsageError("The clusters are not named.", remedy="Give --cluster COLUMN, or --also rve=COLUMN.")
    data = Studies(found.y, found.v, np.ones((found.y.size, 1)))
    names = [clusters[row] for row in found.rows]
    return {weights: _robust(data, names, weights, found.synthesis.level) for weights in ("CORR", "HIER")}


def _robust(data: Studies, names: list[str], weights: str, level: float) -> dict[str, object]:
    got = robust_variance(data, names, weights=weights, level=level)
    one = got.robust
    return {
        "estimate": float(one.beta[0]),
        "se": float(one.se[0]),
        "ci": [float(end[0]) for end in one.interval],
        "df": float(one.df[0]),
        "p_value": float(one.p_value[0]),
        "tau2": got.tau2,
        "omega2": got.omega2,
    }


FURTHER: dict[str, Callable[[Pooling, str], Answer]] = {
    "methods": _methods,
    "leave_one_out": _left_out,
    "cumulative": _cumulative,
    "influence": _influence,
    "bias": _bias,
    "subgroups": _subgroups,
    "permutation": _permutation,
    "rve": _rve,
}


def _alone(found: Pooling, what: str) -> Studies:
    data = plain(found)
    if data is None:
        raise UsageError(
            f"There is no {what} with moderators or clusters, or where a study has no effect of its own.",
            remedy="Pool without them.",
        )
    return data


def _method(found: Pooling) -> str:
    return "EE" if found.from_counts else found.synthesis.method


def _pooled(fitted: Pooled) -> dict[str, object]:
    return {
        "estimate": float(fitted.beta[0]),
        "se": float(fitted.se[0]),
        "ci": [float(end[0]) for end in fitted.interval],
        "p_value": float(fitted.p_value[0]),
        "tau2": fitted.tau2,
        "i2": fitted.i2,
        "q": fitted.q,
    }


def _lines(lines: tuple[Line, ...]) -> Answer:
    return [
        {
            "name": line.name,
            "code": line.code or None,
            "estimate": _number(line.estimate),
            "ci": [_number(line.low), _number(line.high)],
            "p_value": _number(line.p_value),
            "tau2": None if line.tau2 is None else _number(line.tau2),
        }
        for line in lines
    ]


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
