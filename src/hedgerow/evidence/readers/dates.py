"""Dates as other programs print them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_DAY_FIRST = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})\b")


def iso_date(text: str) -> str:
    """Return a date printed day/month/year as year-month-day; any other text as it is."""
    found = _DAY_FIRST.match(text.strip())
    if found is None:
        return text
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def iso_moment(seconds: object) -> str | None:
    """Return a number of seconds since 1970 as a moment in UTC; `None` where it is no such number."""
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return None
    try:
        return datetime.fromtimestamp(seconds, tz=UTC).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return None
