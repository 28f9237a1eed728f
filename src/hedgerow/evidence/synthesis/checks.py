"""What speaks for trusting a synthesis, and what against it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from hedgerow.errors import EstimateError
from hedgerow.evidence.synthesis.data import named
from hedgerow.stats import Check
from hedgerow.stats.meta import Pooled, egger, fit, leave_one_out
from hedgerow.stats.meta.tau2 import Top

FEWEST_STUDIES, FEWEST_DF, FEWEST_FOR_ASYMMETRY = 5, 4, 10
MOST_LEFT_OUT = 1_000
NARROWER = 0.98


def enough(units: int, df: float, what: str = "studies") -> Check:
    """Say whether there are enough: under 5 studies or 4 degrees of freedom a pooled effect is fragile."""
    passed = units >= FEWEST_STUDIES and df >= FEWEST_DF
    text = (
        f"{units:,} {what} and {freedom(df)} are enough for a pooled effect."
        if passed
        else f"The pooled effect is fragile: {units} {what}, {freedom(df)}."
    )
    return Check("enough_studies", passed, text, {"units": units, "df": df})


def freedom(df: float) -> str:
    """Return degrees of freedom in words."""
    if df == 1:
        return "1 degree of freedom"
    return f"{df:,.0f} degrees of freedom" if float(df).is_integer() else f"{df:.3g} degrees of freedom"


def nothing_left_out(left_out: tuple[str, ...]) -> Check:
    """Say which rows were left out because a value is missing."""
    if not left_out:
        return Check("nothing_left_out", True, "No row was left out.")
    listed = named(left_out, range(len(left_out)))
    many = "1 row was" if len(left_out) == 1 else f"{len(left_out)} rows were"
    return Check("nothing_left_out", False, f"{many} left out because a value is missing: {listed}.")


def of_pooled(
    fitted: Pooled, studies: tuple[str, ...], prediction: tuple[float, float] | None
) -> tuple[Check, ...]:
    """Return the checks of a synthesis without clusters."""
    made = [enough(fitted.k, fitted.data.df)]
    if fitted.data.p == 1:
        made += [_one_study(fitted, studies), _small_studies(fitted)]
    if prediction is not None:
        made.append(elsewhere(prediction))
    return (*made, *_narrower(fitted))


def _narrower(fitted: Pooled) -> tuple[Check, ...]:
    """Say where Knapp and Hartung's interval is clearly narrower than the normal one of the same model."""
    if fitted.test != "knha" or fitted.data.p != 1:
        return ()
    plain = fit(fitted.data, method=fitted.method, test="z", level=fitted.level)
    own, usual = (float(one.interval[1][0] - one.interval[0][0]) for one in (fitted, plain))
    if own > usual * NARROWER:
        return ()
    low, high = float(plain.interval[0][0]), float(plain.interval[1][0])
    text = (
        "Knapp and Hartung's interval is narrower here than the normal one, since the studies agree better "
        "than chance; the test adhoc does not let it."
    )
    return (Check("not_too_narrow", False, text, {"low": low, "high": high}),)


def several_tops(fitted: Pooled, tops: tuple[Top, ...]) -> tuple[Check, ...]:
    """Say where the likelihood of tau2 has several tops, which was taken, and what the highest would give."""
    if len(tops) < 2:
        return ()
    best = max(tops, key=lambda top: top.log_likelihood)
    listed = "; ".join(f"tau2 {top.tau2:.4g}, log-likelihood {top.log_likelihood:.4f}" for top in tops)
    text = f"The likelihood has {len(tops)} tops ({listed})."
    numbers = {f"tau2_{place}": top.tau2 for place, top in enumerate(tops, start=1)}
    if abs(best.tau2 - fitted.tau2) <= 1e-8 * (1 + fitted.tau2):
        return (Check("one_top", None, f"{text} The highest was taken.", numbers),)
    other = fit(fitted.data, method=fitted.method, test=fitted.test, level=fitted.level, search="highest")
    told = (
        f"{text} The standard search ends at tau2 {fitted.tau2:.4g}, which was taken; at the highest, the "
        f"effect is {other.beta[0]:.4g} ({other.interval[0][0]:.4g} to {other.interval[1][0]:.4g})."
    )
    return (Check("one_top", False, told, numbers),)


