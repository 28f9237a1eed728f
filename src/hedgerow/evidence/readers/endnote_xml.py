"""EndNote XML: every record is cut out and parsed by itself, so a bad one never hides its neighbours.

A document type or an entity is refused before anything is parsed: exports of references have none.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hedgerow.errors import RecordError
from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile
from hedgerow.evidence.readers.account import Unusable, account, cut
from hedgerow.evidence.readers.text import clean, find_doi, find_year, web_address

_START = re.compile(r"<record\b[^>]{0,500}>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def looks_endnote_xml(text: str) -> bool:
    """Whether the text is XML with records."""
    return text.lstrip().startswith("<") and _START.search(text) is not None


def read_endnote_xml(text: str, encoding: str) -> ReadFile:
    """Read every record; one that is not well formed is rejected with its reason.

    Raises
    ------
    RecordError
        When the file declares a document type or an entity.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise RecordError(
            "The XML file declares a document type or an entity.",
            cause="No export of references needs one, and it can make a small file fill the memory.",
            remedy="Export the references again as RIS, or as XML from EndNote itself.",
        )
    return account("endnote-xml", encoding, cut(text, _START), _record)


def _record(block: str, number: int) -> Imported:
    end = block.find("</record>")
    if end < 0:
        raise Unusable("the record has no end")
    try:
        node = ElementTree.fromstring(_CONTROL.sub("", block[: end + 9]))  # noqa: S314 - no entities, see above
    except (ElementTree.ParseError, RecursionError) as error:
        raise Unusable(f"the record is not well-formed XML: {str(error)[:80]}") from error
    urls = " ".join(_all(node, ".//urls//url"))
    kind = node.find("ref-type")
    return Imported(
        row_number=number,
        title=_one(node, "titles/title") or NO_TITLE,
        authors="; ".join(_all(node, "contributors/authors/author")) or None,
        year=find_year(_one(node, "dates/year")),
        journal=_one(node, "periodical/full-title", "titles/secondary-title", "periodical/abbr-1"),
        doi=find_doi(_one(node, "electronic-resource-num"), urls),
        link=web_address(urls),
        abstract=_one(node, "abstract"),
        keywords=tuple(_all(node, "keywords/keyword")),
        kind=clean(kind.get("name")) if kind is not None else None,
    )


def _all(node: ElementTree.Element, path: str) -> list[str]:
    """Return the text of every element of the path; text hides in nested elements of style."""
    return [text for found in node.findall(path) if (text := clean("".join(found.itertext())))]


def _one(node: ElementTree.Element, *paths: str) -> str | None:
    return next((text for path in paths for text in _all(node, path)), None)
