"""The rules of each source class (docs/explanation/disclosure.md), as pure functions of one column.

Order: primary suppression, secondary suppression, rounding. One marker for all of
them and for a partner’s zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hedgerow.disclosure.released import Edition, Value
from hedgerow.disclosure.rounding import round_base5
from hedgerow.errors import DisclosureError

MARKER = "suppressed"
MINIMUM_REPORTS = 10
MINIMUM_WEEKS = 3
BANDS = ((50, "50 or more"), (20, "20 to 49"), (10, "10 to 19"))


@dataclass(frozen=True)
class ClassRule:
    """What one source class may do."""

    name: str
    editions: frozenset[Edition]
    about: str


_ALL = frozenset(Edition)
RULES = {
    rule.name: rule
    for rule in (
        ClassRule("open", _ALL, "as published, zeros only where the gap register says complete"),
        ClassRule(
            "modelled", _ALL, "pooled, with an interval; the public edition shows no raw counts by LSOA"
        ),
        ClassRule(
            "partner",
            frozenset({Edition.RESTRICTED, Edition.PARTNER}),
            "small counts and zeros withheld, complements protected, the rest to the nearest five",
        ),
        ClassRule(
            "community",
            _ALL,
            "at least ten reports over at least three weeks, as bands, and never below MSOA",
        ),
    )
}


def check_class(name: str, table: str, edition: Edition) -> None:
    """Refuse a class that may not leave, or not in this edition."""
    if name == "intelligence":
        raise DisclosureError(
            f"The table {table} is marked as intelligence, and none of it may leave.",
            remedy="Hedgerow holds no nominals and no intelligence; keep it in the force’s own system.",
        )
    if name not in RULES:
        raise DisclosureError(
            f"“{name}” is not a class that may leave (table {table}).",
            remedy=f"The classes are: {', '.join(RULES)}.",
        )
    if edition not in RULES[name].editions:
        raise DisclosureError(
            f"The {name} table {table} may not go into a {edition} edition.",
            remedy="Make the partner or restricted edition, or leave the table out.",
        )


def is_small(value: Value, threshold: int) -> bool:
    """Whether a count is under the threshold; zero is, a missing one is not."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value < threshold


def withheld_rows(values: Sequence[Value], *, threshold: int, total_row: int | None) -> frozenset[int]:
    """Return the rows of one count column that a partner table may not show.

    Where a total stands in the column, hiding one part alone would let anybody subtract: the next smallest
    part goes with it, and the total itself where no other part is left.
    """
    hidden = {row for row, value in enumerate(values) if is_small(value, threshold)}
    if total_row is None:
        return frozenset(hidden)
    parts = [row for row, value in enumerate(values) if row != total_row and value is not None]
    hidden_parts = [row for row in parts if row in hidden]
    if len(hidden_parts) == 1:
        open_parts = sorted(set(parts) - hidden, key=lambda row: (_number(values[row]), row))
        hidden.add(open_parts[0] if open_parts else total_row)
    return frozenset(hidden)


def partner_value(value: Value) -> Value:
    """Return a partner's count as it is shown: to the nearest five."""
    is_count = isinstance(value, int | float) and not isinstance(value, bool)
    return round_base5(value) if is_count and value is not None and not isinstance(value, str) else value


def community_band(reports: Value, weeks: Value) -> str | None:
    """Return the band of a number of community reports, or `None` where it must be withheld."""
    if not isinstance(reports, int | float) or not isinstance(weeks, int | float) or weeks < MINIMUM_WEEKS:
        return None
    return next((label for least, label in BANDS if reports >= least), None)


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else float("inf")
