"""The document, written once and rendered three times: sections of blocks, each number with its address."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field
from typing import Literal

from hedgerow.commissioning.facts import Fact
from hedgerow.disclosure import Edition, Released
from hedgerow.errors import DisclosureError

Tag = Literal["", "known", "assessed", "gap"]


@dataclass(frozen=True)
class Name:
    """Words that may hold digits and are not a number of the document: a name, a title, a date, a law."""

    text: str


Run = str | Fact | Name
Text = tuple[Run, ...]
TYPED = re.compile(r"\d")


def say(template: str, **parts: Fact | Name | str) -> Text:
    """Return a text from a template: ``{crimes}`` is replaced by its part.

    A digit in the template itself is refused, so that no number enters a document without an address or a
    declared source.
    """
    runs: list[Run] = []
    for literal, field_name, _, _ in string.Formatter().parse(template):
        if TYPED.search(literal):
            raise DisclosureError(
                f"The sentence “{template}” holds a number without an address.",
                remedy="Pass it as a Fact with its figure, or as a Name when it is no figure.",
            )
        if literal:
            runs.append(literal)
        if field_name is not None:
            part = parts[field_name]
            runs.append(Name(part) if isinstance(part, str) else part)
    return tuple(runs)


def plain(text: Text) -> str:
    """Return a text as a reader sees it."""
    return "".join(run if isinstance(run, str) else run.text for run in text)


@dataclass(frozen=True)
class Para:
    """A paragraph; `tag` says whether it is known, assessed or a gap, and `source` on what it rests."""

    text: Text
    tag: Tag = ""
    source: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list of paragraphs."""

    items: tuple[Para, ...]


@dataclass(frozen=True)
class Subheading:
    """A heading below the section's own."""

    text: str


@dataclass(frozen=True)
class TableBlock:
    """A released table."""

    table: Released


@dataclass(frozen=True)
class ChartBlock:
    """A chart of a released table, with words for those who cannot see it; the table stands beside it."""

    table: Released
    kind: Literal["line", "interval"]
    label: str
    values: tuple[str, ...]
    title: str
    alt: str
    unit: str = ""


Block = Para | Bullets | Subheading | TableBlock | ChartBlock


@dataclass(frozen=True)
class Gap:
    """Something that is not known: why, how to close it, and who usually can."""

    section: int
    what: str
    why: str
    close: str
    owner: str


@dataclass(frozen=True)
class Check:
    """An automatic check of a section or of the document."""

    name: str
    passed: bool
    text: str


@dataclass(frozen=True)
class Want:
    """One thing that a section should hold, and whether it does."""

    name: str
    held: bool


@dataclass(frozen=True)
class Section:
    """One section."""

    number: int
    title: str
    blocks: tuple[Block, ...]
    wants: tuple[Want, ...] = ()
    gaps: tuple[Gap, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def held(self) -> int:
        """How many of the wanted things it holds."""
        return sum(want.held for want in self.wants)


@dataclass(frozen=True)
class Stale:
    """A figure with its date and the day after which it should be replaced."""

    what: str
    source: str
    date: str
    expires: str
    past: bool


@dataclass(frozen=True)
class Document:
    """A whole profile in one edition, before it becomes a file."""

    title: str
    area_code: str
    area_name: str
    area_kind: str
    edition: Edition
    marking: str
    data_cut: str
    made_on: str
    next_review: str
    owner: str
    fictional: bool
    banners: tuple[str, ...]
    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    stale: tuple[Stale, ...] = ()
    hash: str = ""
    complaints: tuple[Check, ...] = field(default=())
    glance: tuple[Para, ...] = ()

    @property
    def completeness(self) -> float:
        """Share of the wanted things of all sections that are held."""
        wanted = sum(len(section.wants) for section in self.sections)
        return sum(section.held for section in self.sections) / wanted if wanted else 0.0


def blocks_texts(block: Block) -> list[Text]:
    """Return the texts of a block, tables and charts apart."""
    if isinstance(block, Para):
        return [block.text]
    if isinstance(block, Bullets):
        return [item.text for item in block.items]
    return []


def tables(document: Document) -> list[Released]:
    """Return every released table of a document, those behind charts included."""
    return [
        block.table
        for section in document.sections
        for block in section.blocks
        if isinstance(block, TableBlock | ChartBlock)
    ]


def facts(document: Document) -> list[Fact]:
    """Return every number of the document's sentences."""
    blocks = [*document.glance, *(block for section in document.sections for block in section.blocks)]
    return [run for block in blocks for text in blocks_texts(block) for run in text if isinstance(run, Fact)]
