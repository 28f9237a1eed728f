"""The pen of a section: it releases tables for the edition, tags sentences and notes what is missing."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from hedgerow.commissioning.facts import Fact, ProfileFacts
from hedgerow.commissioning.profile.model import (
    Block,
    Bullets,
    ChartBlock,
    Check,
    Gap,
    Name,
    Para,
    Section,
    Subheading,
    TableBlock,
    Tag,
    Want,
    say,
)
from hedgerow.disclosure import REASONS, AllowList, Draft, Edition, Released, release

ALL = tuple(Edition)
WITHIN = (Edition.RESTRICTED, Edition.PARTNER)


@cache
def allow_list() -> AllowList:
    """Return which columns of which table each edition of a profile may show."""
    text = (files("hedgerow.commissioning.profile") / "allow.toml").read_text("utf-8")
    return AllowList.parse(tomllib.loads(text))


@cache
def guide() -> Mapping[str, list[dict[str, str]]]:
    """Return the themes and the lists of what a profile should hold, with who usually holds it."""
    return tomllib.loads((files("hedgerow.commissioning.profile") / "guide.toml").read_text("utf-8"))


@dataclass
class Writer:
    """Gathers the blocks of one section of one edition."""

    number: int
    title: str
    edition: Edition
    facts: ProfileFacts
    blocks: list[Block] = field(default_factory=list)
    wants: list[Want] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)

    def para(self, template: str, *, tag: Tag = "", source: str = "", **parts: Fact | Name | str) -> None:
        """Write a paragraph."""
        self.blocks.append(Para(say(template, **parts), tag, source))

    def bullets(self, items: Iterable[Para]) -> None:
        """Write a list, when it is not empty."""
        kept = tuple(items)
        if kept:
            self.blocks.append(Bullets(kept))

    def heading(self, text: str) -> None:
        """Write a heading inside the section."""
        self.blocks.append(Subheading(text))

    def table(self, draft: Draft, *, count_missing: bool = True) -> Released | None:
        """Release a table and write it; return it, or `None` where the edition may not have it."""
        released = self.released(draft)
        if released is not None and released.rows:
            self.blocks.append(TableBlock(released))
            if count_missing:
                self._note_missing(released)
        return released

    def released(self, draft: Draft) -> Released | None:
        """Return the table as the edition may show it."""
        cut = allow_list().cut(draft, self.edition)
        if cut is None or (cut.source_class == "partner" and self.edition is Edition.PUBLIC):
            return None
        return release(cut, edition=self.edition, small_count=self.facts.small_count)

    def chart(
        self,
        draft: Draft,
        *,
        kind: Literal["line", "interval"],
        label: str,
        values: tuple[str, ...],
        alt: str,
        unit: str = "",
    ) -> None:
        """Write a chart of a table, with the table beside it, as the edition may show it."""
        released = self.released(draft)
        if released is None or not released.rows:
            return
        if {label, *values} <= {column.name for column in released.columns}:
            self.blocks.append(ChartBlock(released, kind, label, values, draft.title, alt, unit))
            self._note_missing(released)

    def want(self, name: str, held: bool) -> None:
        """Say whether something that the section should hold is there."""
        self.wants.append(Want(name, held))

    def gap(self, what: str, why: str, close: str, owner: str, *, written: bool = True) -> None:
        """Say that something is not known, here and in the section of gaps."""
        self.gaps.append(Gap(self.number, what, why, close, owner))
        if written:
            self.blocks.append(
                Para((Name(f"{what}: {why} To close it: {close} Usually held by: {owner}."),), "gap")
            )

    def check(self, name: str, passed: bool, text: str) -> None:
        """Write down the outcome of an automatic check."""
        self.checks.append(Check(name, passed, text))

    def section(self) -> Section:
        """Return the section."""
        return Section(
            self.number,
            self.title,
            tuple(self.blocks),
            tuple(self.wants),
            tuple(self.gaps),
            tuple(self.checks),
        )

    def _note_missing(self, table: Released) -> None:
        labels = {column.name: column.label for column in table.columns}
        quiet = {"not_applicable", "not_rated", "suppressed"}
        counts = Counter((name, reason) for (_, name), reason in table.reasons.items() if reason not in quiet)
        for (name, reason), count in sorted(counts.items()):
            self.gaps.append(
                Gap(
                    self.number,
                    f"{table.title}: {labels[name]}",
                    f"{count} of {len(table)} rows are empty: {REASONS[reason]}.",
                    _CLOSE.get(reason, "Ask the publisher of the source for the missing values."),
                    "publisher of the source" if reason != "gap" else "the police force",
                )
            )


_CLOSE = {
    "gap": "Load the force’s files for these months when they are published; never fill them with zero.",
    "not_built": "Run the build again with the source that this needs.",
    "cannot_tell": "Widen the area or the period; a longer run of months may allow an answer.",
}
