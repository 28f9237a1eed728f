"""Evidence gap maps of 3ie's portal: one JSON object with the rows, the bubbles and the records.

Its form is known from published maps alone: fields that are not known are kept, and none is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hedgerow.errors import RecordError
from hedgerow.evidence.coding.tree import Code, CodeTree
from hedgerow.evidence.imported import NO_TITLE, AppliedCode, Imported, ReadFile
from hedgerow.evidence.readers.account import Entry, Unusable, account
from hedgerow.evidence.readers.eppi_codes import identifier
from hedgerow.evidence.readers.eppi_reference import text_of
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.json_items import DECODER, as_json
from hedgerow.evidence.readers.text import clean, find_doi, find_year, web_address

_SIGNS = ('"interventions_outcomes"', '"project_records"')
_TITLES = ("title", "_title", "name")
_AUTHORS = ("authors", "author")
_YEARS = ("publication_year", "year", "year_of_publication")
_JOURNALS = ("journal", "journal_title", "publication_source")
_LINKS = ("url", "link")
_TAKEN = frozenset((*_TITLES, *_AUTHORS, *_JOURNALS, "abstract", "doi", "id"))
TERMS = "terms of 3ie: not for commercial use, with attribution"


def looks_threeie(given: Given) -> bool:
    """Whether the text is a JSON object with the bubbles and records of a map."""
    return given.text.lstrip().startswith("{") and all(sign in given.text for sign in _SIGNS)


def read_threeie(given: Given) -> ReadFile:
    """Read every record with the cells in which its bubbles stand.

    Raises
    ------
    RecordError
        When the text is not JSON, or has no table of records.
    """
    whole = _decoded(given)
    held = whole.get("project_records")
    if not isinstance(held, dict):
        raise _broken(given, "It has no table project_records")
    placed = _placed(whole.get("interventions_outcomes"))
    entries = [Entry((number, one), as_json(one)) for number, one in held.items()]
    found = account("3ie-json", given.encoding, entries, lambda what, row: _record(what, row, placed))
    trees = tuple(_trees(whole))
    return ReadFile(
        found.format, found.encoding, found.expected, found.records, found.rejected, TERMS, trees, "3ie"
    )


def _decoded(given: Given) -> Mapping[str, Any]:
    try:
        whole, _ = DECODER.raw_decode(given.text.lstrip())
    except (ValueError, RecursionError) as error:
        raise _broken(given, str(error)[:120] or "It is nested too deep") from error
    if not isinstance(whole, dict):
        raise _broken(given, "It is not one object")
    return whole


def _broken(given: Given, cause: str) -> RecordError:
    return RecordError(
        f"{given.name} is not a whole map of 3ie.", cause=f"{cause}.", remedy="Save the map's JSON again."
    )


def _record(what: tuple[str, Any], row: int, placed: Mapping[str, list[str]]) -> Imported:
    number, one = what
    if not isinstance(one, dict):
        raise Unusable("the record is not an object")
    names = one.get("authors") or one.get("author")
    people = [str(name) for name in names] if isinstance(names, list) else [str(names or "")]
    link = web_address(_first(one, _LINKS))
    return Imported(
        row_number=row,
        title=_first(one, _TITLES) or NO_TITLE,
        authors="; ".join(name for part in people if (name := clean(part))) or None,
        year=find_year(_first(one, _YEARS)),
        journal=_first(one, _JOURNALS),
        doi=find_doi(text_of(one, "doi"), link),
        link=link,
        abstract=text_of(one, "abstract"),
        accession=number,
        codes=tuple(AppliedCode(code) for code in placed.get(number, ())),
        extra={
            name: (value if isinstance(value, str) else as_json(value),)
            for name, value in one.items()
            if name not in _TAKEN and value not in ("", None, [], {})
        },
    )


def _first(one: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := text_of(one, name))), None)


def _placed(table: Any) -> dict[str, list[str]]:
    """Return the row and the column of every bubble that a record is in, by the record's number."""
    found: dict[str, dict[str, None]] = {}
    for row, cells in table.items() if isinstance(table, dict) else ():
        for column, cell in cells.items() if isinstance(cells, dict) else ():
            for number in _numbers(cell):
                found.setdefault(number, {}).update({str(row): None, str(column): None})
    return {number: list(codes) for number, codes in found.items()}


def _numbers(cell: Any) -> Iterator[str]:
    bubbles = cell.get("bubbles") if isinstance(cell, dict) else None
    for bubble in bubbles if isinstance(bubbles, list) else ():
        records = bubble.get("records") if isinstance(bubble, dict) else None
        for record in records if isinstance(records, list) else ():
            number = identifier(record.get("id") if isinstance(record, dict) else record)
            if number:
                yield number


def _trees(whole: Mapping[str, Any]) -> Iterator[CodeTree]:
    for name in ("interventions", "outcomes"):
        codes = {code.id: code for code in _codes(whole.get(name))}
        if codes:
            yield CodeTree(
                f"3ie-{name}", name.capitalize(), kind="map", codes=tuple(codes.values()), source="3ie"
            )


def _codes(top: Any) -> Iterator[Code]:
    """Yield every row of an axis, each before those below it."""
    waiting = [("", place, one) for place, one in reversed(list(enumerate(_list(top))))]
    while waiting:
        parent, place, one = waiting.pop()
        number = identifier(one.get("map_layout_group_id") or one.get("id")) if isinstance(one, dict) else ""
        if number:
            yield Code(
                number, _first(one, ("_title", "title", "name")) or "[without a title]", parent, order=place
            )
        if isinstance(one, dict):
            below = reversed(list(enumerate(_list(one.get("sub_levels")))))
            waiting.extend((number or parent, at, child) for at, child in below)


def _list(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
