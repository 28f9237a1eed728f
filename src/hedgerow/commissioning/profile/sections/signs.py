"""Section 7: warning signs by theme and audience, each with its source."""

from __future__ import annotations

from hedgerow.commissioning.profile.drafts import words_draft
from hedgerow.commissioning.profile.writer import Writer


def write(pen: Writer) -> None:
    """Print the signs of the vocabulary with how to report; a sign without a source is not printed."""
    signs = pen.facts.signs
    sourced = [row for row in signs if row.source]
    pen.want("warning signs with sources", bool(sourced))
    pen.para(
        "A sign is weak on its own, may have an innocent reason and is never evidence about a person. "
        "Do not challenge, follow or photograph anybody.",
        tag="assessed",
    )
    pen.para(
        "In an emergency call {emergency}. To report, call {police}, or Crimestoppers on "
        "{crimestoppers} without giving "
        "a name. For loan sharks: Stop Loan Sharks on {loans}.",
        emergency="999",
        police="101",
        crimestoppers="0800 555 111",
        loans="0300 555 2222",
    )
    if not sourced:
        pen.gap(
            "Warning signs",
            "no sign with a source is held.",
            "Add signs to the vocabulary.",
            "neighbourhood policing",
        )
    for theme in dict.fromkeys(row.theme for row in sourced):
        kept = [row for row in sourced if row.theme == theme]
        sources = tuple(f"Source: {source}." for source in dict.fromkeys(row.source for row in kept))
        labels = {"sign": "Sign", "audience": "For"}
        rows = [(row.text, row.audience) for row in kept]
        pen.table(words_draft("signs", theme, labels, rows, notes=sources))
    bare = [row.id for row in signs if not row.source]
    text = f"left out, no source: {', '.join(bare[:6])}" if bare else "every sign printed cites one"
    pen.check("each sign cites a source", not bare and bool(signs), text if signs else "no sign is held")
