"""Numbers as they were typed: read without guessing, with the digits that were printed."""

from __future__ import annotations

import re

from hedgerow.errors import UsageError

_PLAIN = re.compile(r"[+\-−]?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?([eE][+\-]?\d+)?")


def number(text: str, label: str) -> float:
    """Return a number as a British publication prints it: a point for decimals, commas between thousands.

    Raises
    ------
    UsageError
        When it is none, naming the field.
    """
    plain = text.strip()
    if not re.search(r"\d", plain) or not _PLAIN.fullmatch(plain):
        raise UsageError(
            f"“{text}” is not a number ({label}).", remedy="Use digits and a point, such as 1682 or 0.41."
        )
    return float(plain.replace(",", "").replace("−", "-"))


def decimals(text: str) -> int:
    """Return how many digits were printed after the point."""
    return len(text.strip().partition(".")[2])
