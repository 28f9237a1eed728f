"""Which edition serves a force and month, when several files tell of it.

A panel counts crimes by area, month and type. The same month of the same force may be held as the force's own
rows and inside a national table, in one or several snapshots. One edition serves; the others are noted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Candidate:
    """One edition that tells of one force and month.

    Attributes
    ----------
    area
        Code of the police force area.
    month
        YYYY-MM.
    edition
        ``source/file id``.
    records
        Records that it places in the force's LSOAs.
    by_row
        Whether it holds the crimes row for row.
    """

    area: str
    month: str
    edition: str
    records: float
    by_row: bool


def choose(candidates: Iterable[Candidate]) -> dict[tuple[str, str], Candidate]:
    """Return the edition that serves each force area and month.

    The fullest serves: a snapshot that was cut short, or a force's file that lacks what other forces recorded
    in its area, holds less. Of equally full ones the one held row for row serves, then the last by name, so
    that the same files always give the same panel.
    """
    held: dict[tuple[str, str], list[Candidate]] = {}
    for one in candidates:
        held.setdefault((one.area, one.month), []).append(one)
    return {place: _best(several) for place, several in held.items()}


def _best(several: list[Candidate]) -> Candidate:
    return max(several, key=lambda one: (one.records, one.by_row, one.edition))


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Return every month from the first to the last, both included."""
    return tuple(month_of(number) for number in range(month_number(first), month_number(last) + 1))


def month_number(month: str) -> int:
    """Return months since year 0, so that months can be subtracted."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_of(number: int) -> str:
    """Return the month with that number."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
