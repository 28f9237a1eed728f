"""When reading may stop: what a random sample, or the ranking itself, says of what was missed.

The audit bound inverts the exact hypergeometric distribution. The ranked test is that of Callaghan and
Müller-Hansen (2020, Systematic Reviews 9:273): records read since an earlier point are treated as a random
sample of those unread then. That is cautious while the ranking is no worse than chance; its repeated looks
are not corrected for, so it is a signal and the audit bound is the promise. With a lead above 1 it assumes
more: that a relevant unread record is so many times as likely to come next as an irrelevant one (the biased
urn of Wallenius, as in their own later program).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.errors import UsageError

# A recall of 19/20 is 0.95 although 19/0.95 is not 20 in binary numbers.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class RecallBound:
    """What a random sample of the unread records proves.

    Attributes
    ----------
    found
        Relevant records found before the sample was drawn.
    unread, sampled, hits
        Records unread at that moment, how many of them were drawn and read, and how many were relevant.
    most
        The largest number of relevant records among the unread that the sample does not refute, those
        found in it included.
    recall
        Lower bound of (found + hits) / all relevant.
    confidence
        One-sided confidence of `most` and `recall`.
    """

    found: int
    unread: int
    sampled: int
    hits: int
    most: int
    recall: float
    confidence: float

    @property
    def missed(self) -> int:
        """The largest number of relevant records still unread that the sample does not refute."""
        return self.most - self.hits

    def summary(self) -> str:
        """Return the bound in one sentence."""
        return (
            f"With {self.confidence:.4g} confidence at most {self.missed} relevant records are unread, so "
            f"recall is at least {self.recall:.3f} ({self.found + self.hits} found; {self.hits} relevant in "
            f"a random {self.sampled} of {self.unread} unread)."
        )


def recall_bound(
    found: int, unread: int, sampled: int, hits: int, *, confidence: float = 0.95
) -> RecallBound:
    """Return the exact lower bound of recall from a simple random sample of the unread records.

    `most` is the largest K for which P(X ≤ hits) ≥ 1 - confidence when X is hypergeometric with `unread`
    records, K of them relevant, and `sampled` draws. Valid for one sample: a second needs its own share of
    the error, declared beforehand.

    Raises
    ------
    UsageError
        When the counts contradict each other or the confidence is not between 0 and 1.
    """
    _check_counts(found, unread, sampled, hits)
    from scipy.stats import hypergeom  # slow to load: only who asks for a bound waits

    error = _error(confidence) * (1 - _ROUNDING)  # a chance of exactly the error does not refute
    low, high = hits, unread - (sampled - hits)
    while low < high:
        middle = (low + high + 1) // 2
        if hypergeom.cdf(hits, unread, middle, sampled) >= error:
            low = middle
        else:
            high = middle - 1
    recall = (found + hits) / (found + low) if found + low else 1.0
    return RecallBound(found, unread, sampled, hits, low, recall, confidence)


def audit_size(found: int, unread: int, *, target: float = 0.95, confidence: float = 0.95) -> int:
    """Return the smallest random sample of the unread that, with nothing relevant in it, proves the target.

    The whole of the unread when no smaller sample can.
    """
    _share(target, "target recall")
    _check_counts(found, unread, 0, 0)
    low, high = 0, unread
    while low < high:
        middle = (low + high) // 2
        if recall_bound(found, unread, middle, 0, confidence=confidence).recall >= target - _ROUNDING:
            high = middle
        else:
            low = middle + 1
    return low


def ranked_test(labels: npt.ArrayLike, records: int, *, target: float = 0.95, lead: float = 1.0) -> float:
    """Return the p-value of "the target is missed" from the labels in reading order.

    Parameters
    ----------
    labels
        0 or 1 for each record read, shape (read,), in the order of reading.
    records
        All records, read or not.
    target
        The share of the relevant that is to be found.
    lead
        How many times as likely as an irrelevant record a relevant one is to come next, at the least: 1
        assumes nothing but that the ranking is no worse than chance.

    Notes
    -----
    For each earlier point i, K_i = floor(found / target) + 1 - found before i is the smallest number of
    relevant records, among those unread at i, with which the target would be missed; p is the smallest over i
    of the hypergeometric P(X ≤ found since i). With a lead above 1 each of the K_i is still unread with the
    chance (share still unread of those unread at i) to the power of the lead, and X is binomial.
    """
    _share(target, "target recall")
    if not lead >= 1:
        raise UsageError(f"A lead of {lead:g} is below 1.", remedy="Give 1, or more where you can defend it.")
    read = np.asarray(labels, dtype=np.int64)
    if read.ndim != 1 or read.size > records or not np.isin(read, (0, 1)).all():
        raise UsageError(f"The labels must be 0 or 1, one for each record read, and at most {records}.")
    total = int(read.sum())
    if total == 0:
        return 1.0
    before = np.concatenate(([0], np.cumsum(read)[:-1]))
    unread = records - np.arange(read.size)
    needed = int(np.floor(total / target + _ROUNDING)) + 1 - before
    possible = needed <= unread
    if not possible.all():
        return 0.0
    since = read.size - np.arange(read.size)
    where = np.concatenate(([0], np.flatnonzero(read) + 1))  # p is smallest at the start or after a find
    where = where[where < read.size]
    found, unread, needed, since = (total - before)[where], unread[where], needed[where], since[where]
    from scipy.stats import binom, hypergeom

    chances = hypergeom.cdf(found, unread, needed, since)
    if lead > 1:
        missed = (1 - since / unread) ** lead
        chances = np.minimum(chances, binom.cdf(found, needed, 1 - missed))
    return float(np.min(chances))


def _check_counts(found: int, unread: int, sampled: int, hits: int) -> None:
    if min(found, unread, sampled, hits) < 0 or sampled > unread or hits > sampled:
        raise UsageError(
            f"{hits} relevant in {sampled} drawn from {unread} unread, with {found} found before, cannot be.",
            remedy="Give counts with 0 ≤ hits ≤ sampled ≤ unread.",
        )


def _error(confidence: float) -> float:
    return 1 - _share(confidence, "confidence")


def _share(value: float, name: str) -> float:
    if not 0 < value < 1:
        raise UsageError(f"A {name} of {value:g} is not between 0 and 1.", remedy="Give 0.95.")
    return value
