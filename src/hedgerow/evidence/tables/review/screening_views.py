"""What a page of screening may show: of a record that its reader has not decided, nothing anybody said."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.evidence.imported import Imported
from hedgerow.evidence.review import Criterion
from hedgerow.evidence.screening.acts import member
from hedgerow.evidence.screening.counts import ScreeningCounts, StageCounts, screening_counts
from hedgerow.evidence.screening.reading import FULL_TEXT, Reading
from hedgerow.evidence.screening.state import Sought
from hedgerow.evidence.tables.review.desk import Desk
from hedgerow.evidence.tables.review.screening import Look
from hedgerow.evidence.tables.review.units import find_units
from hedgerow.store.schema import reference

STAGE_TITLES = {"title_abstract": "title and abstract", "full_text": "full text"}


@dataclass(frozen=True)
class Outside:
    """A decision that an imported file brought with it: of a named source, never a reviewer's."""

    source: str
    decision: str
    note: str


@dataclass(frozen=True)
class RecordView:
    """One record before one reviewer.

    Attributes
    ----------
    said
        What its references say.
    mine
        The reviewer's own decision that stands; without one the next three are empty, whatever there is.
    others, outside, terms
        What other reviewers decided, what files brought along, and the terms that moved its place.
    sought
        How far the search for its full text got.
    """

    unit: str
    stage: str
    said: Imported
    sources: tuple[str, ...]
    copies: int
    mine: Reading | None
    others: tuple[Reading, ...]
    outside: tuple[Outside, ...]
    terms: tuple[tuple[str, float], ...]
    sought: Sought | None
    outcome: str

    @property
    def has_abstract(self) -> bool:
        """Whether any of its references has an abstract."""
        return bool(self.said.abstract and self.said.abstract.strip())


def record_view(desk: Desk, stage: str, unit: str, reviewer: str) -> RecordView:
    """Return a record as this reviewer may see it.

    Raises
    ------
    NotFoundError
        When it is not one of this stage.
    """
    look = desk.look()
    found = member(look.state.stage(stage), unit)
    with desk.screening.log.database.reading() as connection:
        held = find_units(connection, look.standing, [unit])[unit]
    mine = found.reading_of(reviewer)
    others: tuple[Reading, ...] = ()
    outside: tuple[Outside, ...] = ()
    if mine is not None:
        others = tuple(one for one in found.readings if one.reviewer != reviewer)
        outside = tuple(
            Outside(" · ".join(filter(None, (one.source, said.actor))), said.decision, said.note or "")
            for one in held.references
            for said in one.said.decisions
        )
    return RecordView(
        unit,
        stage,
        held.said,
        held.sources,
        len(held.references),
        mine,
        others,
        outside,
        desk.why(stage, reviewer, unit) or (),
        look.state.sought.get(unit) if stage == FULL_TEXT else None,
        found.outcome if mine else "",
    )


def titles_of(desk: Desk, units: tuple[str, ...]) -> dict[str, str]:
    """Return the titles of units."""
    with desk.screening.log.database.reading() as connection:
        found = find_units(connection, desk.look().standing, units)
    return {name: one.said.title for name, one in found.items()}


def find_titles(desk: Desk, words: str, stage: str, *, most: int = 30) -> tuple[tuple[str, str], ...]:
    """Return units of a stage whose title holds every word, with their titles."""
    wanted = [word.casefold() for word in words.split()][:8]
    if not wanted:
        return ()
    look = desk.look()
    log = desk.screening.log
    query = select(reference.c.id).where(reference.c.review == log.review)
    for word in wanted:
        query = query.where(func.lower(reference.c.fields).contains(word, autoescape=True))
    with log.database.reading() as connection:
        ids = [str(name) for (name,) in connection.execute(query.limit(2000))]
    here = look.state.stage(stage)
    units = dict.fromkeys(look.standing.groups.unit(name) for name in ids if name in look.standing.file_of)
    listed = [name for name in units if name in here.members][: 10 * most]
    titles = titles_of(desk, tuple(listed))
    hits = [
        (name, title) for name, title in titles.items() if all(word in title.casefold() for word in wanted)
    ]
    return tuple(hits[:most])


def criteria_of(look: Look, stage: str) -> tuple[Criterion, ...]:
    """Return the criteria that count at a stage."""
    return tuple(one for one in look.protocol.criteria if one.stage in ("", stage))


def last_reading(look: Look, stage: str, reviewer: str) -> tuple[str, Reading] | None:
    """Return the newest decision of a reviewer that stands, with its unit."""
    newest: tuple[str, Reading] | None = None
    for unit in look.state.stage(stage).touched.values():
        for one in unit.readings:
            if one.reviewer == reviewer and (
                newest is None or (one.at, one.event) > (newest[1].at, newest[1].event)
            ):
                newest = unit.id, one
    return newest


@dataclass(frozen=True)
class ProgressView:
    """How far screening is: the counts, as a table too, and how many a reviewer has read at a stage."""

    counts: ScreeningCounts
    table: Released
    mine: int


def progress_view(look: Look, stage: str, reviewer: str) -> ProgressView:
    """Return how far screening is."""
    counts = screening_counts(look.state)
    here = look.state.stage(stage)
    mine = sum(1 for unit in here.touched.values() if unit.reading_of(reviewer))
    return ProgressView(counts, counts_table(counts), mine)


ROWS = (
    ("units", "Records"),
    ("unread", "Unread"),
    ("automatic", "of these, left when reading was stopped"),
    ("undecided", "Wait for another reader, or “maybe” at full text"),
    ("conflict", "In conflict"),
    ("included", "Go on, or are included"),
    ("maybe", "of these, with “maybe” only"),
    ("excluded", "Excluded"),
    ("not_obtained", "Full text not obtained"),
)


def counts_table(counts: ScreeningCounts) -> Released:
    """Return the counts of both stages as a table."""
    columns = (
        ReleasedColumn("what", "Records"),
        ReleasedColumn("title_abstract", "Title and abstract"),
        ReleasedColumn("full_text", "Full text"),
    )

    def value(stage: StageCounts, name: str) -> int:
        return int(getattr(stage, name))

    rows = tuple((text, value(counts.title, name), value(counts.full, name)) for name, text in ROWS)
    return release(Draft("screening", "How far screening is", columns, rows))
