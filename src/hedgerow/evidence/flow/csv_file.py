"""The flow as the CSV that PRISMA2020 programs open, and as a table that is released."""

from __future__ import annotations

import csv
import io

from hedgerow.disclosure import Draft, Released, ReleasedColumn, SourceNote, release
from hedgerow.evidence.flow.boxes import BOXES, HEADINGS, STAGES
from hedgerow.evidence.flow.count import Flow

COLUMNS = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
_ABSENT = "NA"
SOURCES = (
    SourceNote("The review's log", "the owner of this workspace", "as the owner holds it", "as counted"),
    SourceNote("PRISMA 2020 (Page and others 2021)", "BMJ", "CC BY 4.0", "2021"),
)


def flow_csv(flow: Flow) -> str:
    """Return the CSV of the boxes that PRISMA2020 programs draw; those that are ours alone are left out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for node, box, title in HEADINGS:
        writer.writerow((_ABSENT, node, box, title, title, title, _ABSENT, 0))
    for one in BOXES:
        if one.box:
            node = one.node or _ABSENT
            title = one.title
            writer.writerow((one.key, node, one.box, title, title, title, _ABSENT, one.value(flow)))
    for name, node in STAGES:
        title = name.capitalize()
        writer.writerow((name, node, name, title, title, title, _ABSENT, 0))
    return out.getvalue()


def flow_table(flow: Flow) -> Released:
    """Return every count with its key and what it means; the table twin of the diagram."""
    rows = [(box.key, box.title, str(box.value(flow))) for box in BOXES]
    columns = (ReleasedColumn("key", "Key"), ReleasedColumn("title", "Count"), ReleasedColumn("n", "Number"))
    return release(Draft("prisma_flow", "Flow of the review", columns, tuple(rows), sources=SOURCES))


def source_table(flow: Flow) -> Released:
    """Return the records of each source."""
    rows = [(one.name, one.kind, one.identified, one.unreadable) for one in flow.sources]
    columns = (
        ReleasedColumn("name", "Source"),
        ReleasedColumn("kind", "Kind"),
        ReleasedColumn("identified", "Records"),
        ReleasedColumn("unreadable", "Could not be read"),
    )
    return release(Draft("prisma_sources", "Records by source", columns, tuple(rows), sources=SOURCES))


def reason_table(flow: Flow) -> Released:
    """Return why reports were excluded at full text, by side."""
    rows = [
        (side, reason, number)
        for side, here in (("databases and registers", flow.databases), ("other methods", flow.other))
        for reason, number in here.reasons
    ]
    columns = (
        ReleasedColumn("side", "Identified by"),
        ReleasedColumn("reason", "Reason"),
        ReleasedColumn("reports", "Reports"),
    )
    return release(Draft("prisma_reasons", "Reasons at full text", columns, tuple(rows), sources=SOURCES))
