"""A page is a dataclass: its HTML and its JSON twin are made from it, and a test keeps them equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hedgerow.disclosure import Released
from hedgerow.web.blocks import Block, TableBlock
from hedgerow.web.months import in_words


@dataclass(frozen=True)
class Crumb:
    """One step of the way to a page."""

    text: str
    href: str


@dataclass(frozen=True)
class Section:
    """A part of a page with a heading of its own; `layout` is a class of the style sheet."""

    blocks: tuple[Block, ...]
    heading: str = ""
    intro: str = ""
    id: str = ""
    layout: str = ""

    def __post_init__(self) -> None:
        """Write months as words."""
        object.__setattr__(self, "intro", in_words(self.intro))

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        blocks = [block.as_dict() for block in self.blocks]
        return {"id": self.id, "heading": self.heading, "intro": self.intro, "blocks": blocks}


@dataclass(frozen=True)
class Page:
    """What one address shows.

    Attributes
    ----------
    title
        For the window and the bookmarks.
    question
        The main heading: the question that the page answers.
    summary
        The answer in a sentence or two; also the text for whom the charts do not speak.
    area
        Which part of the service navigation it belongs to.
    kept
        Whether it may be remembered until the next build: it shows no form that changes anything.
    authored
        Whether it rests on authored records too, so that it is remembered only until one of them changes.
    scripts, styles
        Built files that it loads besides the shell.
    """

    title: str
    question: str
    summary: str
    sections: tuple[Section, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    area: str = ""
    eyebrow: str = ""
    status: int = 200
    kept: bool = False
    authored: bool = False
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write months as words."""
        object.__setattr__(self, "summary", in_words(self.summary))

    def blocks(self) -> Iterator[Block]:
        """Yield every block in the order of the page."""
        for section in self.sections:
            yield from section.blocks

    def tables(self) -> dict[str, Released]:
        """Return the tables that may be downloaded, by name."""
        return dict(zip(self.keys().values(), self._each(), strict=True))

    def keys(self) -> dict[int, str]:
        """Return the name of each table in an address: its own, with a number where two share one."""
        found: dict[int, str] = {}
        for table in self._each():
            taken = sum(name == table.name or name.startswith(f"{table.name}-") for name in found.values())
            found[id(table)] = table.name if not taken else f"{table.name}-{taken + 1}"
        return found

    def _each(self) -> list[Released]:
        """Return each table once."""
        return list({id(block.table): block.table for block in self.table_blocks()}.values())

    def table_blocks(self) -> Iterator[TableBlock]:
        """Yield every table that is shown as a table, those beside charts included."""
        for block in self.blocks():
            yield from block.table_blocks()

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON twin."""
        return {
            "title": self.title,
            "question": self.question,
            "summary": self.summary,
            "breadcrumbs": [vars(crumb) for crumb in self.crumbs],
            "sections": [section.as_dict() for section in self.sections],
        }
