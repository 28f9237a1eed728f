"""CSL-JSON: the list of items that Zotero and other reference managers write."""

from __future__ import annotations

from typing import Any

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile
from hedgerow.evidence.readers.account import Unusable, account
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.json_items import as_json, items_of
from hedgerow.evidence.readers.labels import labels_in
from hedgerow.evidence.readers.text import clean, find_doi, find_year, standard_numbers, web_address, words

_TAKEN = frozenset(
    (
        "title",
        "author",
        "container-title",
        "DOI",
        "abstract",
        "keyword",
        "type",
        "volume",
        "issue",
        "page",
        "publisher",
        "language",
        "publisher-place",
    )
)


def looks_csl_json(given: Given) -> bool:
    """Whether the text is a JSON list of objects."""
    start = given.text[:1000].lstrip()
    return start.startswith("[") and start[1:].lstrip().startswith("{")


def read_csl_json(given: Given) -> ReadFile:
    """Read every item; one that is no object, or says nothing, is rejected with its reason."""
    begin = given.text.find("[")
    entries = list(items_of(given.text, begin)) if begin >= 0 else []
    return account("csl-json", given.encoding, entries, _item)


def _item(item: Any, number: int) -> Imported:
    if not isinstance(item, dict):
        raise Unusable("the item is not an object")
    note = _text(item, "note")
    return Imported(
        row_number=number,
        title=_text(item, "title") or NO_TITLE,
        authors=_names(item.get("author")) or _names(item.get("editor")),
        year=_year(item.get("issued")),
        journal=_text(item, "container-title") or _text(item, "publisher"),
        doi=find_doi(_text(item, "DOI"), _text(item, "URL"), note),
        link=web_address(_text(item, "URL")),
        abstract=_text(item, "abstract"),
        keywords=words((_text(item, "keyword") or "").replace(",", ";")),
        kind=_text(item, "type"),
        volume=_text(item, "volume"),
        issue=_text(item, "issue"),
        pages=_text(item, "page") or _text(item, "number"),
        publisher=_text(item, "publisher"),
        standard_number=standard_numbers(_text(item, "ISSN"), _text(item, "ISBN")),
        language=_text(item, "language"),
        place=_text(item, "publisher-place") or _text(item, "event-place"),
        accession=_text(item, "PMID"),
        decisions=labels_in([note] if note else []),
        extra=_extra(item),
    )


def _extra(item: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    left = {
        name: value for name, value in item.items() if name not in _TAKEN and value not in ("", None, [], {})
    }
    return {str(name): (value if isinstance(value, str) else as_json(value),) for name, value in left.items()}


def _text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return clean(str(value)) if isinstance(value, str | int | float) else None


def _names(people: Any) -> str | None:
    """Return the names as "Last, First"; an organisation has a literal name."""
    found = []
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict):
            parts = [_text(person, "non-dropping-particle"), _text(person, "family")]
            family = " ".join(part for part in parts if part)
            whole = ", ".join(part for part in (family, _text(person, "given")) if part)
            found.append(_text(person, "literal") or whole)
    return "; ".join(name for name in found if name) or None


def _year(issued: Any) -> int | None:
    """Return the year of a date, given in parts or as text."""
    return find_year(as_json(issued)) if isinstance(issued, dict | str | int) else None
