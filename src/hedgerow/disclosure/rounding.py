"""Rounding of counts after suppression, and what a reader can know of the number behind.

Base 5 to the nearest, and midpoint 6 (OpenSAFELY): 0 stays 0, 1 to 6 become 3, 7 to 12 become 9.
"""

from __future__ import annotations

from hedgerow.errors import DisclosureError

BASE = 5
STEP = 6
MIDPOINT_SUFFIX = "_midpoint6"


def round_base5(count: float) -> int:
    """Return the nearest multiple of five; a half goes up, so that 2.5 is shown as 5."""
    _not_negative(count)
    return int((count + BASE / 2) // BASE) * BASE


def interval_base5(shown: int) -> tuple[int, int]:
    """Return the smallest and largest whole count that base 5 shows as `shown`."""
    return max(0, shown - 2), shown + 2


def round_midpoint6(count: float) -> int:
    """Return the middle of the six whole counts that hold this one; nothing but zero is shown as zero."""
    _not_negative(count)
    if count == 0:
        return 0
    return int(-(-count // STEP)) * STEP - STEP // 2


def interval_midpoint6(shown: int) -> tuple[int, int]:
    """Return the smallest and largest whole count that midpoint 6 shows as `shown`."""
    return (0, 0) if shown == 0 else (shown - 2, shown + 3)


def _not_negative(count: float) -> None:
    if count < 0:
        raise DisclosureError(f"{count} is not a count.", remedy="Counts of people or events start at 0.")