def as_ratios(made: tuple[Check, ...]) -> tuple[Check, ...]:
    """Return the checks of logarithms with their words in ratios."""
    return tuple(_as_ratio(check) for check in made)


def _as_ratio(check: Check) -> Check:
    if check.name == "elsewhere" and check.passed is not None:
        return elsewhere((check.figures["low"], check.figures["high"]), ratio=True)
    if check.name == "one_study" and check.passed and check.figures:
        low, high = (ratio_of(check.figures[end]) for end in ("lowest", "highest"))
        return replace(check, text=f"No single study decides: without one it is {low:.3f} to {high:.3f}.")
    return check


def ratio_of(value: float) -> float:
    """Return the ratio of a logarithm, the largest number that there is where it is beyond."""
    return math.exp(min(value, 709.0))


def elsewhere(prediction: tuple[float, float], *, ratio: bool = False) -> Check:
    """Say whether the effect is expected on one side of no difference in a new study too."""
    low, high = prediction
    if not np.isfinite(prediction).all():
        return Check("elsewhere", None, "Too few studies to say what to expect elsewhere.")
    passed = low > 0 or high < 0
    side = "one side" if passed else "both sides"
    first, last = (ratio_of(low), ratio_of(high)) if ratio else (low, high)
    null = "1" if ratio else "nought"
    text = (
        f"In a new study like these the effect is expected on {side} of {null} ({first:.3g} to {last:.3g})."
    )
    return Check("elsewhere", passed, text, {"low": low, "high": high})


def _one_study(fitted: Pooled, studies: tuple[str, ...]) -> Check:
    if fitted.k > MOST_LEFT_OUT:
        text = f"Leaving out one study at a time was not tried: there are {fitted.k:,}."
        return Check("one_study", None, text)
    try:
        found = leave_one_out(fitted.data, method=fitted.method, test=fitted.test, level=fitted.level)
    except EstimateError:
        return Check("one_study", None, "With two studies none can be left out.")
    clear = (found.interval[0] > 0) | (found.interval[1] < 0)
    whole = bool(fitted.interval[0][0] > 0 or fitted.interval[1][0] < 0)
    turned = np.flatnonzero(clear != whole)
    spread = {"lowest": float(found.estimate.min()), "highest": float(found.estimate.max())}
    if not turned.size:
        reach = f"{spread['lowest']:.4g} to {spread['highest']:.4g}"
        return Check("one_study", True, f"No single study decides: without one it is {reach}.", spread)
    answer = "is no longer clear" if whole else "becomes clear"
    text = f"{deciding(len(turned))} the effect {answer} without {named(studies, turned.tolist())}."
    return Check("one_study", False, text, spread)


def deciding(count: int) -> str:
    """Return the start of a sentence about studies each of which decides alone."""
    return "One study decides:" if count == 1 else f"Each of {count} studies decides by itself:"


def _small_studies(fitted: Pooled) -> Check:
    if fitted.k < FEWEST_FOR_ASYMMETRY:
        text = f"Asymmetry was not tested: {fitted.k} studies, and {FEWEST_FOR_ASYMMETRY} are advised."
        return Check("small_studies", None, text)
    try:
        found = egger(fitted.data)
    except EstimateError as error:
        return Check("small_studies", None, error.message)
    passed = found.p_value >= 0.1
    verb = "do not differ clearly" if passed else "differ"
    text = f"Small studies {verb} from large ones (Egger's test, p {found.p_value:.3g})."
    return Check("small_studies", passed, text, {"z": found.statistic, "p": found.p_value})
