"""The answer of a detector over many series and periods, and how it is written down."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hedgerow.disclosure.export import guarded
from hedgerow.places.surveillance.answers import Answers
from hedgerow.places.surveillance.plan import Plan
from hedgerow.stats import Check

Array = npt.NDArray[np.float64]
LOOK = "An alarm is a reason to look, not a finding: a change in recording looks the same."
NUMBERS = ("expected", "upper", "lower", "p_value", "score")
COLUMNS = ("series", "period", "observed", *NUMBERS, "alarm", "reason")
REASON_WORDS = {
    "missing_now": "The period itself is missing; that is not nought.",
    "too_few": "Too few were counted lately for a limit to mean anything.",
    "too_short": "Too little of the past is there.",
    "too_wild": "The past jumps so much that no limit makes sense.",
}


@dataclass(frozen=True)
class Surveillance:
    """Of n series over the periods tested; arrays have shape (n, periods).

    Attributes
    ----------
    plan, source
        What was asked, and of which file.
    names, periods, history
        Series, the periods tested, and those before them.
    observed
        Counts, NaN where missing.
    answers
        What the method says.
    """

    plan: Plan
    source: Mapping[str, str]
    names: tuple[str, ...]
    periods: tuple[str, ...]
    history: tuple[str, ...]
    observed: Array
    answers: Answers

    @property
    def estimate(self) -> Array:
        """Expected counts; NaN where the method names none."""
        return self.answers.expected

    @property
    def interval(self) -> tuple[Array, Array]:
        """Lower and upper limits; NaN where the method has none."""
        return self.answers.lower, self.answers.upper

    @property
    def alarms(self) -> int:
        """Counts above the upper limit, or rises."""
        return int(np.count_nonzero(self.answers.alarm == 1))

    @property
    def falls(self) -> int:
        """Counts below the lower limit, or falls."""
        return int(np.count_nonzero(self.answers.alarm == -1))

    @property
    def known(self) -> int:
        """Series and periods that have an answer."""
        return int(np.count_nonzero(self.answers.reason == "known"))

    @property
    def checks(self) -> tuple[Check, ...]:
        """What to mind before the alarms are used."""
        return tuple(self._checks())

    @property
    def provenance(self) -> Mapping[str, object]:
        """Method, arguments and the file."""
        return {"method": self.plan.name, "arguments": self.settings(), "source": dict(self.source)}

    def settings(self) -> dict[str, object]:
        """Return the window and level that were used; null where the method has none of it."""
        plan, window = self.plan, self.plan.window
        back = plan.chosen.uses_window and plan.name not in ("cusum", "glr")
        flexible = plan.chosen.uses_seasons
        left = flexible or plan.name == "hedgerow"
        return {
            "season": plan.season,
            "alpha": plan.level,
            "years_back": window.years_back if back else None,
            "half_window": window.half_window if back else None,
            "seasons": window.seasons if flexible else None,
            "past_excluded": window.past_excluded if left else None,
            "trend": plan.trend,
            "baseline_periods": plan.chosen.baseline or None,
            "learnt_from": len(self.history) if plan.name in ("cusum", "glr") else None,
        }

    def withheld(self) -> dict[str, int]:
        """Return how many have no answer, by reason."""
        reasons, counts = np.unique(self.answers.reason, return_counts=True)
        return {str(r): int(n) for r, n in zip(reasons, counts, strict=True) if r != "known"}

    def tidy(self) -> Iterator[dict[str, object]]:
        """Give one row a series and period; `None` where there is no number."""
        found = self.answers
        values = (found.expected, found.upper, found.lower, found.p, found.score)
        for row, series in enumerate(self.names):
            for column, period in enumerate(self.periods):
                known = found.reason[row, column] == "known"
                yield {
                    "series": series,
                    "period": period,
                    "observed": _number(self.observed[row, column]),
                    **{
                        name: _number(block[row, column]) for name, block in zip(NUMBERS, values, strict=True)
                    },
                    "alarm": int(found.alarm[row, column]) if known else None,
                    "reason": str(found.reason[row, column]),
                }

    def summary(self) -> str:
        """The result in a few sentences: n, method, level."""
        level = "" if self.plan.level is None else f" at a one-sided alpha of {self.plan.level:g}"
        falls = f" and {self.falls:,} below the lower" if np.isfinite(self.answers.lower).any() else ""
        if self.plan.name == "glr":
            falls = f" and {self.falls:,} falls"
        return (
            f"{self.plan.chosen.title}{level}: {len(self.names):,} series, {self.periods[0]} to "
            f"{self.periods[-1]}. Of {self.observed.size:,} counts {self.known:,} could be judged; "
            f"{self.alarms:,} are alarms above the limit{falls}. {LOOK}"
        )

    def as_dict(self) -> dict[str, object]:
        """Return JSON-ready values; the long table is in --out."""
        return {
            "method": self.plan.name,
            "title": self.plan.chosen.title,
            "window": self.settings(),
            "calibration": self.plan.chosen.said,
            "series": len(self.names),
            "from": self.periods[0],
            "to": self.periods[-1],
            "periods": len(self.periods),
            "counts": int(self.observed.size),
            "known": self.known,
            "not_known": self.withheld(),
            "alarms": self.alarms,
            "falls": self.falls,
            "expected_by_chance": None if self.plan.level is None else self.plan.level * self.known,
            "summary": self.summary(),
            "checks": [{"name": c.name, "passed": c.passed, "text": c.text} for c in self.checks],
            "provenance": self.provenance,
        }

    def _checks(self) -> Iterator[Check]:
        level = self.plan.level
        if level is not None:
            due = level * self.known
            yield Check(
                "by_chance",
                None,
                f"Chance alone gives about {due:.1f} alarms above the limit among {self.known:,} counts.",
                {"alarms": due},
            )
        yield Check("calibration", None, self.plan.chosen.said, {})
        for reason, number in self.withheld().items():
            yield Check(
                reason,
                None,
                f"Counts without an answer: {number:,}. {REASON_WORDS[reason]}",
                {"counts": number},
            )
        if self.plan.alpha is not None and self.plan.chosen.alpha is None:
            yield Check(
                "alpha_not_used", False, f"{self.plan.name} has a fixed threshold: --alpha is not used.", {}
            )
        if self.plan.chosen.trend != "never" and self.plan.trend == "never":
            yield Check("trend", None, "With fewer than three years back no trend is fitted.", {})


def surveillance_csv(found: Surveillance) -> bytes:
    """Return the answer as CSV; a cell is empty where there is no number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in found.tidy():
        cells = ("" if row[c] is None else row[c] for c in COLUMNS[1:])
        writer.writerow(
            (guarded(str(row["series"])), *(f"{v:.10g}" if isinstance(v, float) else v for v in cells))
        )
    return text.getvalue().encode()


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
