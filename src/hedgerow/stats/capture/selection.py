"""Choosing among models: all by BIC, or forward in steps.

BIC = -2 log L + k log(people observed), k the parameters with those of minus infinity. The steps start from
independent lists; each adds the pair of lists with the least p-value while it is at most
.02. That is the one-sided Poisson probability of the overlap of the two lists, as seen, at the mean which the
model so far gives it; the steps end when the model with the best pair has no estimate (Chan, Silverman and
Vincent 2021).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import pdtr, pdtrc

from hedgerow.stats.capture.fitting import fit
from hedgerow.stats.capture.histories import Array, Histories
from hedgerow.stats.capture.status import FITS, Design, design, support_of
from hedgerow.stats.capture.terms import (
    EXHAUSTIVE,
    Model,
    hierarchical,
    independent,
    may_join,
    may_leave,
    pairs,
    written,
)

THRESHOLD = 0.02


@dataclass(frozen=True)
class Fitted:
    """A model and what it says.

    Attributes
    ----------
    model
        The terms.
    status
        0 estimated, 1 no estimate exists, 2 not identifiable, 3 both.
    total
        People observed and not; NaN where there is no estimate.
    deviance, log_likelihood, parameters, bic
        Of the fit; NaN where there is none.
    """

    model: Model
    status: int
    total: float
    deviance: float
    log_likelihood: float
    parameters: int
    bic: float

    @property
    def name(self) -> str:
        """The model by its largest terms."""
        return written(self.model)


def fit_models(data: Histories, models: Iterable[Model]) -> list[Fitted]:
    """Fit models, those of one shape together."""
    support, wanted = support_of(data.counts), list(models)
    designs = [design(model, data.lists, support) for model in wanted]
    shapes: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(designs):
        if one.status == FITS:
            shapes[one.matrix.shape].append(place)
    found = [_unfitted(model, one) for model, one in zip(wanted, designs, strict=True)]
    for places in shapes.values():
        matrices = np.stack([designs[place].matrix for place in places])
        counts = np.stack([data.counts[designs[place].kept] for place in places])
        fits = fit(matrices, counts)
        for row, place in enumerate(places):
            likelihood = float(fits.log_likelihood[row])
            size = designs[place].size
            found[place] = Fitted(
                wanted[place],
                FITS,
                data.observed + float(fits.unseen[row]),
                float(fits.deviance[row]),
                likelihood,
                size,
                -2 * likelihood + size * float(np.log(data.observed)),
            )
    return found


def _unfitted(model: Model, one: Design) -> Fitted:
    nan = float("nan")
    return Fitted(model, one.status, nan, nan, nan, one.size, nan)


def best_by_bic(fitted: Sequence[Fitted]) -> list[Fitted]:
    """Return the models that are estimated, the least BIC first."""
    return sorted((one for one in fitted if one.status == FITS), key=lambda one: (one.bic, one.name))


def stepwise(data: Histories, threshold: float = THRESHOLD) -> list[Model]:
    """Return the models of the forward steps, the chosen one last."""
    return forward(data, [data.counts], threshold)[0]


def forward(data: Histories, sets: Sequence[Array], threshold: float = THRESHOLD) -> list[list[Model]]:
    """Return the forward steps for each of several sets of counts on the same lists.

    Sets that stand at the same model, with the same terms of minus infinity, are fitted together.
    """
    counts = np.asarray(sets)
    supports = [support_of(row) for row in counts]
    paths = [[independent(data.lists)] for _ in supports]
    walking = list(range(len(supports)))
    overlap = np.stack([(data.cells & term) == term for term in pairs(data.lists)], axis=1).astype(float)
    while walking:
        together: dict[tuple[Model, bytes], list[int]] = defaultdict(list)
        for row in walking:
            model = paths[row][-1]
            one = design(model, data.lists, supports[row])
            if one.status == FITS:
                together[model, one.kept.tobytes()].append(row)
        walking = []
        for (model, _), rows in together.items():
            one = design(model, data.lists, supports[rows[0]])
            means = fit(one.matrix, counts[rows][:, one.kept]).means
            chances = _poisson_p(counts[rows] @ overlap, means @ overlap[one.kept])
            for row, p in zip(rows, chances, strict=True):
                further = _next(model, p, data.lists, supports[row], threshold)
                if further is not None:
                    paths[row].append(further)
                    walking.append(row)
    return paths


def _poisson_p(seen: Array, expected: Array) -> Array:
    """Return one-sided p-values of overlaps: of as many or more, or as few or fewer, whichever is less."""
    fewer = pdtr(seen, expected)
    more = np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), expected), 1.0)
    return np.asarray(np.minimum(fewer, more))


def _next(model: Model, p: Array, lists: int, support: int, threshold: float) -> Model | None:
    """Return the model with the pair of least p-value; None where that is too large or has no estimate."""
    open_ = [(float(p[place]), term) for place, term in enumerate(pairs(lists)) if term not in model]
    if not open_:
        return None
    least, term = min(open_)
    further = model | {term}
    if least > threshold or design(further, lists, support).status != FITS:
        return None
    return further


def all_models(data: Histories, start: Model) -> tuple[list[Fitted], bool]:
    """Return every hierarchical model fitted, and True; with many lists those met on a search, and False.

    The search adds or removes one term at a time from `start` and from independent lists while BIC falls.
    """
    if data.lists <= EXHAUSTIVE:
        return fit_models(data, hierarchical(data.lists)), True
    met: dict[Model, Fitted] = {}
    for begin in (start, independent(data.lists)):
        _descend(data, begin, met)
    return list(met.values()), False


def _descend(data: Histories, begin: Model, met: dict[Model, Fitted]) -> None:
    (now,) = fit_models(data, [begin])
    met[begin] = now
    while True:
        near = [model for model in _neighbours(now.model, data.lists) if model not in met]
        met.update((one.model, one) for one in fit_models(data, near))
        ranked = best_by_bic([met[model] for model in _neighbours(now.model, data.lists)])
        if not ranked or not ranked[0].bic < (now.bic if now.status == FITS else np.inf):
            return
        now = ranked[0]


def _neighbours(model: Model, lists: int) -> list[Model]:
    terms = [term for term in range(1, (1 << lists) - 1) if term.bit_count() > 1]
    added = [model | {term} for term in terms if may_join(model, term)]
    return added + [model - {term} for term in model if may_leave(model, term)]
