"""Two references side by side: field by field, with the words that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from hedgerow.evidence.dedupe import normalise
from hedgerow.evidence.review import Reference

FIELDS = {
    "title": "Title",
    "authors": "Authors",
    "year": "Year",
    "journal": "Journal or publisher",
    "volume": "Volume",
    "issue": "Issue",
    "pages": "Pages",
    "doi": "DOI",
    "kind": "Kind",
    "accession": "Number there",
    "abstract": "Abstract",
}
# Longer texts are compared as wholes: word by word would take too long to be read.
LONGEST = 6000
Words = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class FieldPair:
    """One field of two references; `state` is same, alike (case and marks apart), differs, one or other."""

    field: str
    label: str
    one: Words
    other: Words
    state: str


def side_by_side(one: Reference, other: Reference) -> tuple[FieldPair, ...]:
    """Return every field that either has."""
    pairs = [_field(name, label, one, other) for name, label in FIELDS.items()]
    return tuple(pair for pair in pairs if pair.one or pair.other)


def _field(name: str, label: str, one: Reference, other: Reference) -> FieldPair:
    first, second = (str(getattr(said, name) or "") for said in (one.said, other.said))
    state = _state(name, first, second)
    if state == "differs" and max(len(first), len(second)) <= LONGEST:
        return FieldPair(name, label, *_marked(first.split(), second.split()), state)
    return FieldPair(name, label, _plain(first), _plain(second), state)


def _state(name: str, first: str, second: str) -> str:
    if first == second:
        return "same"
    if not first or not second:
        return "one" if first else "other"
    form = normalise.doi if name == "doi" else normalise.plain
    return "alike" if form(first) == form(second) else "differs"


def _plain(text: str) -> Words:
    return ((text, False),) if text else ()


def _marked(first: Sequence[str], second: Sequence[str]) -> tuple[Words, Words]:
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    keys, others = ([normalise.plain(word) for word in words] for words in (first, second))
    for what, a, b, c, d in SequenceMatcher(None, keys, others, autojunk=False).get_opcodes():
        differs = what != "equal"
        if a < b:
            left.append((" ".join(first[a:b]), differs))
        if c < d:
            right.append((" ".join(second[c:d]), differs))
    return tuple(left), tuple(right)
