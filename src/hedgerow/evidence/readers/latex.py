r"""Letters that LaTeX writes as commands: ``{\"o}`` is ö.

Accents and escapes, which are nearly all there is, are decoded here; whatever else is a command goes to
pylatexenc, which knows them all and is far slower.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text

from hedgerow.evidence.readers.text import clean

_ACCENT = re.compile(
    r"""\\(?:(["'`^~=.])\s{0,9}|([uvHcdbkr])(?:\s{1,9}|(?=\{)))\{?\s{0,9}\\?([A-Za-z])\s{0,9}\}?"""
)
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
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
}
_LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|[oOlLi])(?![A-Za-z])\s?")
_COMMAND = re.compile(r"\\[A-Za-z]")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_PERCENT = re.compile(r"(?<!\\)%")
_LONGEST = 20_000


def plain(text: str | None) -> str | None:
    """Return text without braces and commands, accents as letters; `None` when nothing is left."""
    if text is None:
        return None
    if "\\" in text:
        text = _ACCENT.sub(lambda m: m.group(3) + _MARKS[m.group(1) or m.group(2)], text)
        text = _LETTER.sub(lambda m: _LETTERS[m.group(1)], text)
        text = _by_library(text) if _COMMAND.search(text) else _ESCAPED.sub(r"\1", text)
    text = text.replace("{", "").replace("}", "").replace("~", " ")
    return clean(unicodedata.normalize("NFC", text).replace("---", "\u2014").replace("--", "\u2013"))


def _by_library(text: str) -> str:
    """Return the text with its commands decoded; what is too long or too deep for that keeps them."""
    if len(text) > _LONGEST:
        return text
    try:
        return str(_decoder().latex_to_text(_PERCENT.sub(r"\\%", text)))
    except (RecursionError, ValueError, IndexError, KeyError, TypeError, AttributeError):
        return text


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="verbatim", keep_braced_groups=False, strict_latex_spaces=False)
