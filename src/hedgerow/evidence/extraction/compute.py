"""From printed numbers to an effect and its variance: the formula by name, other measures beside it.

Nothing is made up: where the numbers give no variance there is none, and why it cannot be pooled is said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from hedgerow.errors import EstimateError, HedgerowError
from hedgerow.evidence.extraction.effect import Effect
from hedgerow.evidence.extraction.kinds import KINDS
from hedgerow.evidence.extraction.number import decimals
from hedgerow.stats.meta import Effects, conversions, effect_sizes

LOGS = frozenset(("OR", "RR", "IRR", "RIRR"))
TITLES = {
    "OR": "Odds ratio",
    "RR": "Risk ratio",
    "RD": "Risk difference",
    "SMD": "Standardised mean difference (Hedges’s g)",
    "MD": "Mean difference",
    "RIRR": "Relative incidence rate ratio",
    "IRR": "Incidence rate ratio",
    "IRD": "Incidence rate difference",
    "ZCOR": "Correlation (Fisher’s z)",
}
FORMULAS = {
    "OR": "ln(ad / bc), variance 1/a + 1/b + 1/c + 1/d; one half added to all four cells where one is empty",
    "RR": "ln(a/n1) - ln(c/n2), variance 1/a - 1/n1 + 1/c - 1/n2; one half added where a cell is empty",
    "RD": "a/n1 - c/n2; one half added where a cell is empty",
    "SMD": "J (m1 - m2) / pooled sd, variance 1/n1 + 1/n2 + g²/(2(n1 + n2))",
    "MD": "m1 - m2, variance sd1²/n1 + sd2²/n2",
    "RIRR": "ln((treated after/before) / (control after/before)), variance sum of 1/counts × over-dispersion",
    "IRR": "ln((x1/t1) / (x2/t2)), variance 1/x1 + 1/x2",
    "IRD": "x1/t1 - x2/t2",
    "ZCOR": "atanh r, variance 1/(n - 3)",
}


@dataclass(frozen=True)
class Sized:
    """One effect on one scale: ratios as logarithms; `v` is `None` where no variance is known."""

    measure: str
    y: float
    v: float | None
    formula: str

    @property
    def title(self) -> str:
        """The measure in words."""
        return TITLES[self.measure]

    @property
    def log(self) -> bool:
        """Whether it is a ratio."""
        return self.measure in LOGS

    @property
    def shown(self) -> tuple[float, float | None, float | None]:
        """Estimate and 95 % bounds as they are shown: ratios as ratios."""
        half = None if self.v is None else float(stats.norm.ppf(0.975)) * math.sqrt(self.v)
        parts = (self.y, None if half is None else self.y - half, None if half is None else self.y + half)
        if not self.log:
            return parts
        return math.exp(parts[0]), *(None if part is None else math.exp(part) for part in parts[1:])  # type: ignore[return-value]


@dataclass(frozen=True)
class Made:
    """What an effect comes to.

    Attributes
    ----------
    effect
        As it was extracted.
    sized
        On the measure that was asked for, with the sign as printed; `None` where it cannot be computed.
    pooled
        With the sign turned so that more of the outcome is above nought; `None` where it may not be pooled.
    sign_convention
        What a positive effect means in `pooled`; empty where it is not clear.
    others
        The same effect on other scales.
    misprint
        Why the printed numbers do not fit each other; empty where they do.
    blocked
        Why it may not be pooled, each in a sentence.
    notes
        What was done to it.
    """

    effect: Effect
    sized: Sized | None
    pooled: Sized | None
    sign_convention: str
    others: tuple[Sized, ...] = ()
    misprint: str = ""
    blocked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def made_of(effect: Effect) -> Made:
    """Return what an effect comes to; numbers that cannot be are said in `blocked`, never raised."""
    measure = effect.measure or KINDS[effect.kind].measures[0]
    misprint = ""
    try:
        with np.errstate(all="ignore"):
            sized, misprint = _sized(effect, measure)
        if not math.isfinite(sized.y) or (
            sized.v is not None and not (math.isfinite(sized.v) and sized.v > 0)
        ):
            raise EstimateError("These numbers give no effect with a finite variance.")
        sized, notes = _clustered(effect, sized)
    except HedgerowError as error:
        why = " ".join(part for part in (error.message, error.cause) if part)
        return Made(effect, None, None, "", misprint=misprint, blocked=(why, *_blocked(effect, None)))
    blocked = _blocked(effect, sized) + ((misprint,) if misprint else ())
    turned = effect.positive_means == "less_of_outcome"
    pooled = replace(sized, y=-sized.y) if turned else sized
    if turned:
        notes += ("The sign is turned for pooling, so that above nought is more of the outcome.",)
    return Made(
        effect,
        sized,
        None if blocked else pooled,
        _convention(effect, sized),
        _others(effect, sized),
        misprint,
        blocked,
        notes,
    )


def _convention(effect: Effect, sized: Sized) -> str:
    if effect.positive_means == "benefit":
        return "positive_is_benefit"
    if effect.positive_means not in {"more_of_outcome", "less_of_outcome"}:
        return ""
    return "above_1_is_more_of_outcome" if sized.log else "negative_is_less_of_outcome"


def _blocked(effect: Effect, sized: Sized | None) -> tuple[str, ...]:
    found = []
    if effect.positive_means in {"", "unclear"}:
        found.append("It is not clear what a positive effect means.")
    if sized is not None and sized.v is None:
        found.append("The printed numbers give no variance.")
    if effect.verified == "secondary":
        found.append("It was read only on somebody else’s page: check it at the source.")
    if effect.clustered == "not_adjusted" and not (effect.cluster_size and effect.icc):
        found.append("Clusters were allocated, and without their size and the ICC its variance is too small.")
    return tuple(found)


def _clustered(effect: Effect, sized: Sized) -> tuple[Sized, tuple[str, ...]]:
    if effect.clustered != "not_adjusted" or not (effect.cluster_size and effect.icc) or sized.v is None:
        return sized, ()
    size, icc = float(effect.cluster_size.replace(",", "")), float(effect.icc)
    if size < 1 or not 0 <= icc <= 1:
        raise EstimateError("The size of the clusters is below 1, or the ICC is not between 0 and 1.")
    factor = 1 + (size - 1) * icc
    source = f" (ICC from {effect.icc_source})" if effect.icc_source else ""
    note = f"Variance times 1 + (m - 1) ICC = {factor:.4g}, m {size:g}, ICC {icc:g}{source}."
    return replace(sized, v=sized.v * factor, formula=f"{sized.formula}; times the design effect"), (note,)


def _sized(effect: Effect, measure: str) -> tuple[Sized, str]:
    if effect.kind == "reported":
        return _reported(effect, measure)
    if effect.kind == "percent":
        share = 1 + _need(effect, "percent") / 100
        if share <= 0:
            raise EstimateError("A fall of 100 % or more has no ratio.")
        return Sized("RR", math.log(share), None, "ln(1 + percent/100); no variance"), ""
    found = _from_raw(effect, measure)
    formula = _RAW_FORMULAS.get(effect.kind, FORMULAS[measure])
    return Sized(measure, float(found.y[0]), float(found.v[0]), formula), ""


_RAW_FORMULAS = {
    "t_tests": "J t sqrt(1/n1 + 1/n2), variance 1/n1 + 1/n2 + g²/(2(n1 + n2))",
    "p_values": "t from the exact p, then J t sqrt(1/n1 + 1/n2)",
}


def _from_raw(effect: Effect, measure: str) -> Effects:
    def value(name: str) -> float:
        return _need(effect, name)

    if effect.kind in {"tables", "totals"}:
        return effect_sizes.two_by_two(*cells_of(effect), measure=measure)
    if effect.kind == "means":
        names = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
        _positive(effect, ("sd1i", "n1i", "sd2i", "n2i"))
        return effect_sizes.means(*(value(name) for name in names), measure=measure)
    if effect.kind == "places":
        dispersion = effect.number("dispersion")
        return conversions.relative_incidence(
            *(value(name) for name in ("before1", "after1", "before2", "after2")),
            dispersion=1.0 if dispersion is None else dispersion,
        )
    if effect.kind == "rates":
        _positive(effect, ("t1i", "t2i"))
        return effect_sizes.rates(*(value(name) for name in ("x1i", "t1i", "x2i", "t2i")), measure=measure)
    if effect.kind == "correlations":
        if not -1 < value("ri") < 1 or value("ni") <= 3:
            raise EstimateError("A correlation lies between -1 and 1 and needs more than three units.")
        return effect_sizes.correlations(value("ri"), value("ni"))
    return _from_test(effect)


def _from_test(effect: Effect) -> Effects:
    n1, n2 = _need(effect, "n1i"), _need(effect, "n2i")
    if n1 + n2 <= 3 or min(n1, n2) < 1:
        raise EstimateError("A t test of so few has no standardised difference.")
    if effect.kind == "t_tests":
        found = conversions.t_to_d(_need(effect, "ti"), n1, n2)
    else:
        found = conversions.p_to_d(_need(effect, "p"), n1, n2, _need(effect, "sign"))
    g = effect_sizes.small_sample(n1 + n2 - 2) * found.y
    return Effects("SMD", g, 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2)))


def cells_of(effect: Effect) -> tuple[float, float, float, float]:
    """Return the counts of a two by two table: treated with and without, control with and without."""
    a, c = _need(effect, "ai"), _need(effect, "ci")
    if effect.kind == "tables":
        return a, _need(effect, "bi"), c, _need(effect, "di")
    b, d = _need(effect, "n1i") - a, _need(effect, "n2i") - c
    if min(b, d) < 0:
        raise EstimateError("More have the event than are in the arm.", remedy="Check the counts.")
    return a, b, c, d


def _need(effect: Effect, name: str) -> float:
    found = effect.number(name)
    if found is None:
        raise EstimateError(f"The number {name} is missing.")
    return found


def _positive(effect: Effect, names: tuple[str, ...]) -> None:
    if any(_need(effect, name) <= 0 for name in names):
        raise EstimateError("A number, a standard deviation or a time at risk is not above nought.")


def _reported(effect: Effect, measure: str) -> tuple[Sized, str]:
    """Return an estimate as printed: its variance from the interval, else the standard error, else the p."""
    ratio = measure in LOGS
    estimate = _need(effect, "estimate")
    if ratio and estimate <= 0:
        raise EstimateError(f"A ratio of {estimate:g} cannot be.", remedy="Check it, or choose the measure.")
    y = math.log(estimate) if ratio else math.atanh(estimate) if _is_r(measure, estimate) else estimate
    low, high = effect.number("lower"), effect.number("upper")
    if low is not None and high is not None:
        return _from_interval(effect, measure, (estimate, low, high))
    if (se := effect.number("se")) is not None:
        if se <= 0:
            raise EstimateError("A standard error is above nought.")
        return Sized(measure, y, se**2, "the standard error, squared"), ""
    if (p := effect.number("p")) is not None:
        variance = float(conversions.variance_from_p(y, p)[0])
        return Sized(measure, y, variance, "(estimate / z of the exact p)²"), ""
    return Sized(measure, y, None, "as printed; no variance"), ""


def _is_r(measure: str, estimate: float) -> bool:
    if measure != "ZCOR":
        return False
    if not -1 < estimate < 1:
        raise EstimateError("A correlation lies between -1 and 1.")
    return True


def _from_interval(effect: Effect, measure: str, parts: tuple[float, float, float]) -> tuple[Sized, str]:
    level = (effect.number("level") or 95.0) / 100
    if not 0.5 <= level < 1:
        raise EstimateError("The level of an interval lies between 50 and 100 per cent.")
    if measure == "ZCOR":
        parts = (math.atanh(parts[0]), math.atanh(parts[1]), math.atanh(parts[2]))
    digits = min(decimals(effect.values[name]) for name in ("estimate", "lower", "upper"))
    found = conversions.from_interval(*parts, ratio=measure in LOGS, level=level, decimals=digits)
    misprint = ""
    if bool(found.off_centre[0]) and measure != "ZCOR":
        scale = " on the log scale" if measure in LOGS else ""
        misprint = (
            f"The estimate is not amid its bounds{scale}, further off than rounding allows: "
            "look for a misprint, or another kind of interval."
        )
    printed = effect.values.get("level", "").strip() or "95"
    where = "ln U - ln L" if measure in LOGS else "U - L"
    return Sized(
        measure, float(found.y[0]), float(found.v[0]), f"(({where}) / 2z)², {printed} % interval"
    ), misprint


def _others(effect: Effect, sized: Sized) -> tuple[Sized, ...]:
    """Return the same effect on the other scales on which it can be had."""
    found: list[Sized] = []
    if effect.kind in {"tables", "totals"}:
        for measure in KINDS[effect.kind].measures:
            if measure != sized.measure:
                other = effect_sizes.two_by_two(*cells_of(effect), measure=measure)
                plain = Sized(measure, float(other.y[0]), float(other.v[0]), FORMULAS[measure])
                found.append(_clustered(effect, plain)[0])
    if sized.v is None:
        return tuple(found)
    if sized.measure == "OR":
        other = conversions.odds_ratio_to_d(sized.y, sized.v)
        found.append(Sized("SMD", float(other.y[0]), float(other.v[0]), "ln OR × √3/π, variance × 3/π²"))
    elif sized.measure == "SMD":
        other = conversions.d_to_odds_ratio(sized.y, sized.v)
        found.append(Sized("OR", float(other.y[0]), float(other.v[0]), "d × π/√3, variance × π²/3"))
    elif effect.kind == "correlations":
        other = conversions.correlation_to_d(_need(effect, "ri"), _need(effect, "ni"))
        plain = Sized("SMD", float(other.y[0]), float(other.v[0]), "2r / √(1 - r²)")
        found.append(_clustered(effect, plain)[0])
    return tuple(found)
