"""Section 11: intelligence and evidence gaps, filled from sections 2 to 9 and from the gap map."""

from __future__ import annotations

from collections.abc import Sequence

from hedgerow.commissioning.profile.drafts import words_draft
from hedgerow.commissioning.profile.model import Gap
from hedgerow.commissioning.profile.writer import Writer

NUMBER = 11
_WHY = {
    "empty_after_search": "looked for, and no outcome study found; this does not mean that it does not work.",
    "not_searched": "not searched yet, so nothing can be said.",
}


def write(pen: Writer, earlier: Sequence[Gap]) -> None:
    """List every gap once, with why, how to close it and who usually can."""
    rows = [gap for gap in earlier if 2 <= gap.section <= 9]
    cells = _evidence_gaps(pen)
    pen.para(
        "This section is filled by the build: every empty figure of the sections before, with "
        "its reason, and every "
        "empty cell of the evidence map.",
        tag="known",
    )
    labels = {
        "section": "Section",
        "what": "Gap",
        "why": "Why",
        "close": "How to close it",
        "owner": "Usually held by",
    }
    body = [(str(gap.section), gap.what, gap.why, gap.close, gap.owner) for gap in rows]
    pen.table(words_draft("gaps", "What is not known", labels, body), count_missing=False)
    if cells:
        body = [("9", gap.what, gap.why, gap.close, gap.owner) for gap in cells]
        pen.table(words_draft("gaps", "Evidence not held", labels, body), count_missing=False)
    pen.want("gaps listed", bool(rows or cells))
    pen.check(
        "filled automatically",
        True,
        f"{len(rows)} gaps from sections 2 to 9, {len(cells)} from the evidence map",
    )


def _evidence_gaps(pen: Writer) -> list[Gap]:
    found = []
    for state, why in _WHY.items():
        rows = dict.fromkeys(cell.row for cell in pen.facts.cells if cell.state == state)
        for row in rows:
            columns = [cell.column for cell in pen.facts.cells if cell.state == state and cell.row == row]
            found.append(
                Gap(
                    9,
                    f"{_words(row)}: {', '.join(_words(column) for column in columns)}",
                    why,
                    "Search by the protocol, or fund an evaluation with a comparison.",
                    "universities; College of Policing",
                )
            )
    return found


def _words(slug: str) -> str:
    return slug.replace("_", " ")
