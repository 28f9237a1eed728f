"""The checklist of what a police and crime plan must set out, as far as words can tell.

The six items follow section 7 of the Police Reform and Social Responsibility Act 2011 as secondary sources
describe it. This finds passages to read; it gives no legal advice and cannot say that a plan complies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hedgerow.plans.documents import Paragraph
from hedgerow.plans.mapping import Match, matches
from hedgerow.plans.sentences import sentences
from hedgerow.vocabulary import term

ITEMS = ("PCP1", "PCP2", "PCP3", "PCP4", "PCP5", "PCP6")
FOUND = 0.6
CAUTION = (
    "Words were looked for; no lawyer read it. “Not found” means that these words were not found, “found” "
    "that a passage uses them. Check the text of the Act at legislation.gov.uk before you rely on this list."
)


@dataclass(frozen=True)
class Item:
    """One item of the checklist: where it seems to be set out, or that it was not found."""

    id: str
    title: str
    found: bool
    quote: str | None
    page: int | None
    words: tuple[str, ...]


def check_statutory(paragraphs: Iterable[Paragraph]) -> list[Item]:
    """Return the six items, each with the passage that says it most plainly."""
    best: dict[str, tuple[float, str, int | None, Match]] = {}
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            continue
        for offset, sentence in sentences(paragraph.text):
            for match in matches("plan_hook", sentence, paragraph.pillar):
                if match.term in ITEMS and match.strength > best.get(match.term, (FOUND - 1e-9,))[0]:
                    best[match.term] = (match.strength, sentence, paragraph.page_at(offset), match)
    return [_item(item, best.get(item)) for item in ITEMS]


def _item(item: str, found: tuple[float, str, int | None, Match] | None) -> Item:
    title = term("plan_hook", item).title
    if found is None:
        return Item(item, title, False, None, None, ())
    _, quote, page, match = found
    return Item(item, title, True, quote, page, match.words)
