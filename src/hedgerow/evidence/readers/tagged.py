"""Tagged text: Web of Science files, and the format of PubMed (nbib).

Web of Science gives a tag of two characters and continues on lines of three spaces; PubMed gives a tag of
up to four letters with a hyphen and continues on lines of six.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile
from hedgerow.evidence.readers.account import account, cut
from hedgerow.evidence.readers.fields import Fields
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.text import clean, find_doi, standard_numbers

_WOS_START = re.compile(r"^PT ", re.MULTILINE)
_WOS_TAG = re.compile(r"^([A-Z][A-Z0-9])(?: (.*))?$")
_PUBMED_START = re.compile(r"^PMID ?- ?", re.MULTILINE)
_PUBMED_TAG = re.compile(r"^([A-Z]{2,4}) *-(?: (.*))?$")
_SUFFIX = re.compile(r"\s*\[(doi|pii|pubmed|isbn)\]\s*$", re.IGNORECASE)
# In these a new line is a new value; elsewhere it continues the text.
_WOS_LISTS = frozenset(("AU", "AF", "BA", "BF", "BE", "GP", "CA", "C1", "C3", "CR", "EM", "OI", "RI"))
Tags = dict[str, list[str]]


def looks_wos(given: Given) -> bool:
    """Whether the text begins as a file of Web of Science does."""
    start = given.text.lstrip()
    return start.startswith(("FN ", "PT ")) and _WOS_START.search(start) is not None


def looks_pubmed(given: Given) -> bool:
    """Whether the text begins as a file of PubMed does."""
    return _PUBMED_START.match(given.text.lstrip()) is not None


def read_wos(given: Given) -> ReadFile:
    """Read every record of a Web of Science file."""
    found = account("wos", given.encoding, cut(given.text, _WOS_START), _wos)
    whole = re.search(r"^EF\s*$", given.text, re.MULTILINE) is not None
    note = "" if whole else "the file has no end mark (EF): it may be cut short"
    return replace(found, note=note, source="Web of Science")


def read_pubmed(given: Given) -> ReadFile:
    """Read every record of a PubMed file."""
    found = account("nbib", given.encoding, cut(given.text, _PUBMED_START), _pubmed)
    return replace(found, source="PubMed")


def _tags(block: str, tag: re.Pattern[str], indent: str, lists: frozenset[str]) -> Tags:
    """Return the values of each tag; a continued line is a new value only in a list."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    name = ""
    for line in block.split("\n"):
        matched = tag.match(line)
        if matched and matched.group(1) == "ER" and not matched.group(2):
            break
        if matched:
            name = matched.group(1)
            found[name].append([(matched.group(2) or "").strip()])
        elif name and line.strip():
            text = line.strip()
            if name in lists and line.startswith(indent):
                found[name].append([text])
            else:
                found[name][-1].append(text)
    return {name: [" ".join(parts).strip() for parts in values] for name, values in found.items()}


def _wos(block: str, number: int) -> Imported:
    fields = Fields(_tags(block, _WOS_TAG, "   ", _WOS_LISTS))
    fields.first("PT")
    return Imported(
        row_number=number,
        title=fields.first("TI") or NO_TITLE,
        authors="; ".join(fields.every("AF", "AU", "CA", "BF", "BE", "ED")) or None,
        year=fields.year("PY", "EY", "PD"),
        journal=fields.first("SO", "J9", "JI"),
        doi=find_doi(fields.first("DI")),
        abstract=fields.first("AB"),
        keywords=_keywords(fields),
        kind=fields.first("DT"),
        volume=fields.first("VL"),
        issue=fields.first("IS"),
        pages=fields.pages("BP", "EP", "AR"),
        publisher=fields.first("PU"),
        standard_number=standard_numbers(*fields.every("SN"), *fields.every("EI"), *fields.every("BN")),
        language=fields.first("LA"),
        place=fields.first("PI"),
        accession=fields.first("UT"),
        extra=_rest(fields, "Web of Science"),
    )


def _rest(fields: Fields, database: str) -> dict[str, tuple[str, ...]]:
    """Return what no field took, under the database's name: its tags mean something else in RIS."""
    return {f"{database} {tag}": values for tag, values in fields.rest().items()}


def _keywords(fields: Fields) -> tuple[str, ...]:
    """Return the authors' keywords; those that the database adds stay under their own tag."""
    parts = (fields.first("DE") or "").split(";")
    return tuple(dict.fromkeys(word for part in parts if (word := part.strip())))


def _pubmed(block: str, number: int) -> Imported:
    fields = Fields(_tags(block, _PUBMED_TAG, "      ", frozenset()))
    pmid = fields.first("PMID")
    return Imported(
        row_number=number,
        title=fields.first("TI", "BTI", "TT") or NO_TITLE,
        authors="; ".join(fields.every("FAU", "AU", "CN", "FED", "ED")) or None,
        year=fields.year("DP", "DEP"),
        journal=fields.first("JT", "TA"),
        doi=_pubmed_doi(fields),
        link=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid and pmid.isdigit() else None,
        abstract=fields.first("AB"),
        keywords=tuple(dict.fromkeys([*fields.every("OT"), *fields.every("MH")])),
        kind="; ".join(fields.every("PT")) or None,
        volume=fields.first("VI"),
        issue=fields.first("IP"),
        pages=fields.first("PG"),
        publisher=fields.first("PB"),
        standard_number=standard_numbers(*(clean(v) for v in fields.every("IS")), *fields.every("ISBN")),
        language="; ".join(fields.every("LA")) or None,
        place=fields.first("PL"),
        accession=pmid,
        extra=_rest(fields, "PubMed"),
    )


def _pubmed_doi(fields: Fields) -> str | None:
    for name in ("LID", "AID"):
        for value in fields.values(name):
            kind = _SUFFIX.search(value)
            if kind and kind.group(1).lower() == "doi":
                fields.take(name, value)
                return find_doi(value[: kind.start()])
    return None
