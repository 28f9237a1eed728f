"""The artefact gate: figures that say more about recording than about crime."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
FEW_MONTHS = "too many months of the force are missing"


@dataclass(frozen=True)
class GateLimits:
    """Where the gate closes.

    Attributes
    ----------
    zero_expected
        Nothing recorded at all is an artefact when so many were expected at the district's rate.
    near_zero, near_expected
        So small a share of what the district's rate gives is one too, when so many were expected.
    residents
        Fewer than this are too few for a rate.
    months
        Least share of the window's months that must be complete.
    unplaced
        Largest share of a force's records without a place.
    point, station, point_records
        Largest share of an area's records on one point, and on the point of a police station, prison, court
        or hospital; asked only with so many records.
    old_codes
        Largest share of an area's months counted on the boundaries before a split or irregular change.
    cluster, cluster_places
        A district that holds this share of all low places, when there are so many, is one effect.
    """

    zero_expected: float = 30.0
    near_zero: float = 0.1
    near_expected: float = 100.0
    residents: float = 500.0
    months: float = 0.75
    unplaced: float = 0.15
    point: float = 0.5
    station: float = 0.25
    point_records: float = 50.0
    old_codes: float = 0.1
    cluster: float = 0.5
    cluster_places: int = 4


@dataclass(frozen=True)
class GateFacts:
    """What the gate looks at, one value a place; NaN where it was not possible to look.

    Attributes
    ----------
    records
        All records of every type in the window.
    district_expected
        What the rate of the district would give.
    residents, months_share, unplaced, top_point, station_point, old_codes
        As in `GateLimits`.
    """

    records: Array
    district_expected: Array
    residents: Array
    months_share: Array
    unplaced: Array
    top_point: Array
    station_point: Array
    old_codes: Array


def artefact_reasons(facts: GateFacts, limits: GateLimits | None = None) -> tuple[str | None, ...]:
    """Return why each place fails the gate, in words, or `None` where it passes."""
    limit = limits or GateLimits()
    some = facts.records >= limit.point_records
    much = facts.district_expected >= limit.near_expected
    closed: dict[str, npt.NDArray[np.bool_]] = {
        "nothing at all recorded where the district’s rate gives many: crimes may be printed next door": (
            (facts.records == 0) & (facts.district_expected >= limit.zero_expected)
        ),
        "almost nothing recorded where the district’s rate gives many": (facts.records > 0)
        & much
        & (facts.records < limit.near_zero * facts.district_expected),
        "too few residents for a rate": facts.residents < limit.residents,
        FEW_MONTHS: (facts.months_share > 0) & (facts.months_share < limit.months),
        "a large share of the force’s records has no place": facts.unplaced > limit.unplaced,
        "most records are printed on one point": some & (facts.top_point > limit.point),
        "many records are printed on a police station, prison, court or hospital": some
        & (facts.station_point > limit.station),
        "counted on boundaries that were split or redrawn": facts.old_codes > limit.old_codes,
    }
    rows: list[list[str]] = [[] for _ in range(len(facts.records))]
    for reason, shut in closed.items():
        for row in np.flatnonzero(shut):
            rows[row].append(reason)
    return tuple("; ".join(found) or None for found in rows)


def district_cluster(
    low: npt.NDArray[np.bool_], district: npt.NDArray[np.str_], limits: GateLimits | None = None
) -> npt.NDArray[np.bool_]:
    """Return low places whose district holds most of all low places, far beyond its share of places."""
    limit = limits or GateLimits()
    total = int(low.sum())
    flagged = np.zeros(len(low), dtype=bool)
    if total < limit.cluster_places:
        return flagged
    for name in np.unique(district[low]):
        here = district == name
        share = (low & here).sum() / total
        if share > limit.cluster and share > 2 * here.mean():
            flagged |= low & here
    return flagged
