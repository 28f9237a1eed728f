"""Count the flow: each reference that came in is in exactly one place of it.

A record is a group of references that are one. It belongs to the databases' side when any of its references
came from a database or register, else to the other methods' side. Of the references of a record one stands
for it, and the others are duplicates on the side from which they came; so every side adds up by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["database", "register", "website", "organisation", "citation"]
SIDES: Mapping[str, str] = {
    "database": "databases",
    "register": "databases",
    "website": "other",
    "organisation": "other",
    "citation": "other",
}
Screened = Literal["unread", "left", "waiting", "excluded", "passed"]
FullText = Literal["", "waiting", "not_retrieved", "undecided", "excluded", "included"]


@dataclass(frozen=True)
class Arrival:
    """One reference as it came in: its record, and where it came from.

    Attributes
    ----------
    reference, record
        Ids; the references of one record are one publication.
    source, kind
        Name of the source, and what it is.
    known
        Whether it came before the period that is counted, so that its record is no news.
    """

    reference: str
    record: str
    source: str
    kind: Kind = "database"
    known: bool = False


@dataclass(frozen=True)
class Path:
    """How far one record got.

    Attributes
    ----------
    title
        At title and abstract: unread, left (unread when the reading was stopped), waiting (read, not yet
        settled), excluded or passed.
    full_text
        After that: waiting (sought), not_retrieved, undecided (obtained, open), excluded or included.
    reason
        Of the exclusion at full text.
    study
        The study that it reports; empty: a study of its own.
    """

    title: Screened = "unread"
    full_text: FullText = ""
    reason: str = ""
    study: str = ""


@dataclass(frozen=True)
class SourceCount:
    """How many records one source gave; `unreadable` of them could not be read."""

    name: str
    kind: Kind
    identified: int
    unreadable: int


@dataclass(frozen=True)
class Side:
    """The counts of one side of the flow; a record is counted once, in one of them at each step."""

    identified: int = 0
    unreadable: int = 0
    duplicates: int = 0
    unread: int = 0
    left: int = 0
    waiting: int = 0
    excluded: int = 0
    sought: int = 0
    retrieving: int = 0
    not_retrieved: int = 0
    assessed: int = 0
    undecided: int = 0
    excluded_reports: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    included: int = 0


@dataclass(frozen=True)
class Flow:
    """Every count of the flow.

    Attributes
    ----------
    databases, other
        The two sides.
    sources
        Records by source, in the order of their names.
    stopped
        Name of the rule by which reading was stopped; empty while it goes on.
    new_studies, new_reports, previous_studies, previous_reports
        Included, in this period and before it.
    pooled_studies, pooled_reports
        Of all included, those that were pooled.
    """

    databases: Side
    other: Side
    sources: tuple[SourceCount, ...]
    stopped: str = ""
    new_studies: int = 0
    new_reports: int = 0
    previous_studies: int = 0
    previous_reports: int = 0
    pooled_studies: int = 0
    pooled_reports: int = 0


NO_REASON = "No reason given"


def count_flow(
    arrivals: Sequence[Arrival],
    paths: Mapping[str, Path],
    *,
    unreadable: Mapping[tuple[str, Kind], int] | None = None,
    stopped: str = "",
    pooled: Iterable[str] = (),
) -> Flow:
    """Return the flow.

    Parameters
    ----------
    arrivals
        Every reference, copies included.
    paths
        How far each record got, by id; a record without a path is unread.
    unreadable
        Records that a source gave and that could not be read, by source and kind.
    stopped
        Name of the rule by which reading was stopped.
    pooled
        Records that were pooled.
    """
    lost = dict(unreadable or {})
    new = [one for one in arrivals if not one.known]
    known = {one.record for one in arrivals if one.known}
    side_of = _sides(new)
    first = {one.record: one.reference for one in reversed(new) if SIDES[one.kind] == side_of[one.record]}
    sides = {}
    for side in ("databases", "other"):
        here = [one for one in new if SIDES[one.kind] == side]
        mine = [one for one in here if one.record not in known and first[one.record] == one.reference]
        gone = sum(count for (_, kind), count in lost.items() if SIDES[kind] == side)
        sides[side] = _side(
            [paths.get(one.record, Path()) for one in mine], len(here) + gone, gone, len(here) - len(mine)
        )
    fresh = set(side_of) - known
    return Flow(
        databases=sides["databases"],
        other=sides["other"],
        sources=_sources(new, lost),
        stopped=stopped,
        **_included(paths, fresh, known, set(pooled)),
    )


def _sides(arrivals: Sequence[Arrival]) -> dict[str, str]:
    """Return the side of each record: the databases' side when any of its references came from there."""
    found: dict[str, str] = {}
    for one in arrivals:
        if found.get(one.record) != "databases":
            found[one.record] = SIDES[one.kind]
    return found


def _side(paths: Sequence[Path], identified: int, unreadable: int, duplicates: int) -> Side:
    title = Counter(path.title for path in paths)
    passed = [path for path in paths if path.title == "passed"]
    after = Counter(path.full_text or "waiting" for path in passed)
    reasons = Counter(path.reason or NO_REASON for path in passed if path.full_text == "excluded")
    return Side(
        identified=identified,
        unreadable=unreadable,
        duplicates=duplicates,
        unread=title["unread"],
        left=title["left"],
        waiting=title["waiting"],
        excluded=title["excluded"],
        sought=len(passed),
        retrieving=after["waiting"],
        not_retrieved=after["not_retrieved"],
        assessed=after["undecided"] + after["excluded"] + after["included"],
        undecided=after["undecided"],
        excluded_reports=after["excluded"],
        reasons=tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))),
        included=after["included"],
    )


def _sources(arrivals: Sequence[Arrival], lost: Mapping[tuple[str, Kind], int]) -> tuple[SourceCount, ...]:
    held = Counter((one.source, one.kind) for one in arrivals)
    names = sorted(set(held) | set(lost))
    return tuple(
        SourceCount(name, kind, held[name, kind] + lost.get((name, kind), 0), lost.get((name, kind), 0))
        for name, kind in names
    )


def _included(
    paths: Mapping[str, Path], fresh: set[str], known: set[str], pooled: set[str]
) -> dict[str, int]:
    reports = {
        record: path.study or record
        for record, path in paths.items()
        if path.title == "passed" and path.full_text == "included" and record in fresh | known
    }
    before = {study for record, study in reports.items() if record in known}
    new = {study for record, study in reports.items() if record in fresh}
    in_pool = {record: study for record, study in reports.items() if record in pooled}
    return {
        "previous_studies": len(before),
        "previous_reports": sum(record in known for record in reports),
        "new_studies": len(new - before),
        "new_reports": sum(record in fresh for record in reports),
        "pooled_studies": len(set(in_pool.values())),
        "pooled_reports": len(in_pool),
    }
