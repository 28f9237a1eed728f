"""Records of another format within a file: two exports joined in one, of which one would go unread."""

from __future__ import annotations

import re
from dataclasses import replace

from hedgerow.evidence.imported import ReadFile, Rejected
from hedgerow.evidence.readers.given import Given

# Strict on purpose: lines that nothing but the start of a record looks like.
_STARTS = {
    "ris": re.compile(r"^TY  - [A-Z]{2,8}[ \t]*$", re.MULTILINE),
    "nbib": re.compile(r"^PMID- \d{1,12}[ \t]*$", re.MULTILINE),
    "wos": re.compile(r"^PT [JBSP][ \t]*$", re.MULTILINE),
}
_NAMES = {"ris": "RIS", "nbib": "PubMed (nbib)", "wos": "Web of Science"}


def with_foreign(given: Given, found: ReadFile) -> ReadFile:
    """Return what was read, with every record of another tagged format named as not read."""
    if found.format not in _STARTS:
        return found
    number = found.expected
    foreign: list[Rejected] = []
    for name, start in _STARTS.items():
        for place in [m.start() for m in start.finditer(given.text)] if name != found.format else ():
            number += 1
            line = given.text.count("\n", 0, place) + 1 if len(foreign) < 1000 else None
            reason = f"a record of {_NAMES[name]} in a file of {_NAMES[found.format]}: give each its own file"
            foreign.append(Rejected(number, reason, None, given.text[place : place + 80], line))
    if not foreign:
        return found
    return replace(found, expected=number, rejected=(*found.rejected, *foreign))
