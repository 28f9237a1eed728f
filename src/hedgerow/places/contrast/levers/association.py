"""Set levers beside the counts of one crime family, with all context held."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.contrast.data import ContrastData, ContrastOptions, PlaceContext
from hedgerow.places.contrast.expected import design_of, usable
from hedgerow.places.contrast.levers.specification import Lever, LeverValues, control
from hedgerow.stats.count_model import CountFit, fit_counts
from hedgerow.stats.discovery import benjamini_hochberg
from hedgerow.stats.dispersion import month_dispersion
from hedgerow.stats.e_value import e_value, e_value_limit
from hedgerow.stats.one_more import Added, Fitted, add_one, freed
from hedgerow.stats.stability import Stability, stability_selection

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]
THRESHOLD = 0.75  # share of halves from which a lever is selected
ACCEPTED = 1.0  # expected number of false selections that is accepted
FIRM = 0.05
NOTHING = Added(*(float("nan"),) * 5, n=0, groups=0)


@dataclass(frozen=True)
class LeverResult:
    """One lever and one crime family; NaN where it cannot be asked.

    `found` and `control` are on the log scale, one standard deviation more of strength; `share` is that of
    the halves in which the lever is chosen, `stability` holds the threshold and the bounds, and `q_value`
    counts every lever and family that was looked at.
    """

    family: str
    lever: Lever
    found: Added
    control: Added
    share: float
    stability: Stability | None
    q_value: float = float("nan")

    @property
    def estimate(self) -> float:
        """Ratio of recorded to expected that goes with one standard deviation more of strength."""
        return float(np.exp(self.found.coefficient))

    @property
    def interval(self) -> tuple[float, float]:
        """Interval of the ratio, 95 %."""
        return float(np.exp(self.found.lower)), float(np.exp(self.found.upper))

    @property
    def selected(self) -> bool | None:
        """Whether stability selection picks it; `None` where its bound is too wide to say."""
        if self.stability is None or self.stability.bound > ACCEPTED:
            return None
        return self.share >= self.stability.threshold - 1e-12

    @property
    def e_values(self) -> tuple[float, float]:
        """E-values of the estimate and of the end of the interval nearest to 1."""
        return float(e_value(self.estimate)), float(e_value_limit(*self.interval))

    @property
    def words(self) -> str:
        """What may be said."""
        return _words(self)


@dataclass(frozen=True)
class Prepared:
    """One family's counts, fitted on context at the places `rows`."""

    family: str
    rows: Rows
    fitted: Fitted


def prepare(
    data: ContrastData,
    context: PlaceContext,
    options: ContrastOptions | None = None,
    *,
    fit: CountFit | None = None,
) -> Prepared:
    """Fit the model of context alone, as the contrast does; or take its `fit`, of the same data and options.

    Raises
    ------
    EstimateError
        When places or months are too few.
    """
    options = options or ContrastOptions()
    rows = usable(context, data.known, options.least_months) & context.passed
    design, names, _ = design_of(context, rows)
    counts = np.nansum(data.cells, axis=1)[rows]
    if fit is None:
        offset = np.log((context.exposure * np.maximum(data.known, 1))[rows])
        scale = month_dispersion(data.cells[rows], context.force[rows])
        fit = fit_counts(counts, design[rows], offset, names=names, scale=scale)
    made = Fitted(counts, fit.expected, design[rows], fit.alpha, fit.scale)
    return Prepared(data.family, rows, made)


def associate(
    prepared: Prepared,
    doubt: Prepared | None,
    values: LeverValues,
    districts: npt.NDArray[np.str_],
    *,
    seed: int = 20240501,
) -> tuple[LeverResult, ...]:
    """Set every lever beside one family, and beside the negative control where it could be fitted."""
    strength = values.values * np.array([lever.sign for lever in values.levers])
    found = _added(prepared, strength, districts)
    control_found = _added(doubt, strength, districts) if doubt else [NOTHING] * len(values.levers)
    stable, shares = _stability(prepared, strength, districts, seed)
    return tuple(
        LeverResult(prepared.family, lever, found[number], control_found[number], shares[number], stable)
        for number, lever in enumerate(values.levers)
    )


def with_q(results: tuple[LeverResult, ...]) -> tuple[LeverResult, ...]:
    """Return the results with q-values over all of them (Benjamini and Hochberg 1995)."""
    q = benjamini_hochberg([one.found.p_value for one in results])
    return tuple(replace(one, q_value=float(value)) for one, value in zip(results, q, strict=True))


def _added(prepared: Prepared, strength: Array, districts: npt.NDArray[np.str_]) -> list[Added]:
    """Add each lever by itself, at the places where it is known; levers known at the same places together."""
    here = strength[prepared.rows]
    known = ~np.isnan(here)
    found = [NOTHING] * here.shape[1]
    for pattern in np.unique(known, axis=1).T:
        columns = np.flatnonzero((known == pattern[:, None]).all(axis=0))
        if pattern.sum() <= prepared.fitted.design.shape[1] + 10:
            continue
        part = prepared.fitted.of(pattern)
        groups = districts[prepared.rows][pattern]
        x = freed(here[pattern][:, columns], part)
        for place, column in enumerate(columns.tolist()):
            found[column] = add_one(x[:, place], part, groups)
    return found


def _stability(
    prepared: Prepared, strength: Array, districts: npt.NDArray[np.str_], seed: int
) -> tuple[Stability | None, list[float]]:
    """Choose among the levers that are known nearly everywhere, at the places where all of those are."""
    here = strength[prepared.rows]
    shares = [float("nan")] * here.shape[1]
    common = np.flatnonzero((~np.isnan(here)).mean(axis=0) > 0.5)
    if not len(common):
        return None, shares
    rows: Rows = np.asarray(~np.isnan(here[:, common]).any(axis=1))
    part = prepared.fitted.of(rows)
    take = max(1, int(np.sqrt((2 * THRESHOLD - 1) * len(common) * ACCEPTED)))
    try:
        made = stability_selection(
            (part.counts - part.mean) / part.mean,
            freed(here[rows][:, common], part),
            weights=part.weights,
            groups=districts[prepared.rows][rows],
            take=take,
            threshold=THRESHOLD,
            seed=seed,
        )
    except EstimateError:
        return None, shares
    for place, column in enumerate(common.tolist()):
        shares[column] = float(made.share[place])
    return made, shares


def _words(one: LeverResult) -> str:
    if np.isnan(one.found.coefficient):
        return "Not known: too few places or districts hold it."
    less = one.found.coefficient < 0
    side = "less" if less else "more"
    low, high = one.interval
    span = f"{one.estimate:.2f} times ({low:.2f} to {high:.2f}) for one standard deviation"
    if one.q_value > FIRM or np.isnan(one.q_value):
        return f"Not firmly associated: {span}."
    said = f"Associated with {side} recorded crime than context gives: {span}."
    if one.control.p_value <= FIRM and (one.control.coefficient < 0) == less:
        return (
            f"{said} {control().title}, which it should hardly move, goes the same way: something else may "
            "be behind both."
        )
    if not less:
        said += " More of it goes with more crime: it may bring people in, or bring reports."
    if not one.selected:
        return f"{said} It is not chosen steadily among the levers: a weak hypothesis to visit."
    return f"{said} A hypothesis to visit, not a cause."
