"""What leaves: one publication with what was decided and coded of it."""

from __future__ import annotations

from dataclasses import dataclass

from hedgerow.evidence.imported import NO_TITLE, Imported


@dataclass(frozen=True)
class Outgoing:
    """One publication.

    Attributes
    ----------
    id, ids
        The record, and every reference that is this record.
    said
        Its fields, merged; `said.codes` hold the codes that were agreed.
    decision, stage, reason
        include, exclude or empty while it is open; at which stage; why it was excluded.
    sources
        Names of the sources that held it.
    """

    id: str
    said: Imported
    ids: tuple[str, ...] = ()
    decision: str = ""
    stage: str = ""
    reason: str = ""
    sources: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title; empty where the file had none."""
        return "" if self.said.title == NO_TITLE else self.said.title

    @property
    def authors(self) -> tuple[str, ...]:
        """The names, one each."""
        return tuple(name.strip() for name in (self.said.authors or "").split(";") if name.strip())

    @property
    def label(self) -> str:
        """1 for included, 0 for excluded, empty while it is open."""
        return {"include": "1", "exclude": "0"}.get(self.decision, "")


def one_line(text: str | None) -> str:
    """Return text on one line: formats made of lines cannot hold more."""
    return " ".join((text or "").split())
