"""Where publications disagree: each topic's sides together, so that a reader can see why they differ."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.disclosure.released import Value
from hedgerow.evidence.tables.effects import EFFECT_COLUMNS, NOTES, effect_figures, effect_values
from hedgerow.evidence.tables.sourcing import SOURCES
from hedgerow.evidence.wording import KINDS, standing, year_text
from hedgerow.store.lake import Lake


@dataclass(frozen=True)
class Topic:
    """One disagreement: what to look at, and the effect rows that stand against each other."""

    id: str
    title: str
    look: str
    effects: tuple[str, ...]


@dataclass(frozen=True)
class DisagreementsView:
    """The topics, and one row for each effect of each side."""

    topics: tuple[Topic, ...]
    sides: Released


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics that the library names."""
    data = tomllib.loads((files("hedgerow.evidence") / "library" / "disagreements.toml").read_text("utf-8"))
    return tuple(
        Topic(entry["id"], entry["title"], entry["look"], tuple(entry["effects"])) for entry in data["topic"]
    )


def disagreements(lake: Lake) -> DisagreementsView:
    """Return the sides of every topic, with design, year, place, kind of bounds and source check."""
    held = lake.query("SELECT * FROM evidence_record WHERE tier <> 'X' ORDER BY file_id, row_number")
    records = {row["id"]: row for row in held.to_pylist()}
    effects = {row["effect_id"]: row for row in lake.read("evidence_effect").to_pylist()}
    rows: list[tuple[Value, ...]] = []
    chosen = []
    for topic in topics():
        for name in topic.effects:
            effect = effects[name]
            record = records[effect["id"]]
            chosen.append(effect)
            rows.append(
                (
                    topic.id,
                    record["id"],
                    record["title"],
                    year_text(record["year"]),
                    KINDS[record["kind"]],
                    record["place_scope"],
                    standing(record),
                    *effect_values(effect),
                )
            )
    columns = (
        ReleasedColumn("topic", "Topic"),
        ReleasedColumn("id", "Record"),
        ReleasedColumn("title", "Title"),
        ReleasedColumn("year", "Year"),
        ReleasedColumn("kind", "Kind"),
        ReleasedColumn("place", "Place"),
        ReleasedColumn("standing", "Standing"),
        *EFFECT_COLUMNS,
    )
    draft = Draft(
        "evidence_disagreements",
        "Where publications disagree",
        columns,
        tuple(rows),
        figures=effect_figures(chosen),
        sources=SOURCES,
        notes=NOTES,
    )
    return DisagreementsView(topics(), release(draft))
