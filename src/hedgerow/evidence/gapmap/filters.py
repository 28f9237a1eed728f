"""What narrows a map: each filter that is empty asks nothing, and all of them must be met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from hedgerow.errors import UsageError
from hedgerow.evidence.gapmap.axes import axes
from hedgerow.evidence.gapmap.scales import NOT_RATED, scales
from hedgerow.evidence.gapmap.values import STANDS, VALUES, Row, year_of
from hedgerow.evidence.wording import KINDS
from hedgerow.vocabulary import term

_SCHEMES = (
    "approach",
    "intervention",
    "intervention_group",
    "outcome",
    "outcome_group",
    "four_p",
    "place_type",
)
_EARLIEST, _LATEST = 1500, 2999


@dataclass(frozen=True)
class Filters:
    """What is asked of the records.

    Attributes
    ----------
    approach, intervention, intervention_group, outcome, outcome_group, four_p, place_type
        Ids of the vocabulary.
    kind, design, country
        Values of those axes.
    uk, east_midlands
        ``yes`` or ``no``.
    grade
        ``scale:value``, for example ``source_check:abstract``.
    stands
        What a record is to the map: ``evidence``, ``claim``, ``in_progress``, ``replaced``, ``background``.
    year_from, year_to
        First and last year of publication; a record without a year then stays out.
    text
        Words to look for, as in the list of publications.
    """

    approach: str = ""
    intervention: str = ""
    intervention_group: str = ""
    outcome: str = ""
    outcome_group: str = ""
    four_p: str = ""
    kind: str = ""
    design: str = ""
    country: str = ""
    place_type: str = ""
    uk: str = ""
    east_midlands: str = ""
    grade: str = ""
    year_from: str = ""
    year_to: str = ""
    stands: str = ""
    text: str = ""

    @cached_property
    def asked(self) -> dict[str, str]:
        """The filters that ask something, by name."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def years(self) -> tuple[int, int] | None:
        """Return first and last year, or `None` where no year is asked for."""
        if not (self.year_from or self.year_to):
            return None
        return int(self.year_from or _EARLIEST), int(self.year_to or _LATEST)


def fits(record: Row, filters: Filters) -> bool:
    """Whether a record meets every filter but the text, which the search has answered."""
    for name, value in filters.asked.items():
        if name in VALUES and value not in VALUES[name](record):
            return False
    span = filters.years()
    if span is None:
        return True
    year = year_of(record)
    return year is not None and span[0] <= year <= span[1]


def check_filters(filters: Filters) -> None:
    """Refuse a value that no record can have.

    Raises
    ------
    NotFoundError
        When a word is not in the vocabulary.
    UsageError
        When another value is not one of the allowed.
    """
    for name, value in filters.asked.items():
        if name in _SCHEMES:
            term(name, value)
        elif name == "grade":
            _check_grade(value)
        elif name != "text" and not name.startswith("year_"):
            _check_one(name, value, allowed(name))
    for name in ("year_from", "year_to"):
        _check_year(name, getattr(filters, name))
    span = filters.years()
    if span and span[0] > span[1]:
        raise UsageError(f"The years run from {span[0]} to {span[1]}.", remedy="Give the earlier year first.")


def allowed(name: str) -> Mapping[str, str]:
    """Return the values of a filter that is not of the vocabulary, with their titles."""
    if name in {"kind", "stands"}:
        return KINDS if name == "kind" else STANDS
    return axes()[name].values if name in axes() else {"yes": "yes", "no": "no"}


def _check_one(name: str, value: str, known: Mapping[str, str]) -> None:
    if value not in known:
        raise UsageError(f"“{value}” is not a value of {name}.", remedy=f"Choose one of: {', '.join(known)}.")


def _check_grade(value: str) -> None:
    scale, _, level = value.partition(":")
    if scale not in scales() or not level:
        names = ", ".join(scales())
        raise UsageError(
            f"“{value}” is no grade: write the scale, a colon and the value.", remedy=f"Scales are: {names}."
        )
    levels = scales()[scale].levels
    if levels and level not in (*levels, NOT_RATED):
        raise UsageError(
            f"“{level}” is not a value of {scales()[scale].title}.",
            remedy=f"Choose one of: {', '.join((*levels, NOT_RATED))}.",
        )


def _check_year(name: str, value: str) -> None:
    if value and not (value.isascii() and value.isdigit() and _EARLIEST <= int(value) <= _LATEST):
        raise UsageError(f"“{value}” is no year ({name}).", remedy="Write four digits, for example 2015.")
