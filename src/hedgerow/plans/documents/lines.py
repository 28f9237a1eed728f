"""From lines of text on pages to paragraphs: running lines removed, split words mended, headings found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

BULLET = re.compile(
    r"^\s*(?:[•●▪■◦‣·○➢➤✓✔\uf0b7\uf0a7]|[-–*]\s|\(?(?:[a-z]|[ivx]{1,4})\)\s|\(?\d{1,2}\)\s)\s*"
)
NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+\S")
HYPHENS = "-\u00ad\u2010\u0002\ufffe"
MARGIN = 0.12  # running headers and footers stand in the top and bottom eighth of a page


@dataclass(frozen=True)
class Line:
    """One line of a page: its text, height of type, whether bold, and where it stands (0 top, 1 bottom)."""

    text: str
    page: int
    size: float = 0.0
    bold: bool = False
    top: float = 0.5
    left: float = 0.0


@dataclass(frozen=True)
class Setting:
    """How a document is set: the height of its running text and the step from one line to the next."""

    body: float
    leading: float


@dataclass
class _Block:
    kind: str
    text: str
    page: int
    size: float
    bold: bool
    last: Line
    turns: list[tuple[int, int]] = field(default_factory=list)


def paragraphs(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return paragraphs as plain values, with the headings above each."""
    kept = without_running_lines(lines)
    setting = _measure(kept)
    blocks: list[_Block] = []
    for line in kept:
        if blocks and _continues(blocks[-1], line, setting):
            _join(blocks[-1], line)
        else:
            blocks.append(_start(line, setting.body))
    return with_pillars([_plain(block) for block in blocks if block.text.strip()], _levels(blocks))


def _measure(lines: Sequence[Line]) -> Setting:
    sizes = [line.size for line in lines for _ in range(1 + len(line.text) // 40)]
    body = median(sizes) if sizes else 0.0
    steps = [
        after.top - before.top
        for before, after in pairwise(lines)
        if before.page == after.page and 0 < after.top - before.top < 3 * body
    ]
    # Steps within paragraphs are the short ones: a quarter of all, even where most paragraphs are one line.
    return Setting(body, sorted(steps)[len(steps) // 4] if steps else 0.0)


def without_running_lines(lines: Sequence[Line]) -> list[Line]:
    """Drop page numbers, and headers and footers that stand on most pages in the same place."""
    pages = {line.page for line in lines}
    marginal = [line for line in lines if line.top < MARGIN or line.top > 1 - MARGIN]
    often = Counter(shape for shape, _ in {(_shape(line.text), line.page) for line in marginal})
    least = max(2, (len(pages) + 1) // 2)
    return [
        line
        for line in lines
        if line not in marginal or (often[_shape(line.text)] < least and not _is_page_number(line.text))
    ]


def with_pillars(rows: list[dict[str, Any]], levels: Sequence[int]) -> list[dict[str, Any]]:
    """Give each row the headings above it; `levels` holds 0 for text and 1, 2, ... for headings."""
    above: list[tuple[int, str]] = []
    for row, level in zip(rows, levels, strict=True):
        if level:
            above = [(other, text) for other, text in above if other < level]
        row["pillar"] = " > ".join(text for _, text in above)
        if level:
            above.append((level, row["text"]))
    return rows


def mend(first: str, second: str) -> str:
    """Join two lines: a word split by a hyphen becomes whole, a compound keeps its hyphen."""
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first + second
    if first[-1] == "\u00ad":
        return first[:-1] + second
    if first[-1] in HYPHENS and len(first) > 1 and first[-2].isalpha() and second[0].isalpha():
        before = re.split(r"[\s(]", first[:-1])[-1].lower()
        keeps = second[0].isupper() or COMPOUND.fullmatch(before) is not None or "-" in before
        return first[:-1] + ("-" if keeps else "") + second
    return f"{first} {second}"


# First parts that keep their hyphen when a line ends after it: "multi-agency", never "multiagency".
COMPOUND = re.compile(
    """anti|bi|co|community|cost|county|cross|cyber|data|drug|early|end|evidence|ex|fly|full|gang|half|high|hot|
    inter|joined|knife|long|low|mid|multi|neighbour|non|one|out|part|place|post|pre|problem|re|risk|rural|self|
    serious|short|single|small|so|socio|street|sub|third|trauma|two|victim|well|whole|year|young|zero""",
    re.VERBOSE,
)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.lower().split()))


def _is_page_number(text: str) -> bool:
    return bool(re.fullmatch(r"(?:page\s*)?[\divx]{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?", text.strip().lower()))


def _is_heading(line: Line, body: float) -> bool:
    text = line.text.strip()
    if len(text) > 120 or text.endswith((".", ";", ",", ":")) or BULLET.match(text) or not body:
        return False
    larger = line.size > body * 1.12
    return larger or (line.bold and line.size >= body * 0.98 and len(text) <= 90)


def _start(line: Line, body: float) -> _Block:
    found = BULLET.match(line.text)
    kind = "bullet" if found else "heading" if _is_heading(line, body) else "paragraph"
    text = line.text[found.end() :] if found else line.text
    return _Block(kind, text.strip(), line.page, line.size, line.bold, line)


def _continues(block: _Block, line: Line, setting: Setting) -> bool:
    if BULLET.match(line.text):
        return False
    heading = _is_heading(line, setting.body)
    alike = abs(line.size - block.size) <= 0.08 * max(block.size, 1.0)
    if block.kind == "heading" or heading:
        near = line.page == block.page and 0 < line.top - block.last.top < 0.05
        return block.kind == "heading" and heading and alike and near and line.bold == block.bold
    ended = block.text.rstrip().endswith((".", "!", "?", ":", ";"))
    if line.page != block.last.page or line.top < block.last.top:  # a new page or column
        return not ended and not NUMBERED.match(line.text)
    gap = line.top - block.last.top
    return alike and gap < (1.25 if ended else 1.6) * max(setting.leading, 0.001)


def _join(block: _Block, line: Line) -> None:
    joined = mend(block.text, line.text)
    if line.page != block.last.page:
        block.turns.append((len(joined) - len(line.text.strip()), line.page))
    block.text, block.last = joined, line


def _levels(blocks: Sequence[_Block]) -> list[int]:
    """Give each heading a level by the size of its type: the largest is 1."""
    sizes: list[float] = []
    for size in sorted(
        {(block.size, block.bold) for block in blocks if block.kind == "heading"}, reverse=True
    ):
        if not sizes or size[0] < sizes[-1] * 0.95:
            sizes.append(size[0])
    return [
        1 + min(range(len(sizes)), key=lambda n: abs(sizes[n] - block.size)) if block.kind == "heading" else 0
        for block in blocks
        if block.text.strip()
    ]


def _plain(block: _Block) -> dict[str, Any]:
    text = " ".join(block.text.split())
    return {"kind": block.kind, "text": text, "page": block.page, "turns": block.turns}
