"""From the marks of a search to its tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hedgerow.evidence.query.nodes import And, Fact, Near, Node, Not, Or, Term, reading, said
from hedgerow.evidence.query.tokens import Mark, marks

FIELDS = ("title", "authors", "finding", "caveats", "words", "place", "abstract")
FACTS = (
    "year",
    "kind",
    "tier",
    "verified",
    "uk",
    "east_midlands",
    "approach",
    "intervention",
    "intervention_group",
    "outcome",
    "outcome_group",
    "four_p",
    "place_type",
    "grade",
    "origin",
)
# What people type, and the column that it means.
_SPELLINGS = {
    "ti": "title",
    "author": "authors",
    "au": "authors",
    "by": "authors",
    "ab": "abstract",
    "topic": "words",
    "keyword": "words",
    "keywords": "words",
    "kw": "words",
    "where": "place",
    "caveat": "caveats",
    "py": "year",
}
_WORDS_OF = {"approach", "intervention", "outcome"}
_YEARS = re.compile(r"(?P<first>\d{4})?(?P<dash>-|–|\.\.)?(?P<last>\d{4})?$")
LONGEST = 4000
_DEEPEST = 40
_FURTHEST = 100


@dataclass(frozen=True)
class SearchQuery:
    """A search as it was read.

    Attributes
    ----------
    text
        As typed.
    node
        The tree, or `None` when nothing can be looked for.
    loose
        The tree that asks for any of the words, for when nothing holds all of them; `None` where the person
        joined the words herself.
    reading
        How it was read, with every bracket.
    notes
        What could not be read as it stood, and how it was taken.
    """

    text: str
    node: Node | None
    loose: Node | None = None
    reading: str = ""
    notes: tuple[str, ...] = ()


def parse_query(text: str) -> SearchQuery:
    """Return the tree of a typed text; never raises."""
    reader = _Reader(list(marks(text[:LONGEST])))
    if len(text) > LONGEST:
        reader.note(f"Only the first {LONGEST:,} characters were read.")
    node = reader.whole()
    if node is not None and not _wants(node):
        reader.note("A search must ask for something, not only leave something out.")
        node = None
    loose = None if reader.joined else _loose(node)
    return SearchQuery(text, node, loose, reading(node), tuple(reader.notes))


def _wants(node: Node) -> bool:
    """Whether a tree asks for something by itself."""
    if isinstance(node, Not):
        return False
    if isinstance(node, And):
        return any(_wants(part) for part in node.parts)
    if isinstance(node, Or):
        return all(_wants(part) for part in node.parts)
    return True


def _loose(node: Node | None) -> Node | None:
    if not isinstance(node, And):
        return None
    strict = tuple(part for part in node.parts if isinstance(part, Fact | Not))
    words = tuple(part for part in node.parts if not isinstance(part, Fact | Not))
    return And((*strict, Or(words))) if len(words) > 1 else None


@dataclass
class _Reader:
    """Reads marks from left to right; OR is read before AND, and words side by side are joined by AND."""

    left: list[Mark]
    notes: list[str] = field(default_factory=list)
    joined: bool = False
    place: int = 0
    depth: int = 0

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def peek(self) -> Mark | None:
        return self.left[self.place] if self.place < len(self.left) else None

    def take(self, kind: str, *texts: str) -> Mark | None:
        mark = self.peek()
        if mark is None or mark.kind != kind or (texts and mark.text not in texts):
            return None
        self.place += 1
        return mark

    def whole(self) -> Node | None:
        parts: list[Node] = []
        while self.peek() is not None:
            found = self.every("")
            if found is not None:
                parts.append(found)
            if self.take("close"):
                self.note("A closing bracket without an opening one was passed over.")
        return _flat(And, parts)

    def every(self, column: str) -> Node | None:
        """Read what is joined by AND, or stands side by side."""
        parts: list[Node] = []
        while (mark := self.peek()) is not None and mark.kind != "close":
            if self.take("operator", "AND"):
                self.joined = True
                continue
            start = self.place
            found = self.either(column)
            if found is not None:
                parts.append(found)
            if self.place == start:
                self.place += 1
        return _flat(And, parts)

    def either(self, column: str) -> Node | None:
        """Read what is joined by OR."""
        parts = [self.one(column)]
        while self.take("operator", "OR"):
            parts.append(self.one(column))
        return _flat(Or, [part for part in parts if part is not None])

    def one(self, column: str) -> Node | None:
        """Read one thing, with a NOT before it and its nearness to the next."""
        denied = False
        while self.take("minus") or self.take("operator", "NOT"):
            denied = not denied
        found = self.thing(column)
        while near := self.take("near"):
            found = self.beside(found, self.thing(column), near.number)
        return Not(found) if denied and found is not None else found

    def beside(self, first: Node | None, second: Node | None, number: int) -> Node | None:
        parts = tuple(part for part in (first, second) if part is not None)
        left, right = _near_terms(first), _near_terms(second)
        if left and right:
            distance = min(number, _FURTHEST)
            pairs = [
                Near((*a.parts, b) if isinstance(a, Near) else (a, b), distance, b.field)
                for a in left
                for b in right
                if isinstance(b, Term)
            ]
            return _flat(Or, list(pairs))
        self.note("NEAR joins words and phrases; here it was read as AND.")
        return _flat(And, list(parts))

    def thing(self, column: str) -> Node | None:
        if mark := self.take("field"):
            return self.fielded(mark.text, column)
        if self.take("open"):
            return self.group(column)
        if mark := self.take("words"):
            return self.term(mark, column)
        return None

    def group(self, column: str) -> Node | None:
        self.joined = True
        self.depth += 1
        if self.depth > _DEEPEST:
            self.note(f"Brackets deeper than {_DEEPEST} were passed over.")
            self.depth -= 1
            return None
        found = self.every(column)
        if not self.take("close"):
            self.note("A bracket was not closed; it was taken to end with the search.")
        self.depth -= 1
        return found

    def fielded(self, typed: str, column: str) -> Node | None:
        name = _SPELLINGS.get(typed.lower(), typed.lower())
        mark = self.peek()
        if name in FACTS and mark is not None and mark.kind == "words":
            fact = self.fact(name, mark)
            if fact is not None:
                self.place += 1
                return fact
        if name in FIELDS or name in _WORDS_OF:
            return self.thing("words" if name in _WORDS_OF else name)
        following = self.take("words")
        words = (*_plain(typed), *(following.words if following else ()))
        if name in FACTS:
            self.note(f"“{typed}:” asks for a fact that “{said(Term(words[1:] or words))}” is not; "
                      "it was looked for as words.")  # fmt: skip
        return Term(words, column) if words else None

    def fact(self, name: str, mark: Mark) -> Fact | None:
        value = mark.text.strip().rstrip(",;.")
        if name == "year":
            found = _YEARS.match(value)
            if not found or not (found["first"] or found["last"]):
                return None
            first = found["first"] or ""
            last = found["last"] or ("" if found["dash"] else first)
            return Fact("year", f"{first}-{last}")
        value = value if name in {"grade", "origin"} else value.lower().replace(" ", "_").replace("-", "_")
        return Fact(name, value) if name not in _WORDS_OF or _is_word(name, value) else None

    def term(self, mark: Mark, column: str) -> Node | None:
        if not mark.words:
            return None
        if mark.number >= 0 and len(mark.words) > 1:
            parts = tuple(Term((word,), column) for word in mark.words)
            return Near(parts, min(mark.number, _FURTHEST), column)
        return Term(mark.words, column)


def _plain(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", text))


def _is_word(scheme: str, value: str) -> bool:
    from hedgerow.vocabulary import terms

    return value in terms(scheme)


def _near_terms(node: Node | None) -> tuple[Term | Near, ...]:
    """Return the words that nearness can join: a term, or an OR of terms; empty for anything else."""
    if isinstance(node, Term | Near):
        return (node,)
    if isinstance(node, Or) and all(isinstance(part, Term | Near) for part in node.parts):
        return tuple(part for part in node.parts if isinstance(part, Term | Near))
    return ()


def _flat(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    """Join parts, without a knot for a single one."""
    if len(parts) < 2:
        return parts[0] if parts else None
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return kind(tuple(flat))
