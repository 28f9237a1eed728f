"""Expected counts from context only, never from a lever of resilience."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from hedgerow.errors import EstimateError
from hedgerow.places.contrast.data import Labels, PlaceContext
from hedgerow.places.contrast.noise import Noise
from hedgerow.stats.count_model import CountFit, fit_counts
from hedgerow.stats.dispersion import bulk_alpha, month_dispersion, widened
from hedgerow.stats.field import FieldFit, FieldOptions, fit_field

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]
Design = tuple[Array, tuple[str, ...], tuple[str, ...]]
REPEATS = 1e-6  # of a column: less than that beyond the columns before it repeats them
KEPT = 4  # designs of one context: all months, and each half
LARGE = 6_000  # places above which the smooth share of the spread is estimated from some whole forces


@dataclass(frozen=True)
class Expected:
    """A fitted model and what it leads one to expect of every place, NaN where it cannot say.

    Attributes
    ----------
    fit
        The model of context alone, fitted to places that pass the artefact gate.
    mean
        Expected counts in the complete months, from context alone.
    rate
        Log of the count per resident and month that context alone gives.
    like_alpha
        Spread between ordinary places, which a few deviants do not inflate; the plain one without `smooth`.
    dropped
        Context variables that repeat others or never vary.
    around
        Expected counts from context and the smooth level of the surroundings, to which the place's own count
        does not add.
    alpha
        Spread round `around` that is left, for all places.
    unknown
        Variance of the logarithm of each of them: how little the surroundings tell.
    field
        The spatial model; `None` where no places touch or no field was asked for.
    fitted, sample
        The places that the model was fitted to, and those from which the smooth share was estimated.
    """

    fit: CountFit
    mean: Array
    rate: Array
    like_alpha: float
    dropped: tuple[str, ...]
    around: Array
    alpha: float
    unknown: Array
    field: FieldFit | None
    fitted: Rows
    sample: Rows | None

    @property
    def noise(self) -> Noise:
        """The spread round context and surroundings, place by place."""
        return Noise(self.alpha, self.like_alpha, self.fit.scale, self.unknown)

    @property
    def context_noise(self) -> Noise:
        """The spread round what context alone gives."""
        return Noise(self.fit.alpha, self.fit.alpha, self.fit.scale, np.zeros_like(self.unknown))


def usable(context: PlaceContext, months: npt.NDArray[np.int64], least: int) -> Rows:
    """Places of which months, exposure and every context variable are known."""
    known = (months >= least) & (np.nan_to_num(context.exposure) > 0)
    return np.asarray(known & ~np.isnan(context.values).any(axis=1))


def expect(
    context: PlaceContext,
    cells: Array,
    rows: Rows,
    *,
    smooth: bool = False,
) -> Expected:
    """Fit the model and say what context, and with `smooth` the surroundings, lead one to expect.

    Raises
    ------
    EstimateError
        When the places are too few for the context.
    """
    months = np.count_nonzero(~np.isnan(cells), axis=1)
    fitted = rows & context.passed
    design, names, dropped = design_of(context, fitted)
    counts = np.nansum(cells, axis=1)
    offset = np.log(np.where(rows, context.exposure * np.maximum(months, 1), 1.0))
    scale = month_dispersion(cells[fitted], context.force[fitted])
    fit = fit_counts(counts[fitted], design[fitted], offset[fitted], names=names, scale=scale)
    rate = np.where(rows, design @ fit.coefficients, np.nan)
    mean = np.where(rows, np.exp(rate + offset), np.nan)
    around, alpha, unknown, field = mean, fit.alpha, np.zeros(len(rows)), None
    part = sample(context.force, fitted, rate)
    if smooth and context.structure.groups:
        field = fit_field(
            counts,
            design,
            offset,
            structure=context.structure,
            names=names,
            seen=fitted,
            first=fit,
            options=FieldOptions(scale, sample=part),
        )
        alpha, unknown = field.spread.alpha, field.left_out_variance
        around = np.where(rows, np.exp(field.left_out + unknown / 2), np.nan)
        around = around * _balance(counts[fitted] / scale, around[fitted] / scale, alpha, unknown[fitted])
    bulk = fit.alpha  # only what is asked with the surroundings asks for the spread of ordinary places
    if smooth:
        bulk = fit.alpha  # only what is asked beside the surroundings asks for the spread of ordinary places
    if smooth:
        bulk = bulk_alpha(counts[fitted], around[fitted], scale=scale, variance=unknown[fitted])
    return Expected(fit, mean, rate, bulk, dropped, around, alpha, unknown, field, fitted, part)


def _balance(counts: Array, around: Array, alpha: float, unknown: Array) -> float:
    """Return what brings expected and recorded into balance: the score of the constant, own counts left out.

    The surroundings without a place's own count are read off the top of their distribution, which lies below
    its mean; uncorrected, the upper tail of question B would be too heavy by a tenth.
    """
    weights = 1 / (1 + widened(alpha, unknown) * around)
    return float(np.sum(weights * counts) / np.sum(weights * around))


def sample(force: Labels, fitted: Rows, rate: Array) -> Rows | None:
    """Return the places of some whole forces, for the spread; `None` where all places are few enough.

    The forces are taken in equal steps of their mean expected rate, so that all kinds are among them.
    """
    if np.count_nonzero(fitted) <= LARGE:
        return None
    names, place = np.unique(force[fitted], return_inverse=True)
    order = np.argsort(np.bincount(place, rate[fitted]) / np.bincount(place), kind="stable")
    step = int(np.ceil(np.count_nonzero(fitted) / LARGE))
    return np.asarray(np.isin(force, names[order[step // 2 :: step]]) & fitted)


def plain_alpha(context: PlaceContext, cells: Array, rows: Rows, scale: float) -> float:
    """Return the spread between places when nothing of their context is known but their residents."""
    fitted = rows & np.array([reason is None for reason in context.artefact])
    months = np.count_nonzero(~np.isnan(cells), axis=1)
    counts, offset = np.nansum(cells, axis=1)[fitted], np.log((context.exposure * months)[fitted])
    ones = np.ones((int(fitted.sum()), 1))
    return fit_counts(counts, ones, offset, names=("constant",), scale=scale).alpha


def design_of(context: PlaceContext, rows: Rows) -> Design:
    """Return `design_matrix`, kept with the context: every family asks for the same places again."""
    key = sha256(np.packbits(rows).tobytes()).hexdigest()
    if key not in context.designs:
        while len(context.designs) >= KEPT:
            context.designs.pop(next(iter(context.designs)))
        context.designs[key] = design_matrix(context, rows)
    made: Design = context.designs[key]
    return made


def design_matrix(context: PlaceContext, rows: Rows) -> tuple[Array, tuple[str, ...], tuple[str, ...]]:
    """Return constant, standardised context, classes and forces; columns that repeat others are dropped."""
    if not rows.any():
        raise EstimateError(
            "No place has enough complete months, residents and context to say what crime to expect.",
            remedy="Ask for more months, or a region whose context is held.",
        )
    mean, spread = context.values[rows].mean(axis=0), context.values[rows].std(axis=0)
    filled = np.where(np.isnan(context.values), mean, context.values)
    columns = [np.ones(len(filled)), *((filled - mean) / np.where(spread > 0, spread, 1)).T]
    names = ["constant", *context.names]
    for title, labels in (("class", context.urban), ("force", context.force)):
        for label, column in _indicators(labels, rows):
            columns.append(column)
            names.append(f"{title}: {label}")
    return _independent(np.column_stack(columns), tuple(names), rows)


def _indicators(labels: Labels, rows: Rows) -> list[tuple[str, Array]]:
    """Return 0/1 columns of every label but the commonest."""
    found, counts = np.unique(labels[rows], return_counts=True)
    common = found[np.argmax(counts)] if len(found) else ""
    return [(str(name), (labels == name).astype(float)) for name in found if name != common]


def _all_independent(columns: Array) -> bool:
    """Whether no column repeats those before it, by one orthogonal factorisation."""
    if len(columns) < columns.shape[1]:
        return False
    left = np.abs(np.diag(np.linalg.qr(columns, mode="r")))
    return bool((left > 2 * REPEATS * np.maximum(np.linalg.norm(columns, axis=0), 1.0)).all())


def _independent(
    columns: Array, names: tuple[str, ...], rows: Rows
) -> tuple[Array, tuple[str, ...], tuple[str, ...]]:
    if _all_independent(columns[rows]):
        return columns, names, ()
    kept: list[int] = []
    basis = np.empty((int(rows.sum()), 0))
    for number in range(columns.shape[1]):
        column = columns[rows, number]
        left = column - basis @ (basis.T @ column)
        left -= basis @ (basis.T @ left)
        size = float(np.linalg.norm(left))
        if size > REPEATS * max(float(np.linalg.norm(column)), 1.0):
            kept.append(number)
            basis = np.column_stack([basis, left / size])
    dropped = tuple(name for number, name in enumerate(names) if number not in kept)
    return columns[:, kept], tuple(names[number] for number in kept), dropped
