"""What must add up in a flow, whatever happened."""

from __future__ import annotations

from collections.abc import Iterator

from hedgerow.evidence.flow.count import SIDES, Flow, Side


def check_flow(flow: Flow) -> tuple[str, ...]:
    """Return the sums that do not hold, in words; empty when all do."""
    return tuple(words for words, holds in _sums(flow) if not holds)


def _sums(flow: Flow) -> Iterator[tuple[str, bool]]:
    for name in ("databases", "other"):
        side: Side = getattr(flow, name)
        given = sum(source.identified for source in flow.sources if SIDES[source.kind] == name)
        yield f"{name}: the sources sum to what was identified", given == side.identified
        yield from ((f"{name}: {words}", holds) for words, holds in _side(side))
    included = flow.databases.included + flow.other.included
    yield "new reports are those included on both sides", flow.new_reports == included
    yield "no more studies than reports", flow.new_studies <= flow.new_reports
    whole = flow.new_reports + flow.previous_reports
    yield "no more pooled than included", flow.pooled_reports <= whole


def _side(side: Side) -> Iterator[tuple[str, bool]]:
    remains = side.identified - side.unreadable - side.duplicates
    yield (
        "unread, left, waiting, excluded and sought are all that remains after duplicates",
        side.unread + side.left + side.waiting + side.excluded + side.sought == remains,
    )
    yield (
        "assessed is sought less those not retrieved and those still being retrieved",
        side.assessed == side.sought - side.not_retrieved - side.retrieving,
    )
    yield (
        "assessed is included, excluded and undecided",
        side.assessed == side.included + side.excluded_reports + side.undecided,
    )
    yield (
        "the reasons sum to the excluded reports",
        sum(n for _, n in side.reasons) == side.excluded_reports,
    )
    yield "nothing is below zero", min(side.unread, remains, side.assessed, side.duplicates) >= 0
