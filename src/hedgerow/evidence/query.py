"""What a person types into the search box, made into a full-text expression that can never fail.

Words are looked for in any of their forms; ``"a phrase"`` together; ``title:word`` in one field; ``word*`` by
its beginning; ``-word`` or ``NOT word`` is left out; ``OR`` between two words takes either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIELDS = ("title", "authors", "finding", "caveats", "words", "place", "abstract")
# What people type, and the column that it means.
_SPELLINGS = {
    "author": "authors",
    "by": "authors",
    "topic": "words",
    "intervention": "words",
    "outcome": "words",
    "where": "place",
    "caveat": "caveats",
}
_PART = re.compile(r'(?P<minus>-)?(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)


@dataclass(frozen=True)
class SearchQuery:
    """A parsed search.

    Attributes
    ----------
    text
        As typed.
    every
        The expression that asks for all parts, or empty when nothing can be looked for.
    any
        The expression that asks for any part, for when nothing holds all of them.
    """

    text: str
    every: str
    any: str


def parse_query(text: str) -> SearchQuery:
    """Return the expressions for a typed text; never raises."""
    wanted: list[str] = []
    unwanted: list[str] = []
    last = ""
    for part in _PART.finditer(text[:500]):
        if part["word"] in {"OR", "AND", "NOT"} and not part["field"]:
            last = part["word"]
            continue
        expression = _expression(part)
        if expression and (part["minus"] or last == "NOT"):
            unwanted.append(expression)
        elif expression and last == "OR" and wanted:
            wanted[-1] = f"({wanted[-1]} OR {expression})"
        elif expression:
            wanted.append(expression)
        last = ""
    return SearchQuery(text, _joined(wanted, " AND ", unwanted), _joined(wanted, " OR ", unwanted))


def _expression(part: re.Match[str]) -> str:
    field = (part["field"] or "").lower()
    column = _SPELLINGS.get(field, field)
    raw = part["phrase"] if part["phrase"] is not None else part["word"]
    if field and column not in FIELDS:
        raw, column = f"{field} {raw}", ""
    words = _WORD.findall(raw)
    if not words:
        return ""
    quoted = '"' + " ".join(words) + '"'
    starts = part["word"] is not None and raw.endswith("*")
    return (f"{column} : " if column else "") + quoted + (" *" if starts else "")


def _joined(wanted: list[str], word: str, unwanted: list[str]) -> str:
    if not wanted:
        return ""
    return " NOT ".join([f"({word.join(wanted)})", *unwanted])
