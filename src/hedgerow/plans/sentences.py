"""Cut a paragraph into sentences without changing a character: each is a slice of the text."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][”\"’)]*\s+(?=[“\"‘(]?[A-Z0-9£])|;\s+(?=(?:we|I) will\b)")
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|Mr|Mrs|Ms|Dr|Prof|St|Rev|No|no|p|pp|s|ss|para|approx|Ch|Insp|Sgt|Supt|Cllr|Rt|Hon"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|inc|Ltd)|\b[A-Z])\.$"
)


def sentences(text: str) -> list[tuple[int, str]]:
    """Return ``(offset, sentence)`` for each sentence, in order; ``text[offset:]`` begins with it."""
    found: list[tuple[int, str]] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        before = text[start : match.start() + 1]
        if _SHORT.search(before) or re.fullmatch(r"\s*\d{1,2}\.", before):
            continue
        _add(found, text, start, end)
        start = end
    _add(found, text, start, len(text))
    return found


def _add(found: list[tuple[int, str]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if piece.strip():
        found.append((start + len(piece) - len(piece.lstrip()), piece.strip()))
