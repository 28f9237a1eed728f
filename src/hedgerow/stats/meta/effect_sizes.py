"""Effect sizes with their sampling variances, from what a study prints.

Every function takes arrays (or numbers) and returns `Effects`. Ratios are on the log scale.
Sources: Borenstein et al. 2009, chapters 4 to 6; Hedges 1981 for g; Freeman & Tukey 1950; Yusuf et al. 1985.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from hedgerow.errors import EstimateError, UsageError
from hedgerow.stats.meta.studies import Array, row


@dataclass(frozen=True)
class Effects:
    """Effects `y` and their sampling variances `v`, with the name of the measure."""

    measure: str
    y: Array
    v: Array


def two_by_two(
    a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike, *, measure: str = "OR"
) -> Effects:
    """Return effects of treated (a events, b not) against control (c events, d not).

    Measures: OR and RR (log), RD, PETO (log odds, O - E over V), AS (arcsine difference). A study with an
    empty cell has one half added to each of its four cells for OR, RR and RD; the others use the counts as
    they are.
    """
    ways = {"OR": _odds_ratio, "RR": _risk_ratio, "RD": _risk_difference, "PETO": _peto, "AS": _arcsine}
    if measure not in ways:
        raise UsageError(
            f"There is no measure “{measure}” of a table.", remedy=f"Use one of {', '.join(ways)}."
        )
    cells = counts(a, b, c, d)
    y, v = ways[measure](cells if measure in ("PETO", "AS") else halved(cells))
    return Effects(measure, y, v)


def counts(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike, d: npt.ArrayLike) -> Array:
    """Return the checked 4 x k counts, refusing negative ones and empty arms by row."""
    cells = np.array(np.broadcast_arrays(*(row(cell) for cell in (a, b, c, d))))
    empty = (cells[0] + cells[1] == 0) | (cells[2] + cells[3] == 0)
    wrong = np.flatnonzero(~np.isfinite(cells).all(axis=0) | (cells < 0).any(axis=0) | empty) + 1
    if wrong.size:
        named = ", ".join(map(str, wrong[:10]))
        raise EstimateError(
            f"Table {named} is not one of counts in two arms.",
            cause="A count is missing or negative, or an arm has nobody.",
            remedy="Correct the counts, or leave the study out and say so.",
        )
    return cells


def halved(cells: Array) -> Array:
    """Add one half to all four cells of each study that has an empty one."""
    return np.asarray(cells + 0.5 * (cells == 0).any(axis=0))


def means(
    m1: npt.ArrayLike,
    sd1: npt.ArrayLike,
    n1: npt.ArrayLike,
    m2: npt.ArrayLike,
    sd2: npt.ArrayLike,
    n2: npt.ArrayLike,
    *,
    measure: str = "SMD",
) -> Effects:
    """Return effects of two independent groups: MD, SMD (Hedges's g, exact correction) or ROM (log ratio)."""
    m1, sd1, n1, m2, sd2, n2 = (row(part) for part in (m1, sd1, n1, m2, sd2, n2))
    if measure == "MD":
        return Effects(measure, m1 - m2, sd1**2 / n1 + sd2**2 / n2)
    if measure == "ROM":
        return Effects(measure, np.log(m1 / m2), sd1**2 / (n1 * m1**2) + sd2**2 / (n2 * m2**2))
    if measure != "SMD":
        raise UsageError(f"There is no measure “{measure}” of means.", remedy="Use MD, SMD or ROM.")
    df = n1 + n2 - 2
    pooled = np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / df)
    g = small_sample(df) * (m1 - m2) / pooled
    return Effects(measure, g, 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2)))


def change(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    sd_change: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    standardised: bool = True,
) -> Effects:
    """Return the change in one group, by default in units of the standard deviation of the change."""
    gain, sd, size = row(after) - row(before), row(sd_change), row(n)
    if not standardised:
        return Effects("MC", gain, sd**2 / size)
    d = small_sample(size - 1) * gain / sd
    return Effects("SMCC", d, 1 / size + d**2 / (2 * size))


