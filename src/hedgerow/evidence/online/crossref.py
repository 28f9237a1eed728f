"""Crossref through habanero: works that a search finds, as CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from hedgerow.evidence.online.hits import Hits, Item, client, said

_AT_ONCE = 100
_MARKUP = re.compile(r"<[^>]+>")
_TYPES: Mapping[str, str] = {
    "journal-article": "article-journal",
    "posted-content": "article",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "book-chapter": "chapter",
    "proceedings-article": "paper-conference",
    "dissertation": "thesis",
    "report": "report",
    "dataset": "dataset",
}


def ask_crossref(query: str, cursor: str, contact: str) -> Hits:
    """Return one page of works. Crossref answers by likeness, so most queries have very many hits."""
    habanero = client("habanero")
    service = habanero.Crossref(mailto=contact or None, timeout=60)
    answer = service.works(query=query, limit=_AT_ONCE, cursor=cursor or "*", cursor_max=_AT_ONCE)
    page = answer[0] if isinstance(answer, list) else answer
    message = page["message"]
    items = message.get("items") or []
    following = message.get("next-cursor") if len(items) == _AT_ONCE else None
    return Hits([work_item(one) for one in items], following, int(message.get("total-results") or 0))


def work_item(work: Mapping[str, Any]) -> Item:
    """Return one work as CSL-JSON; an abstract in JATS loses its markup, not its words."""
    text = unescape(_MARKUP.sub(" ", str(work.get("abstract") or "")))
    date = work.get("issued") or work.get("published") or {}
    parts = date.get("date-parts") or [[None]]
    return said(
        {
            "id": work.get("DOI"),
            "type": _TYPES.get(str(work.get("type")), "document"),
            "title": _first(work.get("title")),
            "author": [_person(one) for one in work.get("author") or ()],
            "issued": {"date-parts": parts} if parts and parts[0] and parts[0][0] else None,
            "container-title": _first(work.get("container-title")),
            "publisher": work.get("publisher"),
            "ISSN": "; ".join(work.get("ISSN") or ()),
            "volume": work.get("volume"),
            "issue": work.get("issue"),
            "page": work.get("page"),
            "DOI": work.get("DOI"),
            "URL": work.get("URL"),
            "language": work.get("language"),
            "abstract": " ".join(text.split()),
        }
    )


def _person(one: Mapping[str, Any]) -> Item:
    if one.get("name") and not one.get("family"):
        return {"literal": one["name"]}
    return said({"family": one.get("family"), "given": one.get("given")})


def _first(values: Any) -> str:
    """Return the first of a list of titles, without markup."""
    found = values[0] if isinstance(values, list) and values else values or ""
    return " ".join(unescape(_MARKUP.sub("", str(found))).split())
