"""CSL-JSON: the list of items that Zotero and other reference managers write."""

from __future__ import annotations

import json
from typing import Any

from hedgerow.errors import RecordError
from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile
from hedgerow.evidence.readers.account import Unusable, account
from hedgerow.evidence.readers.text import clean, find_doi, find_year, web_address


def looks_csl_json(text: str) -> bool:
    """Whether the text is a JSON list of objects."""
    start = text.lstrip()
    return start.startswith("[") and start[1:].lstrip().startswith("{")


def read_csl_json(text: str, encoding: str) -> ReadFile:
    """Read every item; one that is no object, or says nothing, is rejected with its reason.

    Raises
    ------
    RecordError
        When the text is not JSON: nothing of a broken list can be trusted.
    """
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = (
            f"line {error.lineno}: {error.msg}"
            if isinstance(error, json.JSONDecodeError)
            else "nested too deep"
        )
        raise RecordError(
            "The JSON file cannot be parsed.", cause=f"At {where}.", remedy="Export the references again."
        ) from error
    return account("csl-json", encoding, items, _item)


def _item(item: Any, number: int) -> Imported:
    if not isinstance(item, dict):
        raise Unusable("the item is not an object")
    return Imported(
        row_number=number,
        title=_text(item, "title") or NO_TITLE,
        authors=_names(item.get("author")) or _names(item.get("editor")),
        year=_year(item.get("issued")),
        journal=_text(item, "container-title") or _text(item, "publisher"),
        doi=find_doi(_text(item, "DOI"), _text(item, "URL")),
        link=web_address(_text(item, "URL")),
        abstract=_text(item, "abstract"),
        keywords=tuple(w.strip() for w in (_text(item, "keyword") or "").split(",") if w.strip()),
        kind=_text(item, "type"),
    )


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
    return find_year(json.dumps(issued)) if isinstance(issued, dict | str | int) else None
