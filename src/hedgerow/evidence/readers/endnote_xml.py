"""EndNote XML: every record is cut out and parsed by itself, so a bad one never hides its neighbours.

A document type or an entity is refused before anything is parsed: exports of references have none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

from hedgerow.errors import RecordError
from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile
from hedgerow.evidence.readers.account import Unusable, account, cut
from hedgerow.evidence.readers.fields import Fields
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.labels import labels_in
from hedgerow.evidence.readers.text import clean, find_doi, standard_numbers, web_address

_START = re.compile(r"<record\b[^>]{0,500}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# These group others and hold no text of their own.
_GROUPS = frozenset(
    (
        "contributors",
        "titles",
        "periodical",
        "dates",
        "pub-dates",
        "urls",
        "related-urls",
        "pdf-urls",
        "text-urls",
        "image-urls",
        "web-urls",
        "keywords",
        "authors",
        "secondary-authors",
        "tertiary-authors",
        "subsidiary-authors",
        "translated-authors",
    )
)


def looks_endnote_xml(given: Given) -> bool:
    """Whether the text is XML with records."""
    return given.text.lstrip().startswith("<") and _START.search(given.text) is not None


def read_endnote_xml(given: Given) -> ReadFile:
    """Read every record; one that is not well formed is rejected with its reason.

    Raises
    ------
    RecordError
        When the file declares a document type or an entity.
    """
    text = given.text
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise RecordError(
            f"{given.name} declares a document type or an entity.",
            cause="No export of references needs one, and it can make a small file fill the memory.",
            remedy="Export the references again as RIS, or as XML from EndNote itself.",
        )
    found = account("endnote-xml", given.encoding, cut(text, _START), _record)
    cut_short = "" if text.rstrip().endswith("</xml>") else "the file has no end: it may be cut short"
    return replace(found, note=cut_short)


def _record(block: str, number: int) -> Imported:
    end = block.find("</record>")
    if end < 0:
        raise Unusable("the record has no end")
    try:
        node = ElementTree.fromstring(_CONTROL.sub("", block[: end + 9]))  # noqa: S314 - no entities, see above
    except (ElementTree.ParseError, RecursionError) as error:
        raise Unusable(f"the record is not well-formed XML: {str(error)[:80]}") from error
    fields = Fields(_tags(node))
    links = fields.values("urls/url")
    link = web_address(*links)
    fields.take("urls/url", link or "")
    kind = node.find("ref-type")
    return Imported(
        row_number=number,
        title=fields.first("titles/title") or NO_TITLE,
        authors="; ".join(fields.every("contributors/authors/author")) or None,
        year=fields.year("dates/year"),
        journal=fields.first("periodical/full-title", "titles/secondary-title", "periodical/abbr-1"),
        doi=find_doi(fields.first("electronic-resource-num"), *links),
        link=link,
        abstract=fields.first("abstract"),
        keywords=tuple(dict.fromkeys(fields.every("keywords/keyword"))),
        kind=clean(kind.get("name")) if kind is not None else None,
        volume=fields.first("volume"),
        issue=fields.first("number", "issue"),
        pages=fields.first("pages"),
        publisher=fields.first("publisher"),
        standard_number=standard_numbers(*fields.every("isbn"), *fields.every("issn")),
        language=fields.first("language"),
        place=fields.first("pub-location"),
        accession=fields.first("accession-num"),
        decisions=labels_in(fields.values("notes", "research-notes")),
        extra=fields.rest(),
    )


def _tags(node: ElementTree.Element) -> dict[str, list[str]]:
    """Return the text of every element by the path to it; text hides in nested elements of style."""
    tags: dict[str, list[str]] = {}
    waiting = [(child.tag, child) for child in reversed(node)]
    while waiting:
        path, element = waiting.pop()
        if element.tag in _GROUPS:
            waiting.extend((_path(path, child.tag), child) for child in reversed(element))
        else:
            tags.setdefault(path, []).append("".join(element.itertext()).strip())
    return {path: [value for value in values if value] for path, values in tags.items()}


def _path(above: str, tag: str) -> str:
    """Return the path of an element; every kind of web address stands under one."""
    return f"urls/{tag}" if above.startswith("urls") else f"{above}/{tag}"
