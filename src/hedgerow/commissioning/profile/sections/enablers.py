"""Section 8: what enables organised crime, at area level only."""

from __future__ import annotations

from hedgerow.commissioning.profile.drafts import indicators_draft
from hedgerow.commissioning.profile.writer import Writer, guide


def write(pen: Writer) -> None:
    """Show what is held for the area; no firm, landlord or address is ever named."""
    pen.para(
        "Enablers are described for areas. No business, landlord or address is named, and being "
        "on a register is "
        "no suspicion.",
        tag="assessed",
    )
    entries = guide()["enabler"]
    names = {name for entry in entries for name in entry.get("indicators", "").split(",") if name}
    rows = [row for row in pen.facts.indicators if row.name in names]
    if rows:
        pen.table(indicators_draft("enablers", "Held for the area", rows))
    for entry in entries:
        wanted = [name for name in entry.get("indicators", "").split(",") if name]
        held = any(row.name in wanted for row in rows)
        pen.want(entry["title"].lower(), held)
        if not held:
            pen.gap(entry["title"], "nothing is held.", entry["close"], entry["holds"])
    pen.check("area level only", True, "every figure is for an area")
