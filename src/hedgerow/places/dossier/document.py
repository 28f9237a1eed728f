"""What a dossier is made of: parts of words, lists and released tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hedgerow.disclosure import Released


@dataclass(frozen=True)
class Part:
    """One part: paragraphs first, then a list, then tables; `within` are parts below it."""

    id: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    tables: tuple[Released, ...] = ()
    within: tuple[Part, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "id": self.id,
            "heading": self.heading,
            "paragraphs": list(self.paragraphs),
            "bullets": list(self.bullets),
            "tables": [table.as_dict() for table in self.tables],
            "within": [part.as_dict() for part in self.within],
        }


@dataclass(frozen=True)
class Dossier:
    """One place and one crime family.

    Attributes
    ----------
    code, name, district
        The LSOA.
    family, family_title
        The crime family.
    verdict, lead
        What may be said, and whether it is a lead: truly low, yet not unusual among places like it.
    answer
        The same in a sentence.
    twins
        Codes of its twins, nearest first.
    parts
        In the order in which they are read.
    marking, people
        What every copy carries.
    """

    code: str
    name: str
    district: str
    family: str
    family_title: str
    verdict: str
    lead: bool
    answer: str
    twins: tuple[str, ...]
    parts: tuple[Part, ...]
    marking: str
    people: str

    @property
    def title(self) -> str:
        """Heading of the document."""
        return f"{self.name}: {self.family_title.lower()} beside what its context gives"

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        plain = ("code", "name", "district", "family", "family_title", "verdict", "lead", "answer")
        return {
            "title": self.title,
            **{name: getattr(self, name) for name in plain},
            "twins": list(self.twins),
            "parts": [part.as_dict() for part in self.parts],
            "marking": self.marking,
            "people": self.people,
        }
