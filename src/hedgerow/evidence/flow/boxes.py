"""The boxes of PRISMA 2020: the keys that its programs know, titles in our own words, and the counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hedgerow.evidence.flow.count import Flow, Kind


@dataclass(frozen=True)
class Box:
    """One count of the flow.

    Attributes
    ----------
    key
        As PRISMA2020 programs name it; keys that are ours alone begin with ``hedgerow_``.
    node, box
        Where those programs draw it; empty for ours.
    title
        In plain words.
    value
        The count, or the text of several.
    """

    key: str
    node: str
    box: str
    title: str
    value: Callable[[Flow], int | str]


def _by_kind(*kinds: Kind) -> Callable[[Flow], int]:
    return lambda flow: sum(one.identified for one in flow.sources if one.kind in kinds)


def _named(kind: Kind) -> Callable[[Flow], str]:
    return lambda flow: "; ".join(
        f"{_plain(one.name)}, {one.identified}" for one in flow.sources if one.kind == kind
    )


def _plain(name: str) -> str:
    """Return a name without the marks that part names and numbers in a list."""
    return " ".join(name.replace(";", " ").replace(",", " ").split())


def _reasons(side: str) -> Callable[[Flow], str]:
    return lambda flow: "; ".join(f"{_plain(name)}, {n}" for name, n in getattr(flow, side).reasons)


def _of(side: str, name: str) -> Callable[[Flow], int]:
    def value(flow: Flow) -> int:
        found: int = getattr(getattr(flow, side), name)
        return found

    return value


def _screened(side: str) -> Callable[[Flow], int]:
    def value(flow: Flow) -> int:
        here = getattr(flow, side)
        return int(here.waiting + here.excluded + here.sought)

    return value


BOXES: tuple[Box, ...] = (
    Box("previous_studies", "node5", "box1", "Studies in the version before", lambda f: f.previous_studies),
    Box("previous_reports", "", "box1", "Reports of those studies", lambda f: f.previous_reports),
    Box("database_results", "node7", "box2", "Records from databases", _by_kind("database")),
    Box("database_specific_results", "", "box2", "Records from each database", _named("database")),
    Box("register_results", "", "box2", "Records from registers", _by_kind("register")),
    Box("register_specific_results", "", "box2", "Records from each register", _named("register")),
    Box("website_results", "node17", "box11", "Records from websites", _by_kind("website")),
    Box(
        "organisation_results",
        "",
        "box11",
        "Records from organisations and local archives",
        _by_kind("organisation"),
    ),
    Box("citations_results", "", "box11", "Records from following citations", _by_kind("citation")),
    Box("duplicates", "node8", "box3", "Copies of a record that is held", _of("databases", "duplicates")),
    Box(
        "excluded_automatic",
        "",
        "box3",
        "Never read, because the stopping rule was met",
        _of("databases", "left"),
    ),
    Box("excluded_other", "", "box3", "Could not be read from their file", _of("databases", "unreadable")),
    Box("records_screened", "node9", "box4", "Records screened", _screened("databases")),
    Box(
        "records_excluded",
        "node10",
        "box5",
        "Records excluded on title and abstract",
        _of("databases", "excluded"),
    ),
    Box("dbr_sought_reports", "node11", "box6", "Reports sought", _of("databases", "sought")),
    Box(
        "dbr_notretrieved_reports",
        "node12",
        "box7",
        "Reports not obtained",
        _of("databases", "not_retrieved"),
    ),
    Box("other_sought_reports", "node18", "box12", "Reports sought, other methods", _of("other", "sought")),
    Box(
        "other_notretrieved_reports",
        "node19",
        "box13",
        "Reports not obtained, other methods",
        _of("other", "not_retrieved"),
    ),
    Box("dbr_assessed", "node13", "box8", "Reports read in full", _of("databases", "assessed")),
    Box("dbr_excluded", "node14", "box9", "Reports excluded, by reason", _reasons("databases")),
    Box("other_assessed", "node20", "box14", "Reports read in full, other methods", _of("other", "assessed")),
    Box("other_excluded", "node21", "box15", "Reports excluded, other methods, by reason", _reasons("other")),
    Box("new_studies", "node15", "box10", "New studies included", lambda f: f.new_studies),
    Box("new_reports", "", "box10", "Reports of new studies", lambda f: f.new_reports),
    Box(
        "total_studies",
        "node22",
        "box16",
        "Studies included in all",
        lambda f: f.new_studies + f.previous_studies,
    ),
    Box(
        "total_reports",
        "",
        "box16",
        "Reports of all studies included",
        lambda f: f.new_reports + f.previous_reports,
    ),
    Box("total_studies_ma", "node23", "box17", "Studies pooled", lambda f: f.pooled_studies),
    Box("total_reports_ma", "", "box17", "Reports of pooled studies", lambda f: f.pooled_reports),
    Box("hedgerow_unread", "", "", "Records still to be read", _of("databases", "unread")),
    Box(
        "hedgerow_waiting",
        "",
        "",
        "Records read and not yet settled",
        _of("databases", "waiting"),
    ),
    Box("hedgerow_retrieving", "", "", "Reports being sought", _of("databases", "retrieving")),
    Box("hedgerow_undecided", "", "", "Reports obtained and not yet settled", _of("databases", "undecided")),
    Box("hedgerow_other_duplicates", "", "", "Copies, other methods", _of("other", "duplicates")),
    Box("hedgerow_other_unreadable", "", "", "Could not be read, other methods", _of("other", "unreadable")),
    Box("hedgerow_other_automatic", "", "", "Never read, other methods", _of("other", "left")),
    Box("hedgerow_other_unread", "", "", "Still to be read, other methods", _of("other", "unread")),
    Box("hedgerow_other_waiting", "", "", "Not yet settled, other methods", _of("other", "waiting")),
    Box(
        "hedgerow_other_excluded",
        "",
        "",
        "Excluded on title and abstract, other methods",
        _of("other", "excluded"),
    ),
    Box("hedgerow_other_retrieving", "", "", "Being sought, other methods", _of("other", "retrieving")),
    Box(
        "hedgerow_other_undecided", "", "", "Full text not settled, other methods", _of("other", "undecided")
    ),
)
# The headings that the programs draw, which carry no count.
HEADINGS = (
    ("node4", "prevstud", "Previous studies"),
    ("node6", "newstud", "Identification of new studies via databases and registers"),
    ("node16", "othstud", "Identification of new studies via other methods"),
)
STAGES = (("identification", "node1"), ("screening", "node2"), ("included", "node3"))
