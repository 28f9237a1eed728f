"""Which column of a table holds which field: by the usual spellings, or as a person says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from hedgerow.errors import RecordError, UsageError

_YEARS = ("published year", "year published", "pubyear", "pub year", "publication date")
# The preferred spelling first.
SPELLINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "title": (
            "title",
            "primary_title",
            "article title",
            "document title",
            "paper title",
            "item title",
            "display_name",
        ),
        "abstract": ("abstract", "notes_abstract", "abstract note", "abstract_note", "summary"),
        "authors": (
            "authors",
            "author",
            "first_authors",
            "author names",
            "author full names",
            "author(s)",
            "author/s",
        ),
        "year": (
            "year",
            "publication_year",
            "publication year",
            "date",
            "date published",
            "published",
            *_YEARS,
        ),
        "journal": (
            "journal",
            "journal_name",
            "source title",
            "publication title",
            "secondary_title",
            "journal title",
            "journal/book",
            "pubtitle",
            "parenttitle",
            "source",
            "journal_or_publisher",
            "alternate_title3",
        ),
        "doi": ("doi", "doi link", "doi_or_url", "digital object identifier", "digitalobjectidentifier"),
        "link": (
            "url",
            "urls",
            "link",
            "web address",
            "external url",
            "documenturl",
            "plink",
            "dimensions url",
        ),
        "keywords": ("keywords", "keyword", "author keywords", "subjects", "manual tags"),
        "kind": (
            "kind",
            "type_of_reference",
            "item type",
            "document type",
            "publication type",
            "typename",
            "documenttype",
            "doctype",
        ),
        "volume": ("volume", "vol"),
        "issue": ("issue", "number", "issue number"),
        "pages": ("pages", "page", "page range", "pagination"),
        "start_page": ("start_page", "start page", "page start", "first page", "beginning page"),
        "end_page": ("end_page", "end page", "page end", "last page", "ending page"),
        "publisher": ("publisher", "publisher name"),
        "standard_number": ("issn", "isbn", "eissn", "standardnumber", "standard_number"),
        "language": ("language", "language of original document", "article language"),
        "place": ("place_published", "place", "publisher city", "location", "city"),
        "accession": (
            "accession_number",
            "accession number",
            "accession",
            "ut (unique wos id)",
            "pmid",
            "pubmedid",
            "eid",
            "pui",
            "itemid",
        ),
        "label": (
            "asreview_label",
            "included",
            "label",
            "final_included",
            "label_included",
            "included_label",
            "included_final",
            "included_flag",
            "include",
        ),
        "label_prior": ("asreview_prior",),
        "label_time": ("asreview_time",),
        "label_note": ("asreview_note",),
        "notes": ("notes", "note", "comments"),
    }
)
_NORMAL = {
    name: tuple(dict.fromkeys(spelling.replace("_", " ") for spelling in spellings))
    for name, spellings in SPELLINGS.items()
}
FIELDS = tuple(SPELLINGS)
# Any one of these is enough for a record.
_NEEDED = ("title", "abstract", "doi")


def normal(heading: str) -> str:
    """Return a heading as it is compared: lower case, without spaces around it."""
    return " ".join(heading.replace("\ufeff", "").replace("_", " ").lower().split())


def automatic(headings: Sequence[str]) -> dict[str, list[int]]:
    """Return where each field stands by the usual spellings, the preferred one first."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        places.setdefault(normal(heading), place)
    found = {name: [places[s] for s in spellings if s in places] for name, spellings in _NORMAL.items()}
    return {name: where for name, where in found.items() if where}


def usable(places: Mapping[str, Sequence[int]]) -> bool:
    """Whether a table with these fields can give records."""
    return any(name in places for name in _NEEDED)


def mapped(name: str, headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, list[int]]:
    """Return where each field stands, as `columns` says and by the usual spellings for all others.

    Raises
    ------
    UsageError
        When `columns` names a field that no record has.
    RecordError
        When it names a heading that the table does not have, or no field that makes a record is found.
    """
    places = automatic(headings)
    at = {normal(heading): place for place, heading in reversed(list(enumerate(headings)))}
    shown = ", ".join(heading.strip() for heading in headings if heading.strip())[:300] or "none"
    for field, heading in columns.items():
        if field not in FIELDS:
            raise UsageError(
                f"{field!r} is not a field of a record.", remedy=f"Allowed: {', '.join(FIELDS)}."
            )
        if not heading:
            places.pop(field, None)
        elif normal(heading) not in at:
            raise RecordError(
                f"{name} has no column {heading!r}.",
                cause=f"Its columns are: {shown}.",
                remedy=f"Name one of them for {field}, or leave {field} out.",
            )
        else:
            places = _given_to(field, at[normal(heading)], places)
    if not usable(places):
        raise RecordError(
            f"{name} has no column of titles.",
            cause=f"Its columns are: {shown}.",
            remedy="Say which of them holds the titles (columns), or name it title.",
        )
    return places


def _given_to(field: str, place: int, places: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Return the places with one column given to one field, and to no other."""
    left = {name: [other for other in where if other != place] for name, where in places.items()}
    return {**{name: where for name, where in left.items() if where}, field: [place]}
