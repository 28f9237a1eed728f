"""What stands out of an area's figures, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from hedgerow.disclosure import Released, shown
from hedgerow.disclosure.released import Value

MOST = 5
# A small area is set beside its like; the mean of a wide area lies nearer to the middle.
EDGES = {True: (90.0, "nine of ten"), False: (75.0, "three of four")}


def standing_out(table: Released, *, small: bool) -> tuple[str, ...]:
    """Return the indicators that most small areas of the region have less of, or more of."""
    edge, most = EDGES[small]
    rows = [
        (i, row) for i, row in enumerate(table.records()) if row["index"] in ("need", "strength", "context")
    ]
    told = [(i, _share(row["below"])) for i, row in rows if row["unit"] not in ("people", "1 or 0")]
    found = []
    if high := [i for i, share in told if share is not None and share >= edge]:
        found.append(f"Higher than in {most} of the region’s LSOAs: {_listed(table, high)}.")
    if low := [i for i, share in told if share is not None and share < 100 - edge]:
        found.append(f"Lower than in {most} of the region’s LSOAs: {_listed(table, low)}.")
    return tuple(found) or ("No indicator stands out here: all are near the middle of the region.",)


def gathered(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return sentences that begin with a kind of crime and a colon, those that say the same as one."""
    kinds: dict[str, list[str]] = {}
    for sentence in sentences:
        kind, _, said = sentence.partition(": ")
        kinds.setdefault(said, []).append(kind) if said else kinds.setdefault(sentence, [])
    return tuple(f"{_and(names)}: {said}" if names else said for said, names in kinds.items())


def _and(names: list[str]) -> str:
    first, *rest = names
    words = [first, *(name[:1].lower() + name[1:] for name in rest)]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _share(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _listed(table: Released, rows: list[int]) -> str:
    columns = {column.name: column for column in table.columns}
    words = []
    for row in rows[:MOST]:
        title, value, unit = (shown(table, row, columns[name]) for name in ("title", "value", "unit"))
        words.append(f"{title} ({value}{' ' if unit.startswith('%') else ', '}{unit})")
    more = len(rows) - len(words)
    return "; ".join(words) + (f"; and {more} more" if more else "")
