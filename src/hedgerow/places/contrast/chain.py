"""The chain from counts and context to a verdict, link by link."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.contrast.answers import Answers, answer, detectable
from hedgerow.places.contrast.artefact import GateLimits, district_cluster
from hedgerow.places.contrast.calibration import NullCalibration, calibrate
from hedgerow.places.contrast.data import ContrastData, ContrastOptions, PlaceContext
from hedgerow.places.contrast.expected import Expected, expect, plain_alpha, usable
from hedgerow.places.contrast.persistence import Persistence, persistence
from hedgerow.places.contrast.result import ContrastResult
from hedgerow.places.contrast.silence import silence
from hedgerow.places.contrast.twins import Twins, twins
from hedgerow.provenance import sha256_value
from hedgerow.stats import Check

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]
Words = npt.NDArray[np.str_]
NEARLY_NONE = "almost nothing recorded where its context gives many: crimes may be printed next door"
CLUSTER = (
    "most low places lie in this one district: a district-wide effect of recording until shown otherwise"
)


def contrast(
    data: ContrastData, context: PlaceContext, *, options: ContrastOptions | None = None
) -> ContrastResult:
    """Run the chain for one crime family.

    Raises
    ------
    EstimateError
        When areas do not fit, months or places are too few, or context is missing everywhere.
    """
    options = options or ContrastOptions()
    _refuse(data, context, options)
    rows = usable(context, data.known, options.least_months)
    model = expect(context, data.cells, rows, smooth=True)
    noise = model.noise
    passed = context.passed
    said = answer(np.nan_to_num(data.observed), model.mean, rows & passed, noise, options)
    artefact = _after_fit(data, context, model, said, rows & passed)
    good = rows & np.array([reason is None for reason in artefact])
    quiet = silence(good & (said.own == "low"), rows, context)
    low = good & (said.own == "low") & (quiet != "possible")
    more = good & (said.ratio >= options.twin_ratio) & (said.lower > 1)
    pairs = twins(context, model.rate, low, more, rows, options)
    held = persistence(context, data.cells, data.months, options, model)
    null = calibrate(model, rows & passed, options)
    reach = detectable(model.mean, noise, options)
    return ContrastResult(
        data=data,
        areas=context.areas,
        expected=model,
        answers=said,
        detectable=reach,
        resolvable=(~np.isnan(reach[0]), ~np.isnan(reach[1])),
        artefact=tuple(reason if row else None for reason, row in zip(artefact, rows, strict=True)),
        silence=quiet,
        verdict=verdicts(said, rows, good, quiet),
        persistent=held.same if held else np.full(len(rows), np.nan),
        twins=pairs,
        figures=_figures(model, data, context, rows, null, held),
        checks=_checks(model, null, held, pairs, context, options),
        level=options.level,
        provenance=_provenance(data, context, options),
    )


def verdicts(said: Answers, known: Rows, good: Rows, quiet: Words) -> Words:
    """Say what may be said: low and high need both questions answered, and low must pass the silence gate."""
    low = (said.own == "low") & (said.like == "low") & (quiet != "possible")
    high = (said.own == "high") & (said.like == "high")
    expected = (said.own == "neither") & np.isin(said.like, ("neither", "cannot_tell"))
    return np.select(
        [~known, ~good, low, high, expected],
        ["not_known", "artefact", "zero_output", "super_output", "as_expected"],
        default="cannot_tell",
    )


def _after_fit(
    data: ContrastData, context: PlaceContext, model: Expected, said: Answers, asked: Rows
) -> tuple[str | None, ...]:
    """Return the gate's reasons with those that only the fitted model can show."""
    limits = GateLimits()
    counts, mean = np.nan_to_num(data.observed), np.nan_to_num(model.mean)
    nearly_none = asked & (mean >= limits.near_expected) & (counts < limits.near_zero * mean)
    clustered = district_cluster(asked & ~nearly_none & (said.own == "low"), context.district, limits)
    reasons = list(context.artefact)
    for marked, reason in ((nearly_none, NEARLY_NONE), (clustered, CLUSTER)):
        for row in np.flatnonzero(marked):
            reasons[row] = reason
    return tuple(reasons)


