"""A dossier as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hedgerow.disclosure import Released, missing_notes, shown
from hedgerow.places.dossier.document import Dossier, Part

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|])")


def to_markdown(dossier: Dossier) -> str:
    """Return the dossier as Markdown with pipe tables."""
    lines = [f"# {escaped(dossier.title)}", "", f"{dossier.marking}. {dossier.people}", ""]
    lines += [f"**{escaped(dossier.answer)}**", ""]
    for part in dossier.parts:
        lines += _part(part, 2)
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """Return text with the signs of Markdown made harmless."""
    return _SPECIAL.sub(r"\\\1", text)


def _part(part: Part, level: int) -> Iterator[str]:
    yield from (f"{'#' * level} {escaped(part.heading)}", "")
    for paragraph in part.paragraphs:
        yield from (escaped(paragraph), "")
    if part.bullets:
        yield from (f"- {escaped(line)}" for line in part.bullets)
        yield ""
    for table in part.tables:
        yield from _table(table)
    for below in part.within:
        yield from _part(below, level + 1)


def _table(table: Released) -> Iterator[str]:
    yield from (f"**{escaped(table.title)}**", "")
    if not len(table):
        yield from ("None.", "")
        return
    heads = [f"{c.label} ({c.unit})" if c.unit else c.label for c in table.columns]
    yield "| " + " | ".join(map(escaped, heads)) + " |"
    yield "|" + " --- |" * len(heads)
    for row in range(len(table)):
        yield "| " + " | ".join(escaped(shown(table, row, column)) for column in table.columns) + " |"
    yield ""
    for note in (*missing_notes(table), table.marking):
        yield from (escaped(note), "")
