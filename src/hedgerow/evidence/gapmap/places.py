"""Where evidence comes from, read from the words that its source used; a source may say nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

NOT_STATED = "not_stated"
COUNTRIES: Mapping[str, str] = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "united_kingdom": "United Kingdom as a whole",
    "united_states": "United States",
    "canada": "Canada",
    "australia": "Australia and New Zealand",
    "europe": "Rest of Europe",
    "latin_america": "Latin America and Caribbean",
    "asia_africa": "Asia and Africa",
    "international": "International",
    NOT_STATED: "Not stated by the source",
}
_WORDS = (
    ("england", r"\bengland\b|\blondon\b|\bmanchester\b|\bwest midlands\b|\beast midlands\b"),
    ("wales", r"(?<!new south )\bwales\b"),
    ("scotland", r"\bscotland\b"),
    ("united_kingdom", r"\buk\b|\bgreat britain\b|\bunited kingdom\b"),
    ("united_states", r"\busa\b|\bunited states\b"),
    ("canada", r"\bcanada\b"),
    ("australia", r"\baustralia\b|\bnew zealand\b"),
    ("europe", r"\beuropean union\b|\bireland\b|\bnetherlands\b|\beurope\b"),
    ("latin_america", r"\blatin america\b|\bargentina\b|\bbrazil\b"),
    ("asia_africa", r"\bsouth asia\b|\bsouth korea\b|\bliberia\b"),
    ("international", r"\binternational\b|\bworldwide\b"),
)
_PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in _WORDS)


@lru_cache(maxsize=4096)
def countries(scope: str) -> tuple[str, ...]:
    """Return the countries that a place in words names; a place that names none of them is not stated."""
    said = scope.lower()
    found = tuple(name for name, pattern in _PATTERNS if pattern.search(said))
    return found or (NOT_STATED,)
