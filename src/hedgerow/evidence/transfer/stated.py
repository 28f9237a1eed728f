"""What a record states of the conditions of its effect: coded by hand, or read from its own fields."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from hedgerow.errors import SchemaError
from hedgerow.evidence.joined import split
from hedgerow.evidence.shipped import shipped
from hedgerow.vocabulary import terms

Row = Mapping[str, object]

# Which kinds are conditions that a place can meet; the others are facts about the evidence itself.
CONDITIONS: Mapping[str, str] = MappingProxyType(
    {
        "condition": "stated as a condition of the effect",
        "moderator": "stated to make the effect larger or smaller",
        "setting": "stated as where, or on whom, it was tried",
        "harm": "stated as a harm",
    }
)
OTHERS = ("variation", "era")
# Where it was tried and what was measured: every record has them, and they are no statement of a condition.
DERIVED = frozenset({"place_scope", "outcomes"})
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "finding": "Finding",
        "caveats": "Caveats",
        "place_scope": "Place",
        "outcomes": "Outcomes",
        "coding": "Coding",
    }
)


@dataclass(frozen=True)
class StatedFactor:
    """One thing that a source states of when, where, for whom or how its effect holds.

    Attributes
    ----------
    record, moderator
        Id of the record; id of the condition in the vocabulary `moderator`.
    kind
        condition, moderator, setting, harm; variation and era are facts about the evidence, not conditions.
    says
        What is stated, in our own words.
    field, quote
        Which field of the record says so, and its words.
    critical
        Whether the source says, or plainly implies, that without it there was no effect.
    crime
        The crime family or crime type that the statement is about; empty where it names none.
    coder
        Who read it there: the starter library's file, or a review's coding.
    """

    record: str
    moderator: str
    kind: str
    says: str
    field: str
    quote: str
    critical: bool = False
    crime: str = ""
    coder: str = "starter library"

    @property
    def key(self) -> str:
        """The name of the factor for one record: the condition, and the crime where it names one."""
        return f"{self.moderator}:{self.crime}" if self.crime else self.moderator

    @property
    def in_words(self) -> bool:
        """Whether somebody read it in words; if not, it is read from the fields for place and outcomes."""
        return self.field not in DERIVED

    @property
    def is_condition(self) -> bool:
        """Whether a place can meet it or not."""
        return self.kind in CONDITIONS


@dataclass(frozen=True)
class Coded:
    """The coded file: factors by record, and which recorded crime stands for an outcome."""

    factors: Mapping[str, tuple[StatedFactor, ...]]
    crime_of_outcome: Mapping[str, str]


@cache
def coded_factors() -> Coded:
    """Return the coded statements of the starter library.

    Raises
    ------
    SchemaError
        When a statement names a record, field, condition or crime that does not exist, its quote does not
        stand in that field, or a record states the same factor twice.
    """
    text = (files("hedgerow.evidence") / "library" / "moderators.toml").read_text("utf-8")
    return parse_coded(text, {str(row["id"]): row for row in shipped("evidence").rows})


def parse_coded(text: str, records: Mapping[str, Mapping[str, str]]) -> Coded:
    """Read a coded file and hold it against the records that it is about."""
    data = tomllib.loads(text)
    crimes = dict(data.get("crime_of_outcome", {}))
    for outcome, crime in crimes.items():
        if outcome not in terms("outcome") or not is_crime(crime):
            raise SchemaError(f"moderators.toml: “{outcome} = {crime}” names no known outcome and crime.")
    found: dict[str, list[StatedFactor]] = {}
    for entry in data.get("factor", ()):
        factor = _factor(entry, records)
        listed = found.setdefault(factor.record, [])
        if factor.is_condition and any(one.is_condition and one.key == factor.key for one in listed):
            raise SchemaError(f"moderators.toml: {factor.record} states {factor.key} twice.")
        listed.append(factor)
    return Coded(MappingProxyType({name: tuple(one) for name, one in found.items()}), crimes)


def _factor(entry: dict[str, Any], records: Mapping[str, Mapping[str, str]]) -> StatedFactor:
    try:
        factor = StatedFactor(**entry)
    except TypeError as error:
        raise SchemaError(f"moderators.toml: {entry.get('record')}: {error}.") from error
    where = f"moderators.toml: {factor.record}, {factor.moderator}"
    if factor.record not in records:
        raise SchemaError(f"{where}: the library holds no such record.")
    if factor.moderator not in terms("moderator") or factor.kind not in {*CONDITIONS, *OTHERS}:
        raise SchemaError(f"{where}: “{factor.kind}” of “{factor.moderator}” is not in the vocabulary.")
    if factor.crime and not is_crime(factor.crime):
        raise SchemaError(f"{where}: “{factor.crime}” is neither a crime family nor a crime type.")
    if factor.quote not in records[factor.record].get(factor.field, "") or not factor.quote:
        raise SchemaError(f"{where}: “{factor.quote}” does not stand in its {factor.field}.")
    return factor


def is_crime(name: str) -> bool:
    """Whether a word names a crime family or a crime type."""
    return name in terms("crime_family") or name in terms("crime_type")


def stated_factors(row: Row) -> tuple[StatedFactor, ...]:
    """Return what a record states: what was coded, then what its own fields say of country and problem."""
    coded = coded_factors()
    own = coded.factors.get(str(row["id"]), ())
    conditions = {factor.moderator for factor in own if factor.is_condition}
    derived = [] if "same_country" in conditions else _country(row)
    derived += [] if "problem_here" in conditions else _problems(row, coded.crime_of_outcome)
    return (*own, *derived)


def _country(row: Row) -> list[StatedFactor]:
    place = str(row["place_scope"] or "")
    if not place:
        return []
    return [
        StatedFactor(str(row["id"]), "same_country", "setting", f"Tried in: {place}.", "place_scope", place)
    ]


def _problems(row: Row, crimes: Mapping[str, str]) -> list[StatedFactor]:
    """Return one factor for each recorded crime among the outcomes; all crime where no other is named."""
    named: dict[str, str] = {}
    for outcome in split(row["outcomes"]):
        if outcome in crimes:
            named.setdefault(crimes[outcome], outcome)
    if len(named) > 1:
        named.pop("all_crime", None)
    known = terms("outcome")
    return [
        StatedFactor(
            str(row["id"]),
            "problem_here",
            "setting",
            f"What was measured: {known[outcome].title.lower()}.",
            "outcomes",
            outcome,
            critical=True,
            crime=crime,
        )
        for crime, outcome in named.items()
    ]
