"""What a contrast says of every place, with its checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.places.contrast.answers import Answers, Own
from hedgerow.places.contrast.data import ContrastData
from hedgerow.places.contrast.expected import Expected
from hedgerow.places.contrast.twins import Twins
from hedgerow.places.contrast.workday import Workday
from hedgerow.stats import Check
from hedgerow.stats.ranking import Ranks

Array = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]
FULL = 36  # months: fewer are provisional
APART = "fitted apart: its index of deprivation is not England’s"


@dataclass(frozen=True)
class Apart:
    """A nation whose context is not England's: its rows, and its own result, `None` where `why` it has none.

    `context` names what of its context is used.
    """

    title: str
    rows: npt.NDArray[np.bool_]
    context: tuple[str, ...]
    result: ContrastResult | None
    why: str = ""

    @property
    def words(self) -> str:
        """What is said beside every place of it."""
        return (
            APART if self.result else f"not known: its index of deprivation is not England’s, and {self.why}"
        )


@dataclass(frozen=True)
class ContrastResult:
    """One crime family over n places; arrays have length n, NaN where nothing can be said.

    Attributes
    ----------
    data, areas
        What was asked, and the codes in the order of the arrays.
    expected, answers
        The fitted model, and the answers to both questions; `None` and all ``not_known`` when refused.
    detectable
        Largest ratios that could be told as low, for question A and for B.
    artefact, silence, verdict, persistent
        The gates, what may be said, and whether the answer to A held in the later half.
    twins
        Matched pairs.
    figures
        Figures of the model: alpha, log-likelihood, calibration, replication.
    around
        Question A beside the surroundings: ratio to context and the smooth level of the places around.
    detectable_high
        Smallest ratios that could be told as high, for question A and for B.
    ranks
        Where each place stands.
    workday
        The contrast by workday population; `None` where none is held.
    apart
        Nations that are fitted apart, with their own models and twins; the arrays above hold their answers.
    """

    data: ContrastData
    areas: tuple[str, ...]
    expected: Expected
    answers: Answers
    detectable: tuple[Array, Array]
    resolvable: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]
    artefact: tuple[str | None, ...]
    silence: Words
    verdict: Words
    persistent: Array
    twins: Twins
    figures: Mapping[str, float]
    checks: tuple[Check, ...]
    level: float
    provenance: Mapping[str, object]
    around: Own
    detectable_high: tuple[Array, Array]
    ranks: Ranks
    workday: Workday | None
    apart: tuple[Apart, ...] = ()

    @property
    def estimate(self) -> Array:
        """Shrunken ratio of recorded to expected."""
        return self.answers.ratio

    @property
    def interval(self) -> tuple[Array, Array]:
        """Interval of the ratio."""
        return self.answers.lower, self.answers.upper

    def tidy(self) -> pa.Table:
        """One row a place, in the columns of the lake's `contrast`."""
        n, told = len(self.areas), self.verdict != "not_known"
        answers = self.answers
        floats = {
            "observed": self.data.observed,
            "expected": self.expected.mean,
            "ratio": answers.ratio,
            "ratio_lower": answers.lower,
            "ratio_upper": answers.upper,
            "p_low": answers.p_low,
            "p_high": answers.p_high,
            "q_low": answers.q_low,
            "q_high": answers.q_high,
            "q_low_like": answers.like_q_low,
            "q_high_like": answers.like_q_high,
            "detectable_own": self.detectable[0],
            "detectable_like": self.detectable[1],
            **self._beside(),
        }
        return pa.table(
            {
                "family": pa.array([self.data.family] * n, pa.string()),
                "lsoa21": list(self.areas),
                "months": self.data.known,
                **{name: _nullable(values) for name, values in floats.items()},
                "own": answers.own.tolist(),
                "like": answers.like.tolist(),
                "resolvable": self.resolvable[0] & told,
                "resolvable_like": self.resolvable[1] & told,
                "artefact": pa.array(self.artefact, pa.string()),
                "silence": self.silence.tolist(),
                "verdict": self.verdict.tolist(),
                "persistent": pa.array(
                    [None if np.isnan(value) else bool(value) for value in self.persistent], pa.bool_()
                ),
                "own_around": self.around.words.tolist(),
                "provisional": self.data.known < FULL,
                "fitted_apart": pa.array(self._apart(), pa.string()),
            }
        )

    def _apart(self) -> list[str | None]:
        words: list[str | None] = [None] * len(self.areas)
        for one in self.apart:
            for row in np.flatnonzero(one.rows):
                words[row] = one.words
        return words

    def matched(self) -> tuple[tuple[str, tuple[str, ...], Twins], ...]:
        """Return twins with the codes that their rows count in: of the places fitted together, then apart."""
        others = [
            (one.title, one.result) for one in self.apart if one.result and one.result.twins is not self.twins
        ]
        return (("", self.areas, self.twins), *((t, found.areas, found.twins) for t, found in others))

    def _beside(self) -> dict[str, Array]:
        """Figures beside the main ones: from context alone, by workday population, ranks, local rates."""
        model, around, day = self.expected, self.around, self.workday
        absent = np.full(len(self.areas), np.nan)
        return {
            "expected_around": model.around,
            "surroundings": model.around / model.mean,
            "ratio_around": around.ratio,
            "ratio_around_lower": around.lower,
            "ratio_around_upper": around.upper,
            "expected_workday": day.expected if day else absent,
            "ratio_workday": day.ratio if day else absent,
            "fdr_low": self.answers.fdr_low,
            "fdr_high": self.answers.fdr_high,
            "rank": self.ranks.expected,
            "rank_lower": self.ranks.lower,
            "rank_upper": self.ranks.upper,
            "r_value": self.ranks.r_value,
            "detectable_own_high": self.detectable_high[0],
            "detectable_like_high": self.detectable_high[1],
        }

    def counts(self) -> dict[str, int]:
        """Places by verdict."""
        found, number = np.unique(self.verdict, return_counts=True)
        return {str(word): int(count) for word, count in zip(found, number, strict=True)}

    def summary(self) -> str:
        """The result in a few sentences: n, method and level of the interval."""
        count = self.counts()
        leads = int(np.count_nonzero((self.verdict == "cannot_tell") & (self.answers.own == "low")))
        return (
            f"{self.data.family}: {int(self.figures['areas'])} places fitted over {len(self.data.months)} "
            f"months by a negative binomial model of context and a smooth field (unexplained spread alpha "
            f"{self.figures['alpha_with_field']:.3f}; {self.figures['alpha']:.3f} from context alone, "
            f"{self.figures['alpha_without_context']:.3f} without context). "
            f"{count.get('zero_output', 0)} zero output, {count.get('super_output', 0)} super output, "
            f"{count.get('as_expected', 0)} as expected, {count.get('cannot_tell', 0)} cannot tell, of which "
            f"{leads} are truly low but not unusual among places like them; "
            f"{count.get('artefact', 0)} fail the artefact gate, {count.get('not_known', 0)} not known. "
            f"Intervals are {100 * self.level:g} %. "
            + "".join(f"{one.title} ({int(one.rows.sum()):,} places) is {one.words}. " for one in self.apart)
            + ("Fewer than 36 months: provisional." if len(self.data.months) < FULL else "")
        ).strip()


def _nullable(values: Array) -> pa.Array:
    missing = np.isnan(values)
    return pa.array(np.where(missing, 0.0, values), pa.float64(), mask=missing)
