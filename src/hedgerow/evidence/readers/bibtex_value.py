"""The value of a BibTeX field: parts in braces, in quotation marks or named strings, joined by #."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MARKS = re.compile(r"(?<!\\)[{}\"]")
_BARE = re.compile(r"[^\s#{}\"]+")
_JOINT = re.compile(r"\s*#?\s*")


def value_of(text: str, strings: Mapping[str, str]) -> str:
    """Return what the parts say together; a name that no string defines stands for itself."""
    text = text.strip()
    found, place = [], 0
    while place < len(text):
        part, place = _part(text, place, strings)
        found.append(part)
        joint = _JOINT.match(text, place)
        place = joint.end() if joint and joint.end() > place else place
    return "".join(found)


def _part(text: str, place: int, strings: Mapping[str, str]) -> tuple[str, int]:
    if text[place] in '{"':
        end = _closing(text, place)
        return text[place + 1 : end], end + 1
    bare = _BARE.match(text, place)
    if bare is None:
        return text[place], place + 1
    return strings.get(bare.group().lower(), bare.group()), bare.end()


def _closing(text: str, place: int) -> int:
    """Return where the part that opens at `place` closes; the end of the text when it does not."""
    depth = 0
    quoted = text[place] == '"'
    for mark in _MARKS.finditer(text, place + quoted):
        letter = mark.group()
        if quoted and letter == '"' and depth == 0:
            return mark.start()
        depth += (letter == "{") - (letter == "}")
        if not quoted and depth == 0:
            return mark.start()
    return len(text)