def correlations(r: npt.ArrayLike, n: npt.ArrayLike, *, measure: str = "ZCOR") -> Effects:
    """Return correlations as Fisher's z (ZCOR) or as they are (COR)."""
    r, n = row(r), row(n)
    if measure == "COR":
        return Effects(measure, r, (1 - r**2) ** 2 / (n - 1))
    if measure != "ZCOR":
        raise UsageError(f"There is no measure “{measure}” of a correlation.", remedy="Use ZCOR or COR.")
    return Effects(measure, np.arctanh(r), 1 / (n - 3))


def rates(
    x1: npt.ArrayLike, t1: npt.ArrayLike, x2: npt.ArrayLike, t2: npt.ArrayLike, *, measure: str = "IRR"
) -> Effects:
    """Return effects of events x in person-time t: IRR (log ratio) or IRD (difference)."""
    events, time, others, base = (row(part) for part in (x1, t1, x2, t2))
    if measure == "IRD":
        return Effects(measure, events / time - others / base, events / time**2 + others / base**2)
    if measure != "IRR":
        raise UsageError(f"There is no measure “{measure}” of rates.", remedy="Use IRR or IRD.")
    half = 0.5 * ((events == 0) | (others == 0))
    events, others = events + half, others + half
    return Effects(measure, np.log((events / time) / (others / base)), 1 / events + 1 / others)


def proportions(x: npt.ArrayLike, n: npt.ArrayLike, *, measure: str = "PLO") -> Effects:
    """Return proportions x / n: PR (raw), PLO (logit), PAS (arcsine) or PFT (double arcsine)."""
    x, n = row(x), row(n)
    half = 0.5 * ((x == 0) | (x == n)) if measure in ("PR", "PLO") else np.zeros_like(x)
    x, n = x + half, n + 2 * half
    share = x / n
    if measure == "PR":
        return Effects(measure, share, share * (1 - share) / n)
    if measure == "PLO":
        return Effects(measure, np.log(x / (n - x)), 1 / x + 1 / (n - x))
    if measure == "PAS":
        return Effects(measure, np.arcsin(np.sqrt(share)), 1 / (4 * n))
    if measure != "PFT":
        raise UsageError(
            f"There is no measure “{measure}” of proportions.", remedy="Use PR, PLO, PAS or PFT."
        )
    both = np.arcsin(np.sqrt(x / (n + 1))) + np.arcsin(np.sqrt((x + 1) / (n + 1)))
    return Effects(measure, 0.5 * both, 1 / (4 * n + 2))


def small_sample(df: npt.ArrayLike) -> Array:
    """Return Hedges's exact correction J of a standardised difference on `df` degrees of freedom."""
    m = np.asarray(df, float)
    return np.asarray(np.exp(gammaln(m / 2) - gammaln((m - 1) / 2)) / np.sqrt(m / 2), dtype=float)


def _odds_ratio(cells: Array) -> tuple[Array, Array]:
    a, b, c, d = cells
    return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def _risk_ratio(cells: Array) -> tuple[Array, Array]:
    a, b, c, d = cells
    return np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def _risk_difference(cells: Array) -> tuple[Array, Array]:
    a, b, c, d = cells
    return a / (a + b) - c / (c + d), a * b / (a + b) ** 3 + c * d / (c + d) ** 3


def _peto(cells: Array) -> tuple[Array, Array]:
    excess, v = hypergeometric(cells)
    with np.errstate(divide="ignore", invalid="ignore"):
        return excess / v, 1 / v


def _arcsine(cells: Array) -> tuple[Array, Array]:
    a, b, c, d = cells
    gap = np.arcsin(np.sqrt(a / (a + b))) - np.arcsin(np.sqrt(c / (c + d)))
    return gap, 1 / (4 * (a + b)) + 1 / (4 * (c + d))


def hypergeometric(cells: Array) -> tuple[Array, Array]:
    """Return observed less expected events of the treated, and their hypergeometric variance."""
    a, b, c, d = cells
    n1, n2, events, n = a + b, c + d, a + c, a + b + c + d
    return a - n1 * events / n, n1 * n2 * events * (b + d) / (n**2 * (n - 1))
