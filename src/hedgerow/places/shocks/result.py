"""What a measurement of a shock gives: frozen, with its checks, its tables and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.places.shocks import tidying
from hedgerow.places.shocks.measured import Measured
from hedgerow.stats.check import Check

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ShockResult(Measured):
    """A measured shock."""

    @property
    def estimate(self) -> Mapping[str, Array]:
        """Depth by kind of area: the largest shortfall, per cent of expected, where it is known."""
        return {kind: 100 * (1 - one.recovery.depth[0]) for kind, one in self.levels.items()}

    @property
    def interval(self) -> Mapping[str, tuple[Array, Array]]:
        """Its 80 % interval."""
        return {
            kind: (100 * (1 - one.recovery.depth[2]), 100 * (1 - one.recovery.depth[1]))
            for kind, one in self.levels.items()
        }

    @property
    def provenance(self) -> Mapping[str, object]:
        """What was run, on what, with which arguments."""
        return {
            "method": "places.shocks",
            "version": version("hedgerow"),
            "family": self.data.family,
            "shock": self.data.shock.id,
            "months": (self.data.months[0], self.data.months[-1]),
            "seed": self.options.seed,
        }

    @property
    def checks(self) -> tuple[Check, ...]:
        """What was looked at before anything is said."""
        return tidying.checks(self)

    def tidy(self) -> pa.Table:
        """One row a place, as the table `shock` promises."""
        return tidying.places(self)

    def windows(self) -> pa.Table:
        """One row a place and window, as the table `shock_window` promises."""
        return tidying.windows(self)

    def months(self) -> pa.Table:
        """One row a place and month, as the table `shock_path` promises."""
        return tidying.months(self)

    def index(self) -> pa.Table:
        """One row a window and index, as the table `shock_index` promises."""
        return tidying.index(self)

    def summary(self) -> str:
        """Say how many places, how many were measured, and with which intervals."""
        return tidying.summary(self)
