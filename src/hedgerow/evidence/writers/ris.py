"""RIS, as Zotero, EndNote, EPPI-Reviewer and ASReview read it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import rispy

from hedgerow.evidence.writers.kinds import ris_type
from hedgerow.evidence.writers.outgoing import Outgoing, one_line

_TAG = re.compile(r"[A-Z][A-Z0-9]")
_OURS = frozenset(("TY", "ER", "TI", "AU", "PY", "JO", "DO", "UR", "AB", "KW", "VL", "IS", "SP", "EP", "PB"))
_LABELS = {"include": "ASReview_relevant", "exclude": "ASReview_irrelevant"}


def write_ris(records: Sequence[Outgoing]) -> str:
    """Return the records as RIS; a decision goes out as an ASReview label in the notes."""
    return str(rispy.dumps([_entry(record) for record in records], implementation=_Plain)) + "\n"


class _Plain(rispy.RisWriter):  # type: ignore[misc]  # rispy publishes no types
    """RIS without a number before each record."""

    def set_header(self, count: int) -> None:
        """Write nothing before a record."""


def _entry(record: Outgoing) -> dict[str, Any]:
    said = record.said
    first, last = _pages(said.pages)
    values: dict[str, Any] = {
        "type_of_reference": ris_type(said.kind),
        "title": one_line(record.title),
        "authors": [one_line(name) for name in record.authors],
        "year": str(said.year) if said.year else "",
        "journal_name": one_line(said.journal),
        "volume": one_line(said.volume),
        "number": one_line(said.issue),
        "start_page": first,
        "end_page": last,
        "doi": said.doi or "",
        "urls": [said.link] if said.link else [],
        "abstract": one_line(said.abstract),
        "keywords": [one_line(word) for word in said.keywords],
        "publisher": one_line(said.publisher),
        "place_published": one_line(said.place),
        "issn": one_line(said.standard_number),
        "language": one_line(said.language),
        "accession_number": one_line(said.accession),
        "id": record.id,
        "notes": [_LABELS[record.decision]] if record.decision in _LABELS else [],
        "note": "; ".join(_notes(record)),
        "unknown_tag": _others(record),
    }
    return {name: value for name, value in values.items() if value}


def _pages(pages: str | None) -> tuple[str, str]:
    """Return the first and last page; the whole text as the first where it is no range."""
    text = one_line(pages)
    found = re.fullmatch(r"(\S+?)\s*[-–—]+\s*(\S+)", text)
    return (found[1], found[2]) if found else (text, "")


def _notes(record: Outgoing) -> Iterator[str]:
    if record.reason:
        yield f"Excluded: {one_line(record.reason)}"
    if record.sources:
        yield f"Sources: {one_line('; '.join(record.sources))}"


def _others(record: Outgoing) -> dict[str, list[str]]:
    """Return the fields that came from RIS tags of their own, to go back under them."""
    return {
        name: [one_line(value) for value in values if one_line(value)]
        for name, values in record.said.extra.items()
        if _TAG.fullmatch(name) and name not in _OURS
    }
