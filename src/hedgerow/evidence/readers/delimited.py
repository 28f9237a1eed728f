"""Tables of references: CSV, TSV or semicolons, found by content; headings in the usual spellings."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from types import MappingProxyType

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile, Rejected
from hedgerow.evidence.readers.text import clean, find_doi, find_year, web_address

_HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("title", "primary_title", "article title", "document title", "paper title"),
        "abstract": ("abstract", "notes_abstract", "abstract note", "abstract_note", "summary"),
        "authors": ("authors", "author", "first_authors", "author names", "author full names", "author(s)"),
        "year": ("year", "publication_year", "publication year", "date", "date published", "published"),
        "journal": (
            "journal",
            "journal_name",
            "source title",
            "publication title",
            "secondary_title",
            "source",
            "journal_or_publisher",
        ),
        "doi": ("doi", "doi link", "doi_or_url", "digital object identifier"),
        "link": ("url", "urls", "link", "web address"),
        "keywords": ("keywords", "keyword", "author keywords", "subjects"),
        "kind": ("kind", "type_of_reference", "item type", "document type", "publication type"),
    }
)
_DELIMITERS = (",", ";", "\t", "|")
csv.field_size_limit(1 << 24)


def looks_delimited(text: str) -> bool:
    """Whether the first line is a row of headings with one for titles or abstracts."""
    return _delimiter(text) is not None


def read_delimited(text: str, encoding: str) -> ReadFile:
    """Read every row after the headings; one that does not fit them is rejected with its reason."""
    delimiter = _delimiter(text) or ","
    rows = list(csv.reader(io.StringIO(text.lstrip("\n"), newline=""), delimiter=delimiter))
    headings = [heading.strip().lower() for heading in rows[0]]
    places = _places(headings)
    kept: list[Imported] = []
    rejected: list[Rejected] = []
    body = [row for row in rows[1:] if any(cell.strip() for cell in row) or len(row) > 1]
    for number, row in enumerate(body, start=1):
        outcome = _read_one(row, headings, places, number)
        (kept if isinstance(outcome, Imported) else rejected).append(outcome)  # type: ignore[arg-type]
    note = f"delimiter {'tab' if delimiter == chr(9) else delimiter}"
    return ReadFile("csv", encoding, len(body), tuple(kept), tuple(rejected), note)


def _read_one(
    row: list[str], headings: list[str], places: dict[str, list[int]], number: int
) -> Imported | Rejected:
    if len(row) > len(headings):
        return Rejected(number, f"{len(row)} cells for {len(headings)} headings", None, "|".join(row)[:80])
    cells = {name: _cell(row, where) for name, where in places.items()}
    if not (cells.get("title") or cells.get("abstract") or cells.get("doi")):
        return Rejected(number, "no title, abstract or DOI", "title", "|".join(row)[:80])
    return Imported(
        row_number=number,
        title=clean(cells.get("title")) or NO_TITLE,
        authors=clean(cells.get("authors")),
        year=find_year(cells.get("year")),
        journal=clean(cells.get("journal")),
        doi=find_doi(cells.get("doi"), cells.get("link")),
        link=web_address(cells.get("link"), cells.get("doi")),
        abstract=clean(cells.get("abstract")),
        keywords=tuple(word.strip() for word in (cells.get("keywords") or "").split(";") if word.strip()),
        kind=clean(cells.get("kind")),
    )


def _delimiter(text: str) -> str | None:
    """Return the delimiter that gives the first line the most headings, one of them for a title."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    best: tuple[int, str] | None = None
    for delimiter in _DELIMITERS:
        headings = [h.strip().lower() for h in next(csv.reader([first], delimiter=delimiter), [])]
        places = _places(headings)
        known = sum(len(found) for found in places.values())
        if ("title" in places or "abstract" in places) and (best is None or known > best[0]):
            best = (known, delimiter)
    return best[1] if best else None


def _places(headings: list[str]) -> dict[str, list[int]]:
    """Return where each field stands, the preferred spelling first."""
    found = {
        name: [headings.index(spelling) for spelling in spellings if spelling in headings]
        for name, spellings in _HEADINGS.items()
    }
    return {name: where for name, where in found.items() if where}


def _cell(row: list[str], places: list[int]) -> str | None:
    return next((row[place].strip() for place in places if place < len(row) and row[place].strip()), None)
