"""Tagged text: Web of Science files, and the format of PubMed (nbib).

Web of Science gives a tag of two characters and continues on lines of three spaces; PubMed gives a tag of
up to four letters with a hyphen and continues on lines of six.
"""

from __future__ import annotations

import re
from collections import defaultdict

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile
from hedgerow.evidence.readers.account import account, cut
from hedgerow.evidence.readers.text import clean, find_doi, find_year

_WOS_START = re.compile(r"^PT ", re.MULTILINE)
_WOS_TAG = re.compile(r"^([A-Z][A-Z0-9])(?: (.*))?$")
_PUBMED_START = re.compile(r"^PMID ?- ?", re.MULTILINE)
_PUBMED_TAG = re.compile(r"^([A-Z]{2,4}) *- (.*)$")
Tags = dict[str, list[str]]


def looks_wos(text: str) -> bool:
    """Whether the text begins as a file of Web of Science does."""
    start = text.lstrip()
    return start.startswith(("FN ", "PT ")) and _WOS_START.search(start) is not None


def looks_pubmed(text: str) -> bool:
    """Whether the text begins as a file of PubMed does."""
    return _PUBMED_START.match(text.lstrip()) is not None


def read_wos(text: str, encoding: str) -> ReadFile:
    """Read every record of a Web of Science file."""
    return account("wos", encoding, cut(text, _WOS_START), _wos)


def read_pubmed(text: str, encoding: str) -> ReadFile:
    """Read every record of a PubMed file."""
    return account("nbib", encoding, cut(text, _PUBMED_START), _pubmed)


def _tags(block: str, tag: re.Pattern[str], indent: str, end: str) -> Tags:
    """Return the lines of each tag; a continued line follows the one that it continues."""
    found: Tags = defaultdict(list)
    name = ""
    for line in block.splitlines():
        matched = tag.match(line)
        if matched and matched.group(1) == end:
            break
        if matched:
            name = matched.group(1)
            found[name].append((matched.group(2) or "").strip())
        elif name and line.startswith(indent):
            found[name].append(f"{indent}{line.strip()}")
    return found


def _joined(tags: Tags, *names: str) -> str | None:
    """Return the text of the first tag that has one, its lines joined."""
    return next((text for name in names if (text := clean(" ".join(tags.get(name, ()))))), None)


def _list(tags: Tags, *names: str) -> list[str]:
    """Return the lines of the first tag that has any, one entry a line."""
    return next(
        ([line.strip() for line in tags[name] if line.strip()] for name in names if tags.get(name)), []
    )


def _wos(block: str, number: int) -> Imported:
    tags = _tags(block, _WOS_TAG, "   ", "ER")
    return Imported(
        row_number=number,
        title=_joined(tags, "TI") or NO_TITLE,
        authors="; ".join(_list(tags, "AF", "AU", "CA")) or None,
        year=find_year(_joined(tags, "PY"), _joined(tags, "EY")),
        journal=_joined(tags, "SO"),
        doi=find_doi(_joined(tags, "DI")),
        abstract=_joined(tags, "AB"),
        keywords=tuple(word.strip() for word in (_joined(tags, "DE") or "").split(";") if word.strip()),
        kind=_joined(tags, "DT"),
    )


def _pubmed(block: str, number: int) -> Imported:
    tags = _unfolded(_tags(block, _PUBMED_TAG, "      ", ""))
    pmid = _joined(tags, "PMID")
    dois = [line for name in ("LID", "AID") for line in tags.get(name, ()) if line.endswith("[doi]")]
    return Imported(
        row_number=number,
        title=_joined(tags, "TI", "BTI", "TT") or NO_TITLE,
        authors="; ".join(_list(tags, "FAU", "AU", "CN")) or None,
        year=find_year(_joined(tags, "DP"), _joined(tags, "DEP")),
        journal=_joined(tags, "JT", "TA"),
        doi=find_doi(*dois),
        link=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid and pmid.isdigit() else None,
        abstract=_joined(tags, "AB"),
        keywords=tuple(dict.fromkeys([*tags.get("OT", ()), *tags.get("MH", ())])),
        kind="; ".join(tags.get("PT", ())) or None,
    )


def _unfolded(tags: Tags) -> Tags:
    """Return the tags with every continued line joined to the one before it."""
    found: Tags = {}
    for name, lines in tags.items():
        whole: list[str] = []
        for line in lines:
            if line.startswith("      ") and whole:
                whole[-1] = f"{whole[-1]} {line.strip()}"
            else:
                whole.append(line.strip())
        found[name] = whole
    return found
