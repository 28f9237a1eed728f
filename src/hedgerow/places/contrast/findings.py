"""What the chain found out about itself: figures of the fit, and checks in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.assessment import Assessment
from hedgerow.places.contrast.calibration import NullCalibration
from hedgerow.places.contrast.data import ContrastData, ContrastOptions, PlaceContext
from hedgerow.places.contrast.expected import Expected, plain_alpha
from hedgerow.places.contrast.persistence import Persistence
from hedgerow.places.contrast.twins import Twins
from hedgerow.stats import Check
from hedgerow.stats.resolvable import least_expected, ratio_limit

Rows = npt.NDArray[np.bool_]
UNIFORM = 0.05  # distance of the transforms from uniform that is let pass
TWO_TAILS = 3.0  # standard errors of the count of zeros
FULL = 36


@dataclass(frozen=True)
class Findings:
    """Worlds without deviants, persistence, twins and the assessment of the fit."""

    null: NullCalibration
    held: Persistence | None
    pairs: Twins
    fit: Assessment


def figures(
    model: Expected,
    data: ContrastData,
    context: PlaceContext,
    rows: Rows,
    seen: Findings,
    options: ContrastOptions,
) -> Mapping[str, float]:
    """Return the figures of the model by name."""
    field, fit, null = model.field, seen.fit, seen.null
    found = {
        "alpha": model.fit.alpha,
        "alpha_without_context": plain_alpha(context, data.cells, rows, model.fit.scale),
        "alpha_with_field": model.alpha,
        "alpha_among_like": model.like_alpha,
        "field_sigma": field.sigma if field else np.nan,
        "field_rho": field.rho if field else np.nan,
        "month_to_month_scale": model.fit.scale,
        "log_likelihood": model.fit.log_likelihood,
        "areas": float(len(model.fit.expected)),
        "islands": float(context.structure.islands[rows].sum()),
        "months": float(len(data.months)),
        "least_expected_own": least_expected(0.05, scale=model.fit.scale),
        "least_expected_like": least_expected(options.like_p, model.like_alpha, model.fit.scale),
        "ratio_limit_like": ratio_limit(options.like_p, model.like_alpha),
        "log_score_residents": fit.plain,
        "log_score_context": fit.context,
        "log_score_field": fit.field,
        "log_score_beside_context": fit.beside_context,
        "log_score_beside_field": fit.beside_field,
        "blocks": float(fit.blocks),
        "transform_distance": fit.pit,
        "zeros": float(fit.zeros),
        "zeros_expected": fit.zeros_expected,
        "null_flag_share": null.unusual,
        "null_any_share": null.any_share,
        "null_own_share": null.own,
        "null_runs": float(null.runs),
    }
    if seen.held:
        found |= {name: float(value) for name, value in vars(seen.held).items() if name != "same"}
    return found


def checks(
    model: Expected, context: PlaceContext, months: int, seen: Findings, options: ContrastOptions
) -> tuple[Check, ...]:
    """Return every check with its figures."""
    return (
        _null(seen.null, options),
        _held(seen.held, months),
        _balance(seen.pairs),
        _silence(context),
        _context(model, context),
        _blocks(seen.fit),
        _uniform(seen.fit),
        _zeros(seen.fit),
        _surroundings(model, context),
        _exposure(context),
    )


def _null(null: NullCalibration, options: ContrastOptions) -> Check:
    return Check(
        "null calibration",
        null.unusual <= options.q,
        f"In {null.runs} simulated worlds without deviants {100 * null.unusual:.2f} % of places are "
        f"flagged; {100 * null.own:.1f} % lie beyond a cut-off by unexplained spread alone.",
        {"share": null.unusual, "own": null.own},
    )


def _held(held: Persistence | None, months: int) -> Check:
    if held is None:
        return Check("persistence", None, "There are too few months to confirm the answers on later ones.")
    provisional = f" Provisional: {months} months are fewer than {FULL}." if months < FULL else ""
    return Check(
        "persistence",
        held.early_low == 0 or held.low_held > held.low_chance,
        f"{held.early_low} places are low in the earlier half; {_share(held.low_held)} are low in the later "
        f"half too, where chance would give {_share(held.low_chance)}. Of {held.early_high} high ones "
        f"{_share(held.high_held)} stay high; chance would give {_share(held.high_chance)}.{provisional}",
        {"low_held": held.low_held, "low_chance": held.low_chance},
    )


def _share(value: float) -> str:
    return "none" if np.isnan(value) else f"{100 * value:.0f} %"


def _balance(pairs: Twins) -> Check:
    worst = float(np.nanmax(np.abs(pairs.after))) if np.isfinite(pairs.after).any() else np.nan
    return Check(
        "balance of twins",
        None if np.isnan(worst) else worst < 0.1,
        "No place has twins."
        if np.isnan(worst)
        else f"The largest standardised difference after matching is {worst:.2f}; below 0.1 is balanced.",
        {"largest": worst},
    )


def _silence(context: PlaceContext) -> Check:
    return Check(
        "silence",
        bool(context.signals) or None,
        f"Tested against: {', '.join(sorted(context.signals))}."
        if context.signals
        else "Silence is not testable here: no source is loaded that would show unreported crime.",
    )


def _context(model: Expected, context: PlaceContext) -> Check:
    return Check(
        "context",
        not model.dropped,
        f"Dropped, since they repeat others: {', '.join(model.dropped)}."
        if model.dropped
        else f"All {len(context.names)} context variables are used.",
    )


def _blocks(fit: Assessment) -> Check:
    if np.isnan(fit.field) or np.isnan(fit.context) or np.isnan(fit.plain):
        return Check("blocks not seen", None, "Too few districts, or no neighbours, to hold some out.")
    return Check(
        "blocks not seen",
        fit.context > fit.plain and fit.beside_field >= fit.beside_context,
        f"Mean log score of places in {fit.blocks} districts, held out in turn: {fit.plain:.3f} from "
        f"residents alone, {fit.context:.3f} with context, {fit.field:.3f} with the smooth field too; higher "
        f"is better. Among neighbours that are seen: {fit.beside_context:.3f} from context, "
        f"{fit.beside_field:.3f} with the field, the place’s own count left out.",
        {"residents": fit.plain, "context": fit.context, "field": fit.field},
    )


def _uniform(fit: Assessment) -> Check:
    return Check(
        "uniform transforms",
        fit.pit <= UNIFORM,
        f"The randomised transforms of the counts lie at most {fit.pit:.3f} from uniform; {UNIFORM:g} is let "
        "pass.",
        {"distance": fit.pit},
    )


def _zeros(fit: Assessment) -> Check:
    return Check(
        "zeros",
        abs(fit.zeros - fit.zeros_expected) <= TWO_TAILS * fit.zeros_error + 1,
        f"{fit.zeros} places record nothing; the model expects {fit.zeros_expected:.1f}, give or take "
        f"{fit.zeros_error:.1f}.",
        {"observed": float(fit.zeros), "expected": fit.zeros_expected},
    )


def _surroundings(model: Expected, context: PlaceContext) -> Check:
    if model.field is None:
        return Check("surroundings", None, "No places touch, so expected crime comes from context alone.")
    islands = int(context.structure.islands.sum())
    apart = f" {islands} have no neighbour." if islands else ""
    return Check(
        "surroundings",
        True,
        f"{100 * model.field.rho:.0f} % of the spread beyond context is smooth over neighbours "
        f"({context.structure.groups} connected group(s)).{apart} A place's own count is left out of its own "
        "surroundings.",
        {"rho": model.field.rho, "sigma": model.field.sigma},
    )


def _exposure(context: PlaceContext) -> Check:
    held = context.workday is not None
    return Check(
        "exposure",
        held or None,
        "Shown by residents and by workday population."
        if held
        else "By residents only: no table of the workday population is held.",
    )
