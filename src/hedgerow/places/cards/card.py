"""Read method cards and hold them against their schema."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from hedgerow.disclosure import Draft, Released, ReleasedColumn, release
from hedgerow.errors import NotFoundError, SchemaError

PEOPLE = "Places, not people: not for stops, searches or decisions on any person."
_LABELS = MappingProxyType(
    {
        "what": "What it is",
        "use": "What it is for",
        "forbidden": "What it must not be used for",
        "data": "What it is made from",
        "left_out": "What is left out, on purpose",
        "limits": "Where the data are weak",
        "method": "How it is made",
        "uncertainty": "How sure it is",
        "calibration": "How it was tested",
        "fairness": "Who could be treated unfairly",
        "change": "What would change it",
        "challenge": "How to challenge it",
    }
)


@dataclass(frozen=True)
class Card:
    """One method card: twelve statements, each one or more sentences, and who looks after them.

    `statements` are keyed as in the file; `review` is the date by which the card must be looked at again.
    """

    name: str
    title: str
    statements: Mapping[str, tuple[str, ...]]
    owner: str
    written: date
    review: date
    people: str = PEOPLE

    def overdue(self, today: date) -> bool:
        """Whether the review date is past."""
        return today > self.review


@cache
def cards() -> Mapping[str, Card]:
    """Return every card by name."""
    folder = files("hedgerow.places.cards")
    entries = sorted((e for e in folder.iterdir() if e.name.endswith(".toml")), key=lambda e: e.name)
    names = [entry.name.removesuffix(".toml") for entry in entries]
    return MappingProxyType(
        {name: parse(entry.read_text("utf-8"), name=name) for name, entry in zip(names, entries, strict=True)}
    )


def card(name: str) -> Card:
    """Return one card; raise `NotFoundError` for an unknown name."""
    if name not in cards():
        raise NotFoundError(f"There is no method card “{name}”.", remedy=f"They are: {', '.join(cards())}.")
    return cards()[name]


def parse(text: str, *, name: str) -> Card:
    """Read one card.

    Raises
    ------
    SchemaError
        When a statement is missing, empty or unknown, or a date is no date.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"The method card {name} is not TOML.", cause=f"{error}.") from error
    rest = {field.name for field in fields(Card)} - {"name", "statements", "people"}
    expected = {*_LABELS, *rest}
    wrong = sorted(expected ^ set(data))
    if wrong:
        raise SchemaError(f"The method card {name} does not fit: {', '.join(wrong)} missing or unknown.")
    statements = {key: _sentences(name, key, data[key]) for key in _LABELS}
    if not isinstance(data["written"], date) or not isinstance(data["review"], date):
        raise SchemaError(f"The method card {name} needs dates: written and review, as 2026-11-22.")
    return Card(name, data["title"], statements, data["owner"], data["written"], data["review"])


def card_table(name: str, today: date) -> Released:
    """Return a card as a table that may be shown: one row a statement."""
    one = card(name)
    rows = [(_LABELS[key], " ".join(said)) for key, said in one.statements.items()]
    rows += [("Who looks after it", one.owner), ("To be reviewed by", one.review.isoformat())]
    late = (f"This card was to be reviewed by {one.review.isoformat()}.",) if one.overdue(today) else ()
    return release(
        Draft(
            name=f"card_{name}",
            title=one.title,
            columns=(ReleasedColumn("question", "Question"), ReleasedColumn("answer", "Answer")),
            rows=tuple(rows),
            notes=(*late, one.people),
        )
    )


def _sentences(name: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) and v.strip() for v in value):
        raise SchemaError(f"The method card {name}: {key} must be a list of sentences.")
    return tuple(value)
