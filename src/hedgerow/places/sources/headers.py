"""Canonical column names: publishers rename columns from one edition to the next.

``LSOA21CD``, ``lsoa21_code`` and ``LSOA 2021 code`` are one column, here always ``lsoa21_code``. A byte order
mark at the front of a file, capitals and punctuation never make another column. The names are in
`headers.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

_NAMES = tomllib.loads((files("hedgerow.places.sources") / "headers.toml").read_text("utf-8"))
_KINDS: dict[str, str] = _NAMES["kinds"]
_PARTS: dict[str, str] = _NAMES["parts"]
ALIASES: dict[str, str] = _NAMES["aliases"]
_ENDINGS: tuple[str, ...] = tuple(_NAMES["dropped_endings"])


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_CODED = re.compile(rf"({_any_of(list(_KINDS))})_?(?:20)?(\d\d)_?({_any_of(list(_PARTS))})")
_YEAR_LAST = re.compile(rf"({_any_of(list(_KINDS))})_(code|name)_20(\d\d)")
# “+1” and “-1” are two answers: a sign before a number is part of the name.
_SIGNS = (
    (re.compile(r"(?<![0-9A-Za-z])\+(?=\d)"), "plus "),
    (re.compile(r"(?<![0-9A-Za-z])-(?=\d)"), "minus "),
)


@lru_cache(maxsize=8192)
def canonical(header: str) -> str:
    """Return the canonical name of one column header."""
    for sign, word in _SIGNS:
        header = sign.sub(word, header)
    plain = re.sub(r"[^0-9a-z]+", "_", header.lstrip("\ufeff").strip().lower()).strip("_")
    for ending in _ENDINGS:
        plain = plain.removesuffix(ending)
    last = _YEAR_LAST.fullmatch(plain)
    if last:
        kind, part, year = last.groups()
        return f"{_KINDS[kind]}{year}_{part}"
    coded = _CODED.fullmatch(plain)
    if coded:
        kind, year, part = coded.groups()
        return f"{_KINDS[kind]}{year}_{_PARTS[part]}"
    return ALIASES.get(plain, plain)


def canonical_all(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the canonical names of a header row, in order."""
    return tuple(canonical(header) for header in headers)
