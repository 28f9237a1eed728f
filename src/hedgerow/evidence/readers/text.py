"""Decoding and cleaning that every reader of reference files needs."""

from __future__ import annotations

import html
import re

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"'<>]+", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_TAGS = re.compile(r"</?(?:p|br|i|b|sub|sup|span|div)\b[^>]{0,200}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_ISSN = re.compile(r"(?<![\d-])(\d{4})-?(\d{3}[\dXx])(?![\d-])")
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\d-])")
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|([\x80-\xff])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ufeff\ufffe\uffff]|[\ud800-\udfff]")
_START = 4_000


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the encoding that fitted: UTF-8, UTF-16, cp1252, then Latin-1.

    A file of UTF-8 with a few stray bytes, or cut short within a letter, is still read as UTF-8.
    """
    order = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else _unmarked(data)
    for encoding in [*order, "utf-8-sig", *_mostly_utf8(data), "cp1252"]:
        try:
            return _lines(_decoded(data, encoding)), _named(encoding, data)
        except UnicodeDecodeError:
            continue
    return _lines(data.decode("latin-1")), "latin-1"


def _named(encoding: str, data: bytes) -> str:
    """Return the name of the encoding; UTF-8 has the mark only where the file has it."""
    unmarked = encoding == "utf-8-sig" and not data.startswith(b"\xef\xbb\xbf")
    return "utf-8" if unmarked else encoding


def _unmarked(data: bytes) -> list[str]:
    """Return the order of the bytes of UTF-16 without a mark: every second byte of Latin text is 0."""
    head = data[:_START]
    even, odd = head[::2].count(0), head[1::2].count(0)
    many = max(len(head) // 4, 1)
    return ["utf-16-le"] if odd > many > even else ["utf-16-be"] if even > many > odd else []


def _mostly_utf8(data: bytes) -> list[str]:
    """Name the mixture of UTF-8 and stray bytes, where far more letters are whole than not."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        whole = strays = 0
        for found in _SEQUENCE.finditer(data):
            stray = found.group(1) is not None
            whole, strays = whole + (not stray), strays + stray
        return [f"utf-8 with {strays} stray byte{'s' * (strays != 1)}"] if whole > strays else []
    return []


def _decoded(data: bytes, encoding: str) -> str:
    if encoding.startswith("utf-8 with"):
        return data.decode("utf-8-sig", "replace")
    return data.decode(encoding)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def find_doi(*texts: str | None) -> str | None:
    """Return the first DOI in the texts, lower-case, without what ends a sentence."""
    for text in texts:
        found = _DOI.search(text or "")
        if found:
            return _unbracketed(found.group().rstrip(".,;")).lower()
    return None


def _unbracketed(doi: str) -> str:
    """Return a DOI without the bracket that closes what is around it."""
    for opening, closing in ("()", "[]", "{}"):
        while doi.endswith(closing) and doi.count(closing) > doi.count(opening):
            doi = doi[:-1].rstrip(".,;")
    return doi


def find_year(*texts: str | None) -> int | None:
    """Return the first year from 1900 to 2099 in the texts, or `None`."""
    for text in texts:
        found = _YEAR.search(text or "")
        if found:
            return int(found.group())
    return None


def clean(text: str | None) -> str | None:
    """Return text without mark-up and doubled spaces; `None` when nothing is left."""
    text = text or ""
    if not text.isprintable():
        text = _CONTROL.sub("", text)
    text = _TAGS.sub(" ", text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return " ".join(text.split()) or None


def web_address(*texts: str | None) -> str | None:
    """Return the first http address in the texts, or `None`."""
    for text in texts:
        for word in (text or "").replace(";http", " http").split():
            if word.startswith(("https://", "http://")):
                return word.rstrip(".,;")
    return None


def standard_numbers(*texts: str | None) -> str | None:
    """Return every ISSN and ISBN of the texts, joined by "; "; the text itself where none is found."""
    text = " ".join(part for part in texts if part)
    issns = dict.fromkeys(f"{first}-{last.upper()}" for first, last in _ISSN.findall(text))
    isbns = dict.fromkeys(number.upper() for number in _ISBN.findall(_ISSN.sub(" | ", text)))
    return "; ".join([*issns, *isbns]) or clean(text)


def words(text: str | None) -> tuple[str, ...]:
    """Return keywords that stand in one cell: on lines of their own, or parted by semicolons."""
    parts = re.split(r"[;\n\r|]", text or "")
    return tuple(dict.fromkeys(word for part in parts if (word := clean(part))))
