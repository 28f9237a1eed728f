"""The flow of a review and its files for other programs, read from the log."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from hedgerow.disclosure import Released
from hedgerow.errors import UsageError
from hedgerow.evidence.coding import CodeTree, coding_state, shelf_of
from hedgerow.evidence.coding.studies import studies_of
from hedgerow.evidence.flow import Flow, check_flow, draw_flow, flow_csv
from hedgerow.evidence.flow.csv_file import flow_table, reason_table, source_table
from hedgerow.evidence.flow.diagram import summary
from hedgerow.evidence.flow.of_review import Told, flow_of
from hedgerow.evidence.imported import AppliedCode
from hedgerow.evidence.intake import Unit, told
from hedgerow.evidence.review import EventDraft, Protocol, protocol_of
from hedgerow.evidence.screening.state import Screening, screening_state
from hedgerow.evidence.tables.review.log import ReviewLog
from hedgerow.evidence.tables.review.standing import Standing, standing
from hedgerow.evidence.tables.review.units import read_units
from hedgerow.evidence.writers import Outgoing, write
from hedgerow.store.database import Database

# Review to how many events had arrived, and the views of that state by the date of the update.
_KEPT: WeakKeyDictionary[Database, dict[str, tuple[int, dict[str, FlowView]]]] = WeakKeyDictionary()
_LOCK = threading.Lock()
WHICH = ("all", "included", "excluded", "open")


@dataclass(frozen=True)
class FlowView:
    """The flow of a review as it is shown.

    Attributes
    ----------
    summary
        In two sentences.
    counts, sources, reasons
        Every box, the records of each source, and why reports were excluded.
    drawing, csv
        As SVG with the counts inside, and as the CSV that PRISMA2020 programs open.
    wrong
        Sums that do not hold; empty unless the log is broken.
    """

    review: str
    since: str
    summary: str
    flow: Flow
    counts: Released
    sources: Released
    reasons: Released
    drawing: str
    csv: str
    wrong: tuple[str, ...]


def flow_view(log: ReviewLog, *, since: str = "") -> FlowView:
    """Return the flow of a review, counted from its log; between two events it is counted once.

    Parameters
    ----------
    since
        ISO date of the update that is counted; all that came before is the version before.
    """
    arrived = log.arrived()
    with _LOCK:
        kept, views = _KEPT.setdefault(log.database, {}).get(log.review, (-1, {}))
        if kept == arrived and since in views:
            return views[since]
    view = _counted(log, since)
    with _LOCK:  # a view is of the log as it stood at the latest when it was asked for
        _KEPT[log.database][log.review] = (arrived, {**(views if kept == arrived else {}), since: view})
    return view


def _counted(log: ReviewLog, since: str) -> FlowView:
    flow = flow_of(_told(log, standing(log)), since=since)
    protocol = protocol_of(log.events(("review_started", "protocol_amended")))
    title = protocol.title if protocol else log.review
    return FlowView(
        review=log.review,
        since=since,
        summary=summary(flow),
        flow=flow,
        counts=flow_table(flow),
        sources=source_table(flow),
        reasons=reason_table(flow),
        drawing=draw_flow(flow, title=f"Flow of the review “{title}”"),
        csv=flow_csv(flow),
        wrong=check_flow(flow),
    )


def _told(log: ReviewLog, here: Standing) -> Told:
    events = told(log.events())
    return Told(
        events=events,
        files=here.file_of,
        groups=here.groups,
        screening=_screening(log, here),
        studies=studies_of(events, here.groups.unit),
    )


def _screening(log: ReviewLog, here: Standing) -> Screening:
    events = log.events()
    units = {name: here.groups.unit(name) for name in here.file_of}
    return screening_state(events, units, protocol_of(events) or Protocol(log.review))


@dataclass(frozen=True)
class Export:
    """A file that was written: its text, and the event that says so."""

    format: str
    text: str
    sha256: str
    records: int
    event: str


def export(log: ReviewLog, form: str, *, actor: str, which: str = "all") -> Export:
    """Write the records of a review in a format of `evidence.writers`, and say so in the log.

    Parameters
    ----------
    which
        all, included (at the last stage that was read), excluded, or open (neither yet).

    Raises
    ------
    NotFoundError
        When no format has that name.
    UsageError
        When there is nothing to write.
    """
    if which not in WHICH:
        raise UsageError(f"“{which}” is no choice of records.", remedy=f"There are: {', '.join(WHICH)}.")
    wanted = {"included": "include", "excluded": "exclude", "open": ""}
    records = [one for one in outgoing(log) if which == "all" or one.decision == wanted[which]]
    if not records:
        raise UsageError(
            f"The review “{log.review}” has no record to write.",
            remedy="Import a file first, or choose other records.",
        )
    text = write(form, records, trees_in_use(log, records))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    payload = {"format": form, "sha256": sha256, "records": len(records), "which": which}
    event = log.append(EventDraft("exported", (), payload), actor=actor)[0]
    return Export(form, text, sha256, len(records), event)


def outgoing(log: ReviewLog) -> Iterator[Outgoing]:
    """Yield each record of a review with what was decided and finally coded of it."""
    here = standing(log)
    screening = _screening(log, here)
    coding = coding_state(told(log.events()), here.groups.unit)
    with log.database.reading() as connection:
        for unit in read_units(connection, here):
            codes = tuple(
                AppliedCode(
                    one.code,
                    "; ".join(filter(None, (one.value, one.note))) or None,
                    one.arm or None,
                    tuple(quote.text for quote in one.quotes),
                )
                for one in coding.final(coding.studies.of(unit.id))
            )
            yield _outgoing(unit, screening, codes)


def _outgoing(unit: Unit, screening: Screening, codes: tuple[AppliedCode, ...]) -> Outgoing:
    full = screening.full.unit(unit.id)
    read = bool(full.readings) or full.outcome == "not_obtained"
    last = full if read else screening.title.unit(unit.id)
    reason = "The full text could not be obtained" if last.outcome == "not_obtained" else last.reason
    decision = _DECISIONS.get(last.outcome, "")
    return Outgoing(
        id=unit.id,
        said=replace(unit.said, codes=codes or unit.said.codes),
        ids=tuple(one.id for one in unit.references),
        decision=decision,
        stage=("full_text" if read else "title_abstract") if decision else "",
        reason=reason if decision == "exclude" else "",
        sources=unit.sources,
    )


_DECISIONS = {"included": "include", "excluded": "exclude", "not_obtained": "exclude"}


def trees_in_use(log: ReviewLog, records: list[Outgoing]) -> tuple[CodeTree, ...]:
    """Return the code trees of which some record has a code."""
    used = {code.code for record in records for code in record.said.codes}
    shelf = shelf_of(told(log.events()))
    return tuple(tree for tree in shelf.trees.values() if any(code.id in used for code in tree.codes))
