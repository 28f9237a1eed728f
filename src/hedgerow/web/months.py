"""Months as people write them: “June 2025” is read, “2025-06” is for files and addresses."""

from __future__ import annotations

import re

from hedgerow.web.charts.lines import month_name

_MONTH = re.compile(r"(?<![\w=.])((?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?![\w-]|\.\.)")
_ONE = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
FEW = 3


def in_words(text: str) -> str:
    """Return a sentence with its months as words."""
    return _MONTH.sub(lambda found: month_name(found.group(1)), text)


def cell_in_words(text: str) -> str:
    """Return a cell that is a month, or a list of months, as words; a long list as its ends and length."""
    parts = text.split(", ")
    if not all(_ONE.fullmatch(part) for part in parts):
        return text
    if len(parts) <= FEW:
        return ", ".join(map(month_name, parts))
    return f"{month_name(min(parts))} to {month_name(max(parts))}, {len(parts)} months"
