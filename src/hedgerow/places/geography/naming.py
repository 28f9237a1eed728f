"""Names of areas as people type them."""

from __future__ import annotations

import re
import unicodedata

_LSOA_LETTERS = re.compile(r"[A-Z]+$")


def fold(text: str) -> str:
    """Return `text` without case, accents and punctuation, for comparing what a person typed with a name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9:]+", " ", plain.lower().replace("'", "")).split())


def msoa_name(lsoa_name: str) -> str:
    """Return the name of the MSOA of an LSOA: by the publisher's rule, the name without its last letters."""
    return _LSOA_LETTERS.sub("", lsoa_name)
