"""Whether a search finds the publications that are known to matter: the test of a search before it is run.

The known records are read from any file of references and searched by themselves, so that the answer does not
depend on what else is held. A record that is missed is named with the blocks of the search that miss it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hedgerow.evidence.imported import Imported
from hedgerow.evidence.query import And, Node, SearchQuery, said
from hedgerow.evidence.tables.search.file import SearchFile, opened
from hedgerow.evidence.tables.search.matching import match
from hedgerow.evidence.tables.search.writing import write_search


@dataclass(frozen=True)
class MissedRecord:
    """A known record that the search does not find, and which blocks of the search do not."""

    title: str
    year: int | None
    doi: str | None
    missed_by: tuple[str, ...]
    has_abstract: bool


@dataclass(frozen=True)
class HitTest:
    """What a search finds of the records that are known.

    Attributes
    ----------
    reading
        How the search was read.
    known, found
        Records that are known, and those that the search finds.
    blocks
        For each block of the search, how many of the known it finds by itself.
    missed
        Those that it does not find.
    """

    reading: str
    known: int
    found: int
    blocks: tuple[tuple[str, int], ...]
    missed: tuple[MissedRecord, ...]

    @property
    def sensitivity(self) -> float | None:
        """The share of the known that is found; `None` where none is known."""
        return self.found / self.known if self.known else None

    def as_dict(self) -> dict[str, object]:
        """Return JSON-ready values."""
        return {
            "reading": self.reading,
            "known": self.known,
            "found": self.found,
            "sensitivity": self.sensitivity,
            "blocks": [{"block": block, "found": found} for block, found in self.blocks],
            "missed": [{**vars(one), "missed_by": list(one.missed_by)} for one in self.missed],
        }


def hit_test(query: SearchQuery, known: Sequence[Imported]) -> HitTest:
    """Return what a search finds of some known records."""
    blocks = query.node.parts if isinstance(query.node, And) else (query.node,) if query.node else ()
    with TemporaryDirectory() as folder:
        rows = [_row(one) for one in known]
        file = opened(write_search(Path(folder) / "known.sqlite", rows, near=False))
        # Words side by side must all be found: a test never takes any word instead of every word.
        whole = _finds(file, query.node)
        each = [(said(block), _finds(file, block)) for block in blocks]
    missed = tuple(
        MissedRecord(
            title=one.title,
            year=one.year,
            doi=one.doi,
            missed_by=tuple(block for block, found in each if n not in found),
            has_abstract=bool(one.abstract),
        )
        for n, one in enumerate(known)
        if n not in whole
    )
    counted = tuple((block, len(found)) for block, found in each)
    return HitTest(query.reading, len(known), len(whole), counted, missed)


def _finds(file: SearchFile, node: Node | None) -> set[int]:
    mask = match(file, SearchQuery("", node)).mask
    return set(mask.nonzero()[0].tolist())


def _row(one: Imported) -> dict[str, object]:
    texts = {"title": one.title, "authors": one.authors, "abstract": one.abstract, "year": one.year}
    words = "; ".join(one.keywords)
    return {**_NOTHING, **texts, "id": f"known-{one.row_number}", "caveats": words, "place_scope": one.place}


_NOTHING: dict[str, object] = {
    "kind": "not_coded",
    "approaches": "",
    "interventions": "",
    "outcomes": "",
    "finding": None,
    "uk_evidence": None,
    "east_midlands": None,
    "verified": "not_checked",
    "tier": "X",
    "superseded_by": None,
    "claim_awaiting_evaluation": False,
    "grade_scheme": None,
    "grade_value": None,
    "effects": 0,
    "numbers": 0,
    "with_number": None,
    "origin": "known",
}
