"""Bring fields to a form in which copies are equal: case, accents, marks and the habits of databases."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from hedgerow.evidence.dedupe.titles import without_notes

_NOT_WORD = re.compile(r"[\W_]+")
_ASCII = {code: (chr(code).lower() if chr(code).isalnum() else " ") for code in range(128)}
_DIGITS = re.compile(r"\d+")
_CUT = re.compile(r"^(?:suppl\w*|[a-z])-\d+$")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_MONTH_FIRST = re.compile(r"^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-(\d+)$")
_MONTH_LAST = re.compile(r"^(\d+)-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$")
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"'<>]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def plain(text: str) -> str:
    """Return lower-case words parted by one space, without accents; letters of any alphabet stay."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    text = unicodedata.normalize("NFKD", _mended(text)).lower()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", text).strip()


def _mended(text: str) -> str:
    """Return the text with UTF-8 that was read as Latin-1 put right, where that can be done."""
    if "Ã" not in text and "Â" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def title(text: str) -> str:
    """Return the words of a title without mark-up and without what databases add to it."""
    return plain(without_notes(text))


def names(text: str) -> str:
    """Return the words of the authors' names that are longer than initials."""
    return " ".join(word for word in plain(text).split() if len(word) > 2 and word != "and")


@lru_cache(maxsize=1 << 16)
def journal(text: str) -> str:
    """Return the words of a journal's name without the small ones."""
    return " ".join(word for word in plain(text).split() if word not in _SMALL)


_SMALL = frozenset(("the", "of", "and", "in", "for", "de", "la", "et", "und", "on", "a"))


@lru_cache(maxsize=1 << 16)
def first_number(text: str) -> int:
    """Return the first whole number of the text; -1 when there is none."""
    found = _DIGITS.search(text)
    return int(found.group()[:9]) if found else -1


@lru_cache(maxsize=1 << 17)
def first_page(text: str) -> str:
    """Return the digits of the first page; page ranges that a spreadsheet made dates of are undone.

    A page without digits is taken as it is (Roman numerals); what a database abbreviated away (Suppl-29, t-8
    for S217-29, 121-8) is no page at all.
    """
    text = text.strip().lower()
    turned = _MONTH_FIRST.match(text)
    if turned:
        return f"{_MONTHS[turned.group(1)]}"
    turned = _MONTH_LAST.match(text)
    if turned:
        return str(int(turned.group(1)))
    if _CUT.match(text):
        return ""
    found = _DIGITS.search(text)
    digits: str = found.group().lstrip("0") if found else text.partition("-")[0].strip()
    return digits


@lru_cache(maxsize=1 << 17)
def last_page(text: str) -> str:
    """Return the last page in full: 352-9 ends on 359; empty when only one is given."""
    numbers = [] if _CUT.match(text.strip().lower()) else _DIGITS.findall(text)
    if len(numbers) < 2:
        return ""
    first, last = numbers[0], numbers[1]
    whole: str = first[: max(len(first) - len(last), 0)] + last
    return whole.lstrip("0")


@lru_cache(maxsize=1 << 17)
def page_count(text: str) -> int:
    """Return how many pages there are from the first to the last; 1 when only one is given or none."""
    first, last = first_number(first_page(text)), first_number(last_page(text))
    return last - first + 1 if last > first >= 0 else 1


def doi(text: str) -> str:
    """Return the DOI of the text in lower case, without resolver and final stop; empty when there is none."""
    if not text:
        return ""
    found = _DOI.search(unquote(text.lower()))
    return found.group().rstrip(".,;") if found else ""


@lru_cache(maxsize=1 << 12)
def year(text: str) -> int:
    """Return the year; -1 when there is none from 1900 to 2099."""
    found = _YEAR.search(text)
    return int(found.group()) if found else -1
