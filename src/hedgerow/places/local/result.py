"""What local statistics say, with their checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hedgerow.places.local.data import Array, LocalOptions
from hedgerow.stats import Check


@dataclass(frozen=True)
class LocalResult:
    """A local statistic of n areas, in the order in which they were given.

    Attributes
    ----------
    statistic, deviate
        Missing (NaN) for islands and areas without a value; `deviate` is the distance from what chance
        gives, in standard deviations.
    p_value, q_value
        Two-sided; the q value is the share of false ones among all areas named down to this one.
    classes
        high-high, low-low, high-low, low-high (hot and cold for Gi; alike and unlike besides for Geary),
        not significant, island, no value.
    """

    areas: tuple[str, ...]
    name: str
    options: LocalOptions
    values: Array
    statistic: Array
    deviate: Array
    p_value: Array
    q_value: Array
    classes: tuple[str, ...]
    checks: tuple[Check, ...]
    notes: tuple[str, ...]
    provenance: Mapping[str, object]

    @property
    def estimate(self) -> Array:
        """The statistic."""
        return self.statistic

    @property
    def interval(self) -> tuple[Array, Array]:
        """A local statistic is tested, not bounded: the range is the value itself."""
        return self.statistic, self.statistic

    @property
    def counts(self) -> dict[str, int]:
        """How many areas are of each class."""
        return dict(sorted(Counter(self.classes).items()))

    def tidy(self) -> pa.Table:
        """One row an area."""
        numbers = ("statistic", "p_value", "q_value")
        return pa.table(
            {
                "area": pa.array(self.areas, pa.string()),
                **{name: _nullable(getattr(self, name)) for name in numbers},
                "class": pa.array(self.classes, pa.string()),
            }
        )

    def summary(self) -> str:
        """The result in a few sentences: n, method and level."""
        judged = int(np.count_nonzero(~np.isnan(self.p_value)))
        found = int(np.count_nonzero(self.q_value <= self.options.level))
        nominal = int(np.count_nonzero(self.p_value < self.options.level))
        level = f"{100 * self.options.level:g} %"
        by = {"bh": "Benjamini and Hochberg", "by": "Benjamini and Yekutieli"}.get(self.options.adjust)
        corrected = (
            f"after correction for looking {judged:,} times ({by}); about {level} of them are expected to be "
            "false"
            if by
            else f"without correction; {self.options.level * judged:,.0f} would from chance alone"
        )
        return (
            f"Local {self.options.statistic} of {self.name} for {judged:,} areas: {found:,} stand out "
            f"{corrected}. {nominal:,} have p below {self.options.level:g}."
        )

    def as_dict(self) -> dict[str, object]:
        """Return what there is to say of the whole; the areas are in `tidy`."""
        return {
            "summary": self.summary(),
            "statistic": self.options.statistic,
            "value": self.name,
            "areas": len(self.areas),
            "level": self.options.level,
            "adjust": self.options.adjust,
            "p_below_level": int(np.count_nonzero(self.p_value < self.options.level)),
            "significant": int(np.count_nonzero(self.q_value <= self.options.level)),
            "classes": self.counts,
            "checks": self.checks,
            "notes": self.notes,
            "provenance": self.provenance,
        }


def _nullable(values: Array) -> pa.Array:
    return pa.array(values, pa.float64(), mask=np.isnan(values))
