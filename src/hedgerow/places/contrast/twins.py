"""Twins: places with the same context and more crime than it gives, beside a place with far less."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hedgerow.places.contrast.data import ContrastOptions, PlaceContext
from hedgerow.stats.balance import Matches, balanced, match, standardised_difference
from hedgerow.stats.balanced_sets import largest_balanced
from hedgerow.stats.propensity import propensity

Array = npt.NDArray[np.float64]
Rows = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
URBAN_SHARES = (0.6, 0.85)  # of a force's residents: mostly rural, mixed, mostly urban
CANDIDATES = 60  # nearest candidates of a place, among which those in balance are chosen
NEARLY_AS_MANY = 0.9  # more twins a place are taken when nearly as many places keep theirs
BALANCED = 0.1  # of a standard deviation
RATE = "expected rate (log)"


@dataclass(frozen=True)
class Twins:
    """Pairs as row numbers of places, the low places without enough twins, and the balance of context.

    `before` compares the low places with every possible twin, `after` with the twins that they got; both
    as differences of means over the standard deviation of all places, one a context variable and one for the
    expected rate. `candidates` is the number of possible twins, and `reasons` says why each of `unmatched`
    has none.
    """

    low: Numbers
    twin: Numbers
    order: Numbers
    distance: Array
    unmatched: Numbers
    names: tuple[str, ...]
    before: Array
    after: Array
    candidates: int = 0
    reasons: tuple[str, ...] = field(default=())


def twins(
    context: PlaceContext, rate: Array, low: Rows, high: Rows, rows: Rows, options: ContrastOptions
) -> Twins:
    """Match each low place with 5 to 20 places that record more than their context gives.

    A twin has the same rural-urban class and family of forces, a propensity (of being low, given context and
    expected rate) within the calliper, and does not touch the place. The nearest by Mahalanobis distance
    come first, of equal ones the earlier code; none is farther than places at random are from each other.
    Of these the largest set of places and twins in balance is taken.
    """
    codes = np.array(context.areas)
    left, right = (found[np.argsort(codes[found])] for found in (np.flatnonzero(low), np.flatnonzero(high)))
    values = np.column_stack([context.values, rate])
    spread = values[rows].std(axis=0) if rows.any() else np.zeros(values.shape[1])
    shut = _shut(context, left, right)
    near = shut & _within_calliper(values, left, right, options.calliper)
    found = _nearest(values, spread, (left, right, rows), near, options)
    chosen = _in_balance(found, values[left], values[right], spread, options)
    before, after = _balance(values, spread, left, right, chosen)
    return Twins(
        low=left[chosen.target],
        twin=right[chosen.match],
        order=chosen.order,
        distance=chosen.distance,
        unmatched=left[chosen.unmatched],
        names=(*context.names, RATE),
        before=before,
        after=after,
        candidates=len(right),
        reasons=_reasons(chosen, found, shut, near, options),
    )


def force_family(context: PlaceContext) -> npt.NDArray[np.str_]:
    """Return how urban each place's force is: mostly rural, mixed or mostly urban, by its residents."""
    urban = np.char.startswith(np.char.lower(context.urban.astype(str)), "urban")
    forces, number = np.unique(context.force, return_inverse=True)
    people = np.nan_to_num(context.exposure)
    total = np.maximum(np.bincount(number, weights=people, minlength=len(forces)), 1e-9)
    share = np.bincount(number, weights=people * urban, minlength=len(forces)) / total
    names = np.array(["mostly rural", "mixed", "mostly urban"])
    return np.asarray(names[np.digitize(share, URBAN_SHARES)][number])


def _shut(context: PlaceContext, left: Numbers, right: Numbers) -> Rows:
    """Pairs of the same class and family of forces that do not touch."""
    kind = force_family(context)
    same = (context.urban[left][:, None] == context.urban[right][None, :]) & (
        kind[left][:, None] == kind[right][None, :]
    )
    line, column = np.full(len(kind), -1), np.full(len(kind), -1)
    line[left], column[right] = np.arange(len(left)), np.arange(len(right))
    for one, other in (context.neighbours.T, context.neighbours.T[::-1]):
        here = (line[one] >= 0) & (column[other] >= 0)
        same[line[one[here]], column[other[here]]] = False
    return np.asarray(same)


