"""Read plain text or Markdown: a form feed turns the page, a blank line ends a paragraph."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hedgerow.plans.documents.lines import BULLET, mend, with_pillars
from hedgerow.plans.documents.refusal import Refused

CHARACTERS_MOST = 3_000_000
_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^\s*(=|-|_|\*){3,}\s*$")
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+([A-Z][^.;:!?]{2,90})$")


def read(path: Path) -> dict[str, Any]:
    """Return paragraphs; pages only where form feeds mark them."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("text") from error
    if "\x00" in text:
        raise Refused("kind")
    if len(text) > CHARACTERS_MOST:
        raise Refused("long")
    pages = text.split("\f")
    rows: list[dict[str, Any]] = []
    levels: list[int] = []
    for number, page in enumerate(pages, 1):
        for kind, level, words in _blocks(page.splitlines()):
            shown = number if len(pages) > 1 else None
            rows.append({"kind": kind, "text": " ".join(words.split()), "page": shown, "turns": []})
            levels.append(level)
    count = len(pages) if len(pages) > 1 else None
    return {"pages": count, "paragraphs": with_pillars(rows, levels), "title": "", "notes": []}


def _blocks(lines: list[str]) -> list[tuple[str, int, str]]:
    found: list[tuple[str, int, str]] = []
    open_block = False
    for position, line in enumerate(lines):
        if not line.strip() or _RULE.match(line):
            open_block = False
            continue
        level, words = _heading(lines, position)
        mark = BULLET.match(line)
        if level:
            found.append(("heading", level, words))
            open_block = False
        elif mark:
            found.append(("bullet", 0, line[mark.end() :].strip()))
            open_block = True
        elif open_block:
            kind, _, before = found[-1]
            found[-1] = (kind, 0, mend(before, line))
        else:
            found.append(("paragraph", 0, line.strip()))
            open_block = True
    return found


def _heading(lines: list[str], position: int) -> tuple[int, str]:
    """Return level and words of a heading, or 0: #, underlined, numbered, or a line of capitals by itself."""
    line = lines[position].strip()
    after = lines[position + 1].strip() if position + 1 < len(lines) else ""
    hashes = _HASHES.match(line)
    if hashes:
        return len(hashes.group(1)), hashes.group(2)
    if re.fullmatch(r"=+|-{3,}", after) and len(line) < 120 and not BULLET.match(line):
        return (1 if after[0] == "=" else 2), line
    alone = not after and (position == 0 or not lines[position - 1].strip())
    number = _NUMBER.match(line)
    if number and alone:
        return number.group(1).count(".") + 1, line
    if alone and line.isupper() and 3 < len(line) < 90:
        return 1, line
    return 0, ""
