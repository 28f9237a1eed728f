"""What a map must say on its face: what it rests on, when was searched, by which protocol, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hedgerow.evidence.gapmap.snapshot import frame_hash
from hedgerow.evidence.shipped import VINTAGE
from hedgerow.evidence.tables.sourcing import LIBRARY

if TYPE_CHECKING:
    from hedgerow.evidence.review import Event
    from hedgerow.store.database import Database

MONTHS_GOOD = 12


@dataclass(frozen=True)
class MapFace:
    """The face of a map.

    Attributes
    ----------
    library
        Edition of the library, as YYYY-MM.
    searches
        Source and date of each search that a review logged.
    frame
        Hash of rows, columns, named gaps and rules of counting.
    protocols
        Review to the hash of its protocol; empty where none is registered.
    read_again
        Month after which the map is out of date: a year after the newest of library and searches.
    licence
        Of what the map shows.
    """

    library: str
    searches: tuple[tuple[str, str], ...]
    frame: str
    protocols: Mapping[str, str]
    read_again: str
    licence: str

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return it as terms and what they hold."""
        logged = "; ".join(f"{source}, {when}" for source, when in self.searches)
        hashed = "; ".join(f"{review} {value[:16]}" for review, value in self.protocols.items())
        return (
            ("Library", f"edition of {self.library}, {self.licence}"),
            (
                "Searches",
                logged or "none is logged in this workspace: the library’s own coverage notes stand",
            ),
            ("Frame of the map", f"{self.frame[:16]} (hash of rows, columns, named gaps and counting rules)"),
            ("Protocol", hashed or "none is registered in this workspace"),
            ("Read again by", f"{self.read_again}: after that the map counts as out of date"),
        )


def map_face(database: Database) -> MapFace:
    """Return the face of the map of a workspace."""
    searches = logged_searches(database)
    newest = max([VINTAGE, *(when[:7] for _, when in searches)])
    return MapFace(
        library=VINTAGE,
        searches=tuple(searches),
        frame=frame_hash(),
        protocols=logged_protocols(database),
        read_again=_later(newest),
        licence=LIBRARY.licence,
    )


def logged_searches(database: Database) -> list[tuple[str, str]]:
    """Return source and date of every search that the reviews of a workspace logged."""
    found = set()
    for _, event in _logged(database, ("search_run",)):
        found.add((str(event.payload["source"]), str(event.payload["date"])))
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def logged_protocols(database: Database) -> dict[str, str]:
    """Return the hash of each review's protocol as it stands."""
    found: dict[str, str] = {}
    for review, event in _logged(database, ("review_started", "protocol_amended")):
        found[review] = str(event.payload["sha256"])
    return found


def _logged(database: Database, types: tuple[str, ...]) -> Iterator[tuple[str, Event]]:
    """Give the events of every review, with the review's name."""
    from hedgerow.evidence.tables.review.log import ReviewLog, review_names

    for review in review_names(database):
        for event in ReviewLog(database, review).events(types):
            yield review, event


def _later(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7] or 1)
    total = year * 12 + number - 1 + MONTHS_GOOD
    return f"{total // 12:04d}-{total % 12 + 1:02d}"
