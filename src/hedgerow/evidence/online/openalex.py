"""OpenAlex through pyalex: works that a search finds, as CSL-JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hedgerow.evidence.online.hits import Hits, Item, client, said

_AT_ONCE = 200
_TYPES: Mapping[str, str] = {
    "article": "article-journal",
    "review": "article-journal",
    "preprint": "article",
    "book": "book",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "report": "report",
    "dataset": "dataset",
}


def ask_openalex(query: str, cursor: str, contact: str) -> Hits:
    """Return one page of works; the client itself repeats a request that the service was too busy for."""
    pyalex = client("pyalex")
    pyalex.config.email = contact or None
    pyalex.config.max_retries = 4
    pages = pyalex.Works().search(query).paginate(per_page=_AT_ONCE, cursor=cursor or "*", n_max=None)
    works: Any = next(pages, [])
    meta = getattr(works, "meta", None) or {}
    following = meta.get("next_cursor") if works else None
    return Hits([work_item(work) for work in works], following, int(meta.get("count") or len(works)))


def work_item(work: Mapping[str, Any]) -> Item:
    """Return one work as CSL-JSON; its abstract is put in order from the index of words."""
    place = work.get("primary_location") or {}
    source = place.get("source") or {}
    biblio = work.get("biblio") or {}
    pages = "-".join(part for part in (biblio.get("first_page"), biblio.get("last_page")) if part)
    doi = str(work.get("doi") or "").removeprefix("https://doi.org/")
    people = [(one.get("author") or {}).get("display_name") for one in work.get("authorships") or ()]
    return said(
        {
            "id": str(work.get("id") or "").rpartition("/")[2],
            "type": _TYPES.get(str(work.get("type")), "document"),
            "title": work.get("display_name") or work.get("title"),
            "author": [person(name) for name in people if name],
            "issued": {"date-parts": [[work["publication_year"]]]} if work.get("publication_year") else None,
            "container-title": source.get("display_name"),
            "publisher": source.get("host_organization_name"),
            "ISSN": "; ".join(source.get("issn") or ()),
            "volume": biblio.get("volume"),
            "issue": biblio.get("issue"),
            "page": pages,
            "DOI": doi,
            "URL": place.get("landing_page_url"),
            "language": work.get("language"),
            "abstract": abstract(work.get("abstract_inverted_index")),
            "keyword": ", ".join(one["display_name"] for one in work.get("keywords") or ()),
        }
    )


def person(name: str) -> Item:
    """Return a name in print order as family and given name: the last word is taken for the family's."""
    given, _, family = name.strip().rpartition(" ")
    return {"family": family, "given": given} if given else {"literal": family}


def abstract(index: Mapping[str, list[int]] | None) -> str:
    """Return the abstract in the order of its words."""
    places = [(place, word) for word, found in (index or {}).items() for place in found]
    return " ".join(word for _, word in sorted(places))
