"""How each LSOA of 2011 became LSOAs of 2021, with the share of a count that each one takes."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from hedgerow.errors import SchemaError

CHANGES = ("U", "S", "M", "X")


def lsoa11_to_lsoa21(lookup: pa.Table, population: Mapping[str, int]) -> pa.Table:
    """Return the rows of `lsoa11_to_lsoa21`.

    Unchanged and merged areas go whole into one area of 2021. A split area is shared out by the residents of
    2021 where all its parts have them, else equally. An irregular change (X) has no weight: its counts cannot
    be compared and are refused.

    Parameters
    ----------
    lookup
        Columns ``lsoa11_code``, ``lsoa21_code``, ``change_code``.
    population
        Residents of each LSOA of 2021.
    """
    change = lookup.column("change_code").to_pylist()
    if strange := sorted(set(change) - set(CHANGES)):
        raise SchemaError(f"The 2011 to 2021 lookup holds the change {strange[0]!r}; allowed are U, S, M, X.")
    rows = sorted(
        zip(
            lookup.column("lsoa11_code").to_pylist(),
            lookup.column("lsoa21_code").to_pylist(),
            change,
            strict=True,
        )
    )
    parts: dict[str, list[str]] = {}
    for old, new, _ in rows:
        parts.setdefault(old, []).append(new)
    weights = [_weight(new, parts[old], kind, population) for old, new, kind in rows]
    return pa.table(
        {
            "lsoa11": pa.array([row[0] for row in rows], pa.string()),
            "lsoa21": pa.array([row[1] for row in rows], pa.string()),
            "change": pa.array([row[2] for row in rows], pa.string()),
            "weight": pa.array(weights, pa.float64()),
        }
    )


def _weight(new: str, parts: list[str], change: str, population: Mapping[str, int]) -> float | None:
    if change == "X":
        return None
    known = [population.get(part, 0) for part in parts]
    if all(known):
        return population[new] / sum(known)
    return 1 / len(parts)
