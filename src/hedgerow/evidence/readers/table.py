"""Rows of a table as records: every cell has a place, and what has none is kept under its heading."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hedgerow.evidence.imported import NO_TITLE, Imported, OutsideDecision, ReadFile
from hedgerow.evidence.readers.account import Entry, Unusable, account
from hedgerow.evidence.readers.dates import iso_moment
from hedgerow.evidence.readers.headings import normal
from hedgerow.evidence.readers.labels import ASREVIEW, decision_of, labels_in
from hedgerow.evidence.readers.text import (
    clean,
    find_doi,
    find_year,
    standard_numbers,
    web_address,
    words,
)

_LONGEST_LIST = 100_000
_IDENTIFYING = ("title", "abstract", "doi", "authors", "link", "accession")
# Of these a part may be lost in the record's own field, so that the cell itself is kept too.
_ALSO_KEPT = frozenset(("year", "doi", "link", "label", "label_prior", "label_time", "label_note", "notes"))


@dataclass(frozen=True)
class Table:
    """A table as it was found: its headings, where each field stands, and its rows with their lines."""

    headings: Sequence[str]
    places: Mapping[str, Sequence[int]]
    rows: Sequence[Entry[Sequence[str]]]


def read_table(name: str, encoding: str, table: Table) -> ReadFile:
    """Read every row; one that does not fit the headings, or says nothing, is rejected with its reason."""
    return account(
        name, encoding, table.rows, lambda row, number: _record(row, number, table), enough=lambda _: True
    )


def _record(row: Sequence[str], number: int, table: Table) -> Imported:
    width = len(table.headings)
    if any(cell.strip() for cell in row[width:]):
        raise Unusable(f"{len(row)} cells for {width} headings")
    cells = {field: _cell(row, where) for field, where in table.places.items()}
    decisions = _decisions(cells, table)
    if not decisions and not any(cells.get(field) for field in _IDENTIFYING):
        raise Unusable("no title, abstract, DOI or other field that tells what it is")
    return Imported(
        row_number=number,
        title=clean(cells.get("title")) or NO_TITLE,
        authors="; ".join(_listed(cells.get("authors"))) or None,
        year=find_year(cells.get("year")),
        journal=clean(cells.get("journal")),
        doi=find_doi(cells.get("doi"), cells.get("link")),
        link=web_address(cells.get("link"), cells.get("doi")),
        abstract=clean(cells.get("abstract")),
        keywords=_keywords(cells.get("keywords")),
        kind=clean(cells.get("kind")),
        volume=_number(cells.get("volume")),
        issue=_number(cells.get("issue")),
        pages=_pages(cells),
        publisher=clean(cells.get("publisher")),
        standard_number=standard_numbers(*_every(row, table.places.get("standard_number", ()))),
        language=clean(cells.get("language")),
        place=clean(cells.get("place")),
        accession=_number(cells.get("accession")),
        decisions=decisions,
        extra=_extra(row, table, cells),
    )


def _cell(row: Sequence[str], places: Sequence[int]) -> str | None:
    return next(iter(_every(row, places)), None)


def _every(row: Sequence[str], places: Sequence[int]) -> list[str]:
    return [row[place].strip() for place in places if place < len(row) and row[place].strip()]


def _listed(cell: str | None) -> list[str]:
    """Return the names of a cell; some programs print a list as Python does."""
    text = (cell or "").strip()
    if text.startswith("[") and text.endswith("]") and len(text) < _LONGEST_LIST:
        try:
            found = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            found = None
        if isinstance(found, list):
            return [name for part in found if (name := clean(str(part)))]
    whole = clean(text)
    return [whole] if whole else []


def _keywords(cell: str | None) -> tuple[str, ...]:
    found = _listed(cell)
    return tuple(dict.fromkeys(found)) if len(found) > 1 else words(found[0] if found else None)


def _number(cell: str | None) -> str | None:
    """Return a number as text; a spreadsheet writes 12 as 12.0."""
    text = clean(cell)
    return text[:-2] if text and text.endswith(".0") and text[:-2].isdigit() else text


def _pages(cells: Mapping[str, str | None]) -> str | None:
    first, last = (_number(cells.get(name)) for name in ("start_page", "end_page"))
    whole = _number(cells.get("pages"))
    if whole or not first:
        return whole or last
    return f"{first}-{last}" if last and last != first and "-" not in first else first


def _decisions(cells: Mapping[str, str | None], table: Table) -> tuple[OutsideDecision, ...]:
    said = decision_of(cells.get("label"))
    noted = labels_in(filter(None, (cells.get("notes"),)))
    if said is None:
        return noted
    heading = table.headings[table.places["label"][0]]
    decision = OutsideDecision(
        said,
        prior=decision_of(cells.get("label_prior")) == "include",
        actor=ASREVIEW if normal(heading).startswith("asreview") else None,
        at=_moment(cells.get("label_time")),
        note=clean(cells.get("label_note")),
    )
    return (decision, *noted)


def _moment(cell: str | None) -> str | None:
    """Return when a decision was taken; a number is one of seconds since 1970."""
    try:
        return iso_moment(float(cell or ""))
    except ValueError:
        return clean(cell)


def _extra(row: Sequence[str], table: Table, cells: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """Return every cell that is not whole in a field of its own, by its heading."""
    taken = {
        place
        for field, where in table.places.items()
        for place in where
        if field == "standard_number" or _is_taken(row, place, field, cells)
    }
    found: dict[str, tuple[str, ...]] = {}
    for place, cell in enumerate(row[: len(table.headings)]):
        if cell.strip() and place not in taken:
            heading = table.headings[place].strip() or f"column {place + 1}"
            found[heading] = (*found.get(heading, ()), cell.strip())
    return found


def _is_taken(row: Sequence[str], place: int, field: str, cells: Mapping[str, str | None]) -> bool:
    cell = row[place].strip() if place < len(row) else ""
    if field == "year":
        return _number(cell) == str(find_year(cell))
    if field == "label":
        return decision_of(cell) is not None and cell == cells.get("label")
    if field in {"doi", "link"}:
        return cell.lower() == find_doi(cell) or cell == web_address(cell)
    return cell == cells.get(field) and field not in _ALSO_KEPT


def rows_from(rows: Iterable[Sequence[str]], first: int) -> list[Entry[Sequence[str]]]:
    """Return rows that have no text of their own, such as those of a workbook; empty ones are no rows."""
    return [
        Entry(row, "\t".join(row), line)
        for line, row in enumerate(rows, start=first)
        if any(cell.strip() for cell in row)
    ]
