"""The tags of one RIS record, whatever the dialect: every line keeps its tag, and none is dropped."""

from __future__ import annotations

import re
from string import ascii_uppercase, digits
from typing import Any

from rispy import RisParser

_TAG = re.compile(r"^([A-Z][A-Z0-9])  -(.*)$", re.DOTALL)
_LOOSE = re.compile(r"^[ \t]*([A-Z][A-Z0-9])  ?-(?=[ \t]|$)(.*)$", re.DOTALL)
_UNTAGGED = "??"
_CONTINUED = "\n"
_EVERY = {first + second: first + second for first in ascii_uppercase for second in ascii_uppercase + digits}
# A tag that follows on another without a break of the line, as some exports of Web of Science have it.
_KNOWN = (
    "A[1-4BDFINU]|AB|BT|C[1-8ANY]|D[ABEIOP]|E[DFPRT]|FU|FX|I[DS]|J[12AFIO9]|KW|L[1-4ABK]|M[1-3]|N[12V]"
    "|OP|P[ABIPUY]|R[INP]|S[ENPT]|T[123AIT]|U[1-5RT]|V[LO]|W[EC]|Y[12]"
)
_ANY = re.compile(r"^[A-Z][A-Z0-9]  -", re.MULTILINE)
_ANY_LOOSE = re.compile(r"^[ \t]*[A-Z][A-Z0-9]  ?- ", re.MULTILINE)
_LINE = re.compile(r"^[A-Z][A-Z0-9]  - ", re.MULTILINE)
_GLUED = re.compile(rf"(?<=[^\s\n])({_KNOWN})  - ")


class _Dialect(RisParser):  # type: ignore[misc]
    """Every tag is kept under its own name, as a list of lines; a continued line is marked as one."""

    UNKNOWN_TAG = _UNTAGGED
    line = _TAG

    def parse_line(self, line: str) -> Any:
        found = self.line.match(line)
        if found is None:
            return None, f"{_CONTINUED}{line.strip()}"
        return found.group(1), found.group(2).strip()


class _LooseDialect(_Dialect):
    line = _LOOSE


def _parser(dialect: type[_Dialect]) -> _Dialect:
    return dialect(
        mapping={**_EVERY, _UNTAGGED: _UNTAGGED},
        list_tags=frozenset(_EVERY),
        delimiter_tags_mapping={},
    )


_STRICT_PARSER, _LOOSE_PARSER = _parser(_Dialect), _parser(_LooseDialect)


def parted(text: str) -> tuple[str, int]:
    """Return the text with tags that run together on one line parted, and how many there were."""
    if text.count("  - ") <= len(_LINE.findall(text)):
        return text, 0
    return _GLUED.subn(r"\n\1  - ", text)


def tags_of(body: str) -> dict[str, list[str]] | None:
    """Return the values of each tag; `None` when the text is not one record.

    A continued line belongs to the value before it; for keywords each line is one of its own.
    """
    first, _, rest = body.partition("\n")
    loose = _TAG.match(first) is None or (_ANY.search(rest) is None and _ANY_LOOSE.search(rest) is not None)
    started = _LOOSE.sub(r"TY  -\2", first, count=1)
    entries = (_LOOSE_PARSER if loose else _STRICT_PARSER).parse(f"{started}\n{rest}\nER  - \n")
    if len(entries) != 1:
        return None
    entry: dict[str, Any] = entries[0]
    tags = {"TY": [str(entry.pop("TY", ""))]}
    stray = entry.pop(_UNTAGGED, {})
    for tag, lines in entry.items():
        tags.setdefault(tag, []).extend(_folded(tag, lines))
    untagged = [line.strip() for lines in stray.values() for line in lines if line.strip()]
    return {**tags, "": untagged} if untagged else tags


def _folded(tag: str, lines: list[str]) -> list[str]:
    values: list[list[str]] = []
    for line in lines:
        continued = line.startswith(_CONTINUED)
        text = line.strip()
        if continued and not text:
            continue
        if continued and values and tag != "KW":
            values[-1].append(text)
        else:
            values.append([text])
    return ["\n".join(parts) for parts in values]
