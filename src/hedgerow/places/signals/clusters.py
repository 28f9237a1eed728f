"""Clusters in space and time of one crime family, over the small areas whose months are all known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hedgerow.errors import EstimateError
from hedgerow.places.signals.panel import DISCOVERED, CountPanel
from hedgerow.places.signals.window import window_of
from hedgerow.stats import Check
from hedgerow.stats.spatial.space_time import (
    SpaceTimeCluster,
    SpaceTimeOptions,
    dispersion_of,
    scan_space_time,
)
from hedgerow.vocabulary import family_types

Array = npt.NDArray[np.float64]
YEAR = 12
LEVEL = 0.05
FEWEST_AREAS = 10
MOST_AREAS, FEWER_AREAS, MANY_AREAS = 50, 25, 10_000  # of a circle; fewer where the map is a nation’s


@dataclass(frozen=True)
class ClusterResult:
    """Clusters of one family that end with one month.

    Attributes
    ----------
    family, month, areas, months
        What was scanned: the areas with every month known, and the months.
    clusters
        The most likely first; row numbers are of `areas`.
    shuffles
        Behind each p-value.
    checks, provenance
        What was left out; how to run it again.
    """

    family: str
    month: str
    areas: tuple[str, ...]
    months: tuple[str, ...]
    clusters: tuple[SpaceTimeCluster, ...]
    shuffles: int
    checks: tuple[Check, ...]
    provenance: Mapping[str, object]

    def tidy(self) -> pa.Table:
        """One row a cluster, in the columns of the lake's `signal_cluster`."""
        rows = [self._row(rank, one) for rank, one in enumerate(self.clusters, 1)]
        return pa.Table.from_pylist(rows, SCHEMA)

    def _row(self, rank: int, one: SpaceTimeCluster) -> dict[str, object]:
        return {
            "family": self.family,
            "month": self.month,
            "rank": rank,
            "area_code": self.areas[one.areas[0]],
            "areas": len(one.areas),
            "area_codes": "|".join(self.areas[area] for area in one.areas),
            "radius_km": one.radius,
            "from_month": self.months[-one.months],
            "to_month": self.month,
            "observed": one.cases,
            "expected": one.expected,
            "ratio": one.ratio,
            "log_ratio": one.log_ratio,
            "p_value": one.p_value,
            "state": "up" if one.p_value <= LEVEL else "none",
            "shuffles": self.shuffles,
        }

    def summary(self) -> str:
        """The result in a sentence."""
        clear = sum(one.p_value <= LEVEL for one in self.clusters)
        return (
            f"{self.family}, {self.months[0]} to {self.month}: {clear} clusters among {len(self.areas):,} "
            f"LSOAs leave chance at 5 % ({self.shuffles} shuffles of the months). A sign is a reason to "
            "look, not a finding."
        )


SCHEMA = pa.schema(
    [
        ("family", pa.string()),
        ("month", pa.string()),
        ("rank", pa.int64()),
        ("area_code", pa.string()),
        ("areas", pa.int64()),
        ("area_codes", pa.string()),
        ("radius_km", pa.float64()),
        ("from_month", pa.string()),
        ("to_month", pa.string()),
        ("observed", pa.float64()),
        ("expected", pa.float64()),
        ("ratio", pa.float64()),
        ("log_ratio", pa.float64()),
        ("p_value", pa.float64()),
        ("state", pa.string()),
        ("shuffles", pa.int64()),
    ]
)


def find_clusters(
    panel: CountPanel, month: str, family: str, *, places: Array, shuffles: int = 99, seed: int = 0
) -> ClusterResult:
    """Return the clusters of a family that end with a month, over the year before.

    Parameters
    ----------
    panel
        LSOAs; types that the police discover are left out of the family unless the panel holds nothing else.
    places
        Shape (n, 2): kilometres east and north.

    Raises
    ------
    EstimateError
        When fewer than ten areas have every month known, or there is no case.
    """
    window = window_of(panel, month)
    types = [name for name in family_types(family) if name not in DISCOVERED]
    columns = list(range(max(0, window.current - YEAR + 1), window.current + 1))
    keep = panel.known[:, columns].all(axis=1) & np.isfinite(places).all(axis=1)
    if np.count_nonzero(keep) < FEWEST_AREAS or not types:
        raise EstimateError(
            f"{np.count_nonzero(keep)} areas have all {len(columns)} months to {month} complete; "
            f"{FEWEST_AREAS} are needed for a scan.",
            remedy="Choose a month whose year is complete; hedgerow gaps PATH lists the gaps.",
        )
    total = panel.summed(family, types).counts[0]
    cases = np.round(total[keep][:, columns].astype(float))
    spread = dispersion_of(cases)
    size = FEWER_AREAS if np.count_nonzero(keep) > MANY_AREAS else MOST_AREAS
    found = scan_space_time(
        places[keep, 0],
        places[keep, 1],
        cases,
        options=SpaceTimeOptions(neighbours=size, shuffles=shuffles, seed=seed, dispersion=spread),
    )
    left = int(np.count_nonzero(~keep))
    return ClusterResult(
        family=family,
        month=month,
        areas=tuple(np.array(panel.areas)[keep].tolist()),
        months=tuple(panel.months[column] for column in columns),
        clusters=found.clusters,
        shuffles=shuffles,
        checks=(
            Check(
                "areas_left_out",
                left == 0,
                f"{left:,} of {len(panel.areas):,} LSOAs are left out: a month of the year is not known.",
                {"areas": left},
            ),
            Check(
                "dispersion",
                None,
                f"Crimes come in series: counts spread {spread:.2f} times as far as independent ones would. "
                "The likelihood ratios are divided by that before they are held against chance.",
                {"dispersion": spread},
            ),
        ),
        provenance={
            "method": "find_clusters",
            "family": family,
            "month": month,
            "shuffles": shuffles,
            "seed": seed,
        },
    )