def _within_calliper(values: Array, left: Numbers, right: Numbers, calliper: float) -> Rows:
    """Pairs whose propensities lie within so many standard deviations of its logit."""
    if not len(left) or not len(right):
        return np.zeros((len(left), len(right)), dtype=bool)
    group = np.r_[np.ones(len(left), dtype=bool), np.zeros(len(right), dtype=bool)]
    linear = propensity(group, values[np.r_[left, right]], ridge=1.0).linear
    gap = np.abs(linear[: len(left), None] - linear[None, len(left) :])
    return np.asarray(gap <= calliper * float(np.std(linear)))


def _nearest(
    values: Array, spread: Array, places: tuple[Numbers, Numbers, Rows], near: Rows, options: ContrastOptions
) -> Matches:
    left, right, rows = places
    scaled = values / np.where(spread > 0, spread, 1)
    return match(
        scaled[left],
        scaled[right],
        near,
        covariance=np.atleast_2d(np.cov(scaled[rows], rowvar=False)),
        least=options.twins_least,
        most=max(CANDIDATES, options.twins_most),
        farthest=options.twin_farthest,
    )


def _in_balance(
    found: Matches, left: Array, right: Array, spread: Array, options: ContrastOptions
) -> Matches:
    """Return the most places with the most twins: many twins a place, unless that costs places."""
    least, most = options.twins_least, options.twins_most
    most_places, best, count = len(np.unique(found.target)), _none(found), 0
    for each in sorted({most, max(least, most // 2), least}, reverse=True):
        kept = largest_balanced(found, left, right, spread=spread, each=each, least=least, most=most)
        kept = balanced(kept, left, right, spread=spread, least=least) if len(kept.target) else kept
        places = len(np.unique(kept.target)) if _close(kept, left, right, spread) else 0
        if places and count < NEARLY_AS_MANY * places:
            best, count = kept, places
        if count >= NEARLY_AS_MANY * most_places:
            break
    return best


def _close(found: Matches, left: Array, right: Array, spread: Array) -> bool:
    """Whether every difference is small; too few places can rarely be brought into balance."""
    everyone = np.arange(len(left)), np.arange(len(right))
    after = _balance(np.vstack([left, right]), spread, everyone[0], len(left) + everyone[1], found)[1]
    return bool((np.abs(after[~np.isnan(after)]) < BALANCED).all())


def _none(found: Matches) -> Matches:
    empty = np.zeros(0, dtype=np.int64)
    every = np.unique(np.concatenate([found.target, found.unmatched]))
    return Matches(empty, empty, empty, np.zeros(0), every)


def _reasons(
    chosen: Matches, found: Matches, shut: Rows, near: Rows, options: ContrastOptions
) -> tuple[str, ...]:
    """Say at which gate each unmatched place was left without twins."""
    least = options.twins_least
    said = []
    had = set(found.target.tolist())
    for row in chosen.unmatched.tolist():
        if shut[row].sum() < least:
            said.append(f"fewer than {least} possible twins are of its class and kind of force")
        elif near[row].sum() < least:
            said.append(f"fewer than {least} possible twins have a propensity within the calliper")
        elif row not in had:
            said.append(f"fewer than {least} possible twins are near enough in context")
        else:
            said.append("with it low places and twins would not be in balance")
    return tuple(said)


def _balance(
    values: Array, spread: Array, left: Numbers, right: Numbers, found: Matches
) -> tuple[Array, Array]:
    """Each matched low place counts once, and its twins share one weight."""
    nothing = np.full(values.shape[1], np.nan)
    if not len(left) or not len(right):
        return nothing, nothing
    before = standardised_difference(values[left], values[right], spread=spread)
    if not len(found.target):
        return before, nothing
    places, number, counts = np.unique(found.target, return_inverse=True, return_counts=True)
    after = standardised_difference(
        values[left[places]],
        values[right[found.match]],
        spread=spread,
        right_weights=1 / counts[number],
    )
    return before, after
