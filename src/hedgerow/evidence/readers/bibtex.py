"""BibTeX: entries are cut apart before parsing, so one with unbalanced braces never hides its neighbours."""

from __future__ import annotations

import re
import unicodedata

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile
from hedgerow.evidence.readers.account import Unusable, account, cut
from hedgerow.evidence.readers.text import clean, find_doi, find_year, web_address

_START = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)[ \t]*[{(]", re.MULTILINE)
_NOT_RECORDS = frozenset(("comment", "preamble", "string"))
_JOINT = re.compile(r"\s*#\s*")
_NAME = re.compile(r"[\s,]*([A-Za-z][\w:-]*)\s*=\s*")
_BARE = re.compile(r"[^\s,#{}\"]+")
_ACCENT = re.compile(r"""\\(?:(["'`^~=.])\s*|([uvHcdbkr])(?:\s+|(?=\{)))\{?\s*\\?([A-Za-z])\s*\}?""")
_MARKS = dict(
    zip(
        "\"'`^~=.uvHcdbkr",
        "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u0328\u030a",
        strict=True,
    )
)
_LETTERS = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
}
_LETTER = re.compile(r"\\(ss|ae|AE|aa|AA|[oOlLi])(?![A-Za-z])\s?")
_COMMAND = re.compile(r"\\[A-Za-z]+\s?")


def looks_bibtex(text: str) -> bool:
    """Whether the text has a BibTeX entry before anything else but comments."""
    found = _START.search(text)
    return found is not None and "TY  -" not in text[: found.start()] and "," not in text[: found.start()]


def read_bibtex(text: str, encoding: str) -> ReadFile:
    """Read every entry; one that cannot be parsed is rejected with its reason."""
    blocks: list[str] = []
    macros: dict[str, str] = {}
    for block in cut(text, _START):
        found = _START.match(block)
        kind = found.group(1).lower() if found else ""
        if kind == "string":
            macros |= _macros(block)
        elif kind not in _NOT_RECORDS:
            blocks.append(block)
    return account("bibtex", encoding, blocks, lambda block, number: _entry(block, number, macros))


def _macros(block: str) -> dict[str, str]:
    """Return what a @string defines; nothing where it cannot be parsed."""
    try:
        return _fields(block[_head(block) :], {})
    except Unusable:
        return {}


def _head(block: str) -> int:
    found = _START.match(block)
    return found.end() if found else 0


def _entry(block: str, number: int, macros: dict[str, str]) -> Imported:
    found = _START.match(block)
    body = block[_head(block) :]
    fields = _fields(body[body.find(",") + 1 :], macros) if "," in body else {}
    urls = fields.get("url") or fields.get("howpublished")
    return Imported(
        row_number=number,
        title=plain(fields.get("title")) or NO_TITLE,
        authors=_names(fields.get("author") or fields.get("editor")),
        year=find_year(fields.get("year"), fields.get("date")),
        journal=plain(
            next((fields[n] for n in ("journal", "journaltitle", "booktitle") if fields.get(n)), None)
        ),
        doi=find_doi(fields.get("doi"), urls),
        link=web_address(urls),
        abstract=plain(fields.get("abstract")),
        keywords=tuple(w.strip() for w in re.split("[,;]", plain(fields.get("keywords")) or "") if w.strip()),
        kind=found.group(1).lower() if found else None,
    )


def _fields(body: str, macros: dict[str, str]) -> dict[str, str]:
    """Return the fields of an entry from its first name on."""
    fields: dict[str, str] = {}
    place = 0
    while named := _NAME.match(body, place):
        value, place = _value(body, named.end(), macros)
        fields.setdefault(named.group(1).lower(), value)
    return fields


def _value(body: str, place: int, macros: dict[str, str]) -> tuple[str, int]:
    """Return a value, its parts joined where # joins them, and the place after it."""
    parts = []
    while True:
        part, place = _part(body, place, macros)
        parts.append(part)
        joint = _JOINT.match(body, place)
        if joint is None:
            return "".join(parts), place
        place = joint.end()


def _part(body: str, place: int, macros: dict[str, str]) -> tuple[str, int]:
    if body[place : place + 1] in {"{", '"'}:
        end = _closing(body, place)
        return body[place + 1 : end], end + 1
    bare = _BARE.match(body, place)
    if bare is None:
        raise Unusable("a field has no value")
    return macros.get(bare.group().lower(), bare.group()), bare.end()


def _closing(body: str, place: int) -> int:
    """Return where the value that opens at `place` closes."""
    depth = 0
    quoted = body[place] == '"'
    for at in range(place + quoted, len(body)):
        letter = body[at]
        if body[at - 1] == "\\":
            continue
        if quoted and letter == '"' and depth == 0:
            return at
        depth += (letter == "{") - (letter == "}")
        if not quoted and depth == 0:
            return at
    raise Unusable("a brace or a quotation mark is not closed")


def _names(text: str | None) -> str | None:
    return (
        "; ".join(name for part in " ".join((text or "").split()).split(" and ") if (name := plain(part)))
        or None
    )


def plain(text: str | None) -> str | None:
    r"""Return text without braces and commands, accents as letters: ``{\"o}`` is ö."""
    if text is None:
        return None
    text = _ACCENT.sub(lambda m: m.group(3) + _MARKS[m.group(1) or m.group(2)], text)
    text = _LETTER.sub(lambda m: _LETTERS[m.group(1)], text)
    text = re.sub(r"\\([&%$#_{}])", r"\1", text)
    text = _COMMAND.sub("", text).replace("{", "").replace("}", "").replace("~", " ")
    return clean(unicodedata.normalize("NFC", text).replace("---", "\u2014").replace("--", "\u2013"))
