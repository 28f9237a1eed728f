"""The facts by which the list narrows, and the orders in which it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from hedgerow.evidence.gapmap.values import VALUES, yes_no
from hedgerow.evidence.wording import KINDS

Row = Mapping[str, object]
IMPORTED = "imported"
_KIND_ORDER = list(KINDS)


def _origin(row: Row) -> tuple[str, ...]:
    """Return where a record came from, and that it was imported, where it was."""
    own = (str(row["origin"]),)
    return (*own, IMPORTED) if row["tier"] == "X" else own


# For each facet, the values that a record has. What the gap map narrows by is taken from the gap map.
FACETS: Mapping[str, Callable[[Row], tuple[str, ...]]] = MappingProxyType(
    {
        **{
            name: VALUES[name]
            for name in (
                "approach",
                "intervention",
                "intervention_group",
                "outcome",
                "outcome_group",
                "four_p",
                "place_type",
                "kind",
                "design",
                "country",
                "uk",
                "east_midlands",
                "grade",
                "stands",
            )
        },
        "tier": lambda row: (str(row["tier"]),),
        "verified": lambda row: (str(row["verified"]),),
        "with_number": lambda row: yes_no(row["with_number"]),
        "origin": _origin,
    }
)


def orders(rows: Sequence[Row]) -> dict[str, np.ndarray]:
    """Return, for each way to list, the numbers of the records in that order."""

    def title(row: Row) -> str:
        return str(row["title"]).lower()

    def year(row: Row) -> int:
        return int(str(row["year"])) if row["year"] is not None else 0

    def best(row: Row) -> tuple[object, ...]:
        kind = _KIND_ORDER.index(str(row["kind"])) if row["kind"] in _KIND_ORDER else len(_KIND_ORDER)
        return (str(row["tier"]), kind, -year(row), title(row))

    keys: dict[str, Callable[[Row], tuple[object, ...]]] = {
        "best": best,
        "newest": lambda row: (-year(row), title(row)),
        "oldest": lambda row: (year(row) or 9999, title(row)),
        "title": lambda row: (title(row), str(row["id"])),
        "id": lambda row: (str(row["id"]),),
    }
    return {
        name: np.array(sorted(range(len(rows)), key=lambda n, key=key: key(rows[n])), np.uint32)  # type: ignore[misc]
        for name, key in keys.items()
    }