def _figures(
    model: Expected,
    data: ContrastData,
    context: PlaceContext,
    rows: Rows,
    null: NullCalibration,
    held: Persistence | None,
) -> Mapping[str, float]:
    figures = {
        "alpha": model.fit.alpha,
        "alpha_without_context": plain_alpha(context, data.cells, rows, model.fit.scale),
        "alpha_among_like": model.like_alpha,
        "month_to_month_scale": model.fit.scale,
        "log_likelihood": model.fit.log_likelihood,
        "areas": float(len(model.fit.expected)),
        "months": float(len(data.months)),
        "null_flag_share": null.unusual,
        "null_any_share": null.any_share,
        "null_own_share": null.own,
        "null_runs": float(null.runs),
    }
    if held:
        figures |= {name: float(value) for name, value in vars(held).items() if name != "same"}
    return figures


def _checks(
    model: Expected,
    null: NullCalibration,
    held: Persistence | None,
    pairs: Twins,
    context: PlaceContext,
    options: ContrastOptions,
) -> tuple[Check, ...]:
    worst = float(np.nanmax(np.abs(pairs.after))) if np.isfinite(pairs.after).any() else np.nan
    return (
        Check(
            "null calibration",
            null.unusual <= options.q,
            f"In {null.runs} simulated worlds without deviants {100 * null.unusual:.2f} % of places are "
            f"flagged; {100 * null.own:.1f} % lie beyond a cut-off by unexplained spread alone.",
            {"share": null.unusual, "own": null.own},
        ),
        _held(held),
        Check(
            "balance of twins",
            None if np.isnan(worst) else worst < 0.1,
            "No place has twins."
            if np.isnan(worst)
            else f"The largest standardised difference after matching is {worst:.2f}; below 0.1 is balanced.",
            {"largest": worst},
        ),
        Check(
            "silence",
            bool(context.signals) or None,
            f"Tested against: {', '.join(sorted(context.signals))}."
            if context.signals
            else "Silence is not testable here: no source is loaded that would show unreported crime.",
        ),
        Check(
            "context",
            not model.dropped,
            f"Dropped, since they repeat others: {', '.join(model.dropped)}."
            if model.dropped
            else f"All {len(context.names)} context variables are used.",
        ),
    )


def _held(held: Persistence | None) -> Check:
    if held is None:
        return Check("persistence", None, "There are too few months to confirm the answers on later ones.")
    return Check(
        "persistence",
        held.early_low == 0 or held.low_held > held.low_chance,
        f"{held.early_low} places are low in the earlier half; {_share(held.low_held)} are low in the later "
        f"half too, where chance would give {_share(held.low_chance)}. Of {held.early_high} high ones "
        f"{_share(held.high_held)} stay high; chance would give {_share(held.high_chance)}.",
        {"low_held": held.low_held, "low_chance": held.low_chance},
    )


def _share(value: float) -> str:
    return "none" if np.isnan(value) else f"{100 * value:.0f} %"


def _provenance(data: ContrastData, context: PlaceContext, options: ContrastOptions) -> Mapping[str, object]:
    return {
        "method": "NB2 on context, gamma shrinkage, two questions, gates",
        "options": vars(options),
        "context": context.names,
        "months": data.months,
        "input": sha256_value(
            [
                context.areas,
                np.nan_to_num(data.cells, nan=-1).tolist(),
                np.nan_to_num(context.values).tolist(),
            ]
        ),
    }


def _refuse(data: ContrastData, context: PlaceContext, options: ContrastOptions) -> None:
    n = len(context.areas)
    if data.cells.shape != (n, len(data.months)) or context.values.shape != (n, len(context.names)):
        raise EstimateError(f"The counts of {data.family} and the context do not have the same places.")
    if not context.names:
        raise EstimateError(
            "No context of places is held, so nothing can be said of what crime to expect.",
            remedy="Add deprivation and census files, then build again (hedgerow doctor PATH lists them).",
        )
    if len(data.months) < options.least_months:
        raise EstimateError(
            f"{len(data.months)} month(s) of {data.family} are too few; {options.least_months} are needed.",
            remedy="Add the months that are missing (hedgerow doctor PATH lists them).",
        )
    if np.nanmin(data.cells, initial=0) < 0:
        raise EstimateError(f"A count of {data.family} is negative.")
    if not options.low < 1 < options.high:
        raise EstimateError(
            f"The cut-offs {options.low:g} and {options.high:g} must lie on either side of 1."
        )
    barred = [name for name in context.names if name.startswith(("strength", "cni"))]
    if barred:
        raise EstimateError(
            f"{barred[0]} is a figure of strength and may not be context of expected crime.",
            cause="Levers of resilience must not explain away what they may have brought about.",
        )
