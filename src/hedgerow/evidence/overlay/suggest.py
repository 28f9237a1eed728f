"""Suggestions for a crosswalk, by words alone: a person confirms each of them, or another, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from hedgerow.evidence.gapmap.axes import Axis, axis
from hedgerow.evidence.overlay.layer import Layer, LayerCode
from hedgerow.vocabulary import terms

LEAST = 0.45
_WORD = re.compile(r"[a-z]{3,}")
_EMPTY = frozenset({"and", "the", "for", "with", "other", "based", "programme", "programmes", "program",
                    "programs", "approach", "approaches", "intervention", "interventions", "outcome",
                    "outcomes", "like", "from", "who", "what", "that", "are", "not"})  # fmt: skip


@dataclass(frozen=True)
class Match:
    """A suggestion: which value of ours a code may be, how alike the words are (0 to 1), and which words."""

    code: LayerCode
    value: str
    title: str
    score: float
    words: tuple[str, ...]


def suggest(layer: Layer, rows: str, columns: str) -> tuple[Match, ...]:
    """Return the best suggestion for every code; its value is empty where no words are alike enough."""
    return tuple(_best(code, axis(columns if code.is_column else rows)) for code in layer.codes)


def _best(code: LayerCode, ours: Axis) -> Match:
    said = _stems(code.path)
    scored: list[tuple[float, str, tuple[str, ...]]] = []
    for value, words in _spoken(ours.id).items():
        shared = said & words
        share = len(shared) / max(1, min(len(said), 4))
        alike = fuzz.token_set_ratio(code.title.lower(), ours.values[value].lower()) / 100
        scored.append((max(min(1.0, share), alike if alike > 0.8 else 0.0), value, tuple(sorted(shared))))
    score, value, matched = max(scored, key=lambda one: (one[0], -list(ours.values).index(one[1])))
    if score < LEAST:
        return Match(code, "", "", round(score, 2), ())
    return Match(code, value, ours.values[value], round(score, 2), matched)


@cache
def _spoken(name: str) -> Mapping[str, frozenset[str]]:
    """Return the words by which each value of an axis may be named: its own, and those of its members."""
    members = {"intervention_group": "intervention", "outcome_group": "outcome"}.get(name)
    found: dict[str, set[str]] = {
        value: set(_stems(f"{title} {_about(name, value)}")) for value, title in axis(name).values.items()
    }
    for term in terms(members).values() if members else ():
        if term.parent in found:
            found[str(term.parent)] |= _stems(term.title)
    return {value: frozenset(words) for value, words in found.items()}


def _about(scheme: str, value: str) -> str:
    try:
        return terms(scheme)[value].about
    except LookupError:
        return ""


def _stems(text: str) -> frozenset[str]:
    words: Iterable[str] = _WORD.findall(text.lower())
    return frozenset(_stem(word) for word in words if word not in _EMPTY)


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
