"""Scales by which a map may be coloured: one a view, each in its own words; a missing grade is not rated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hedgerow.vocabulary import terms

Row = Mapping[str, object]
NOT_RATED = "not_rated"
_EMMIE = ("effect", "mechanism", "moderator", "implementation", "economic")
_EMMIE_PART = re.compile(r"(effect|mechanism|moderator|implementation|economic)s?\s+(Q[0-4])", re.IGNORECASE)
_END = re.compile(r"\s+[(–-]|[;,:(]")
_KINDS = ("systematic_review", "meta_analysis", "rct", "quasi_experiment", "evaluation")


@dataclass(frozen=True)
class Scale:
    """One way to grade.

    Attributes
    ----------
    id, title
        Key, and name for people.
    levels
        Its values, best first where it has an order; more may be met in the data.
    ordered
        Whether the values have an order, so that one may be called the best.
    about
        What it grades, in a sentence.
    """

    id: str
    title: str
    levels: tuple[str, ...]
    ordered: bool
    about: str

    def level(self, record: Row) -> str:
        """Return a record's value on this scale, as its scheme prints it, or ``not_rated``."""
        if self.id == "source_check":
            value = str(record["verified"] or "")
            return value if value in self.levels else NOT_RATED
        if self.id == "kind":
            return str(record["kind"]) if record["kind"] in self.levels else NOT_RATED
        return _published(self, record)


@cache
def scales() -> Mapping[str, Scale]:
    """Return every scale by id: the source check, the kind of publication, and each published scheme."""
    schemes = terms("grading_scheme")
    check = schemes["source_check"]
    found = [
        Scale("source_check", "Source check", _words(check.data["values"]), True, check.about),
        Scale("kind", "Kind of publication", _KINDS, False, "What kind of publication it is: not a quality."),
    ]
    for term in schemes.values():
        if term.id in {"source_check", "emmie"}:
            continue
        levels = _words(term.data.get("values", ()))
        ordered = bool(term.data["ordered"])
        if ordered:
            levels = tuple(reversed(levels))
        found.append(Scale(term.id, term.title, levels, ordered, f"Grades a {term.data['unit']}."))
    found += [_emmie(part) for part in _EMMIE]
    return {scale.id: scale for scale in found}


def grades_of(record: Row) -> tuple[str, ...]:
    """Return every grade of a record as ``scale:value``; where a scale says nothing, ``scale:not_rated``."""
    return tuple(f"{scale.id}:{scale.level(record)}" for scale in scales().values())


def _emmie(part: str) -> Scale:
    title = f"EMMIE, quality: {part if part != 'economic' else 'economics'}"
    return Scale(f"emmie_{part}", title, ("Q4", "Q3", "Q2", "Q1", "Q0"), True, "Grades a review.")


def _published(scale: Scale, record: Row) -> str:
    scheme, value = str(record["grade_scheme"] or ""), str(record["grade_value"] or "")
    if not value:
        return NOT_RATED
    if scale.id.startswith("emmie_"):
        found = _EMMIE_PART.findall(value) if scheme == "EMMIE" else []
        parts = {str(name).lower(): str(grade) for name, grade in found}
        return parts.get(scale.id.removeprefix("emmie_"), NOT_RATED)
    return _first(scale, value) if scheme == scale.title else NOT_RATED


def _first(scale: Scale, value: str) -> str:
    """Return the value that a published grade begins with: one of the closed list, or its first words."""
    known = [level for level in scale.levels if value.casefold().startswith(level.casefold())]
    return max(known, key=len) if known else _END.split(value, maxsplit=1)[0].strip()


def _words(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
