"""Decoding and cleaning that every reader of reference files needs."""

from __future__ import annotations

import re

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"'<>]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_STANDARD = re.compile(r"(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\d-])|\d{4}-\d{3}[\dXx]")
_TAGS = re.compile(r"</?(?:p|br|i|b|sub|sup|span|div)\b[^>]{0,200}>", re.IGNORECASE)


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the encoding that fitted: UTF-8, UTF-16 with a mark, cp1252, then Latin-1."""
    order = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else []
    for encoding in [*order, "utf-8-sig", "cp1252"]:
        try:
            return _lines(data.decode(encoding)), encoding
        except UnicodeDecodeError:
            continue
    return _lines(data.decode("latin-1")), "latin-1"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def find_doi(*texts: str | None) -> str | None:
    """Return the first DOI in the texts, lower-case, without what ends a sentence."""
    for text in texts:
        found = _DOI.search(text or "")
        if found:
            return found.group().rstrip(".,;").lower()
    return None


def find_year(*texts: str | None) -> int | None:
    """Return the first year from 1900 to 2099 in the texts, or `None`."""
    for text in texts:
        found = _YEAR.search(text or "")
        if found:
            return int(found.group())
    return None


def clean(text: str | None) -> str | None:
    """Return text without mark-up and doubled spaces; `None` when nothing is left."""
    return " ".join(_TAGS.sub(" ", text or "").split()) or None


def web_address(*texts: str | None) -> str | None:
    """Return the first http address in the texts, or `None`."""
    for text in texts:
        for word in (text or "").split():
            if word.startswith(("https://", "http://")):
                return word.rstrip(".,;")
    return None


def standard_numbers(*texts: str | None) -> str | None:
    """Return every ISSN and ISBN of the texts, joined by "; "; the text itself where none is found."""
    found = dict.fromkeys(number.upper() for text in texts for number in _STANDARD.findall(text or ""))
    return "; ".join(found) or clean(" ".join(text for text in texts if text))


def words(text: str | None) -> tuple[str, ...]:
    """Return keywords that stand in one cell: on lines of their own, or parted by semicolons."""
    parts = re.split(r"[;\n\r|]", text or "")
    return tuple(dict.fromkeys(word for part in parts if (word := clean(part))))
