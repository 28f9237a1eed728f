"""What a document is once it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("heading", "paragraph", "bullet", "cell")


@dataclass(frozen=True)
class Paragraph:
    """One piece of running text.

    Attributes
    ----------
    number
        Place in the document, from 1.
    kind
        heading, paragraph, bullet or cell (of a table).
    text
        The text, spaces made single and words that were split at a line's end made whole.
    page
        The page on which it begins; `None` where the format has no pages.
    turns
        ``(offset in text, page)`` wherever it runs on to a further page.
    pillar
        The headings above it, joined by " > "; empty before the first.
    """

    number: int
    kind: str
    text: str
    page: int | None = None
    turns: tuple[tuple[int, int], ...] = ()
    pillar: str = ""

    def page_at(self, offset: int) -> int | None:
        """Return the page on which the character at `offset` stands."""
        page = self.page
        for start, later in self.turns:
            if offset >= start:
                page = later
        return page


@dataclass(frozen=True)
class Document:
    """A document that was read; `notes` say what could not be."""

    media: str
    sha256: str
    pages: int | None
    paragraphs: tuple[Paragraph, ...]
    title: str = ""
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any], *, media: str, sha256: str) -> Document:
        """Build a document from the plain values that the reader's process sends, checking each."""
        paragraphs = tuple(_paragraph(number, row) for number, row in enumerate(data["paragraphs"], 1))
        pages = data["pages"]
        return cls(
            media=media,
            sha256=sha256,
            pages=int(pages) if pages is not None else None,
            paragraphs=paragraphs,
            title=str(data.get("title") or ""),
            notes=tuple(str(note) for note in data.get("notes", ())),
        )


def _paragraph(number: int, row: Mapping[str, Any]) -> Paragraph:
    kind = str(row["kind"])
    if kind not in KINDS:
        raise ValueError(f"a paragraph cannot be a {kind}")
    page = row["page"]
    return Paragraph(
        number=number,
        kind=kind,
        text=str(row["text"]),
        page=int(page) if page is not None else None,
        turns=tuple((int(offset), int(later)) for offset, later in row.get("turns", ())),
        pillar=str(row.get("pillar") or ""),
    )
