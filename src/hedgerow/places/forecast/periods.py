"""Periods as numbers: months, weeks, quarters or steps that are merely counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hedgerow.errors import SchemaError


@dataclass(frozen=True)
class Form:
    """One way of writing a period.

    Attributes
    ----------
    name
        What the periods are called.
    pattern
        What a period looks like; groups hold its parts.
    number, text
        From its parts to a number, and back.
    """

    name: str
    pattern: re.Pattern[str]
    number: Callable[[tuple[str, ...]], int]
    text: Callable[[int], str]


FORMS = (
    Form(
        "months",
        re.compile(r"(\d{4})-(0[1-9]|1[0-2])"),
        lambda part: int(part[0]) * 12 + int(part[1]) - 1,
        lambda number: f"{number // 12:04d}-{number % 12 + 1:02d}",
    ),
    Form(
        "months",
        re.compile(r"(\d{4})-(0[1-9]|1[0-2])-01(?:[T ]00:00(?::00)?)?"),
        lambda part: int(part[0]) * 12 + int(part[1]) - 1,
        lambda number: f"{number // 12:04d}-{number % 12 + 1:02d}-01",
    ),
    Form(
        "quarters",
        re.compile(r"(\d{4})[- ]?Q([1-4])"),
        lambda part: int(part[0]) * 4 + int(part[1]) - 1,
        lambda number: f"{number // 4:04d}-Q{number % 4 + 1}",
    ),
    Form("steps", re.compile(r"(-?\d{1,9})"), lambda part: int(part[0]), str),
)


KNOWN = (
    "Periods are months (2025-06 or 2025-06-01), weeks (2025-W23, or the dates of one day of the week), "
    "quarters (2025-Q2) or whole numbers."
)
DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
ISO_WEEK = re.compile(r"(\d{4})-?W(0[1-9]|[1-4]\d|5[0-3])")


def month_number(text: str) -> int:
    """Return the number of a month written as YYYY-MM."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_text(number: int) -> str:
    """Return a month's number as YYYY-MM."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def form_of(periods: Iterable[str], name: str) -> tuple[Form, dict[str, int]]:
    """Return the form that all periods share and each period's number.

    Raises
    ------
    SchemaError
        When a period has no form that is known, or not that of the first.
    """
    distinct = list(dict.fromkeys(periods))
    form = _weekly(distinct) or next(
        (one for one in FORMS if distinct and one.pattern.fullmatch(distinct[0])), FORMS[0]
    )
    numbers = {}
    for text in distinct:
        found = form.pattern.fullmatch(text)
        if not found:
            raise SchemaError(
                f"“{text[:40]}” in column “period” of {name} is not a period like “{distinct[0][:40]}”.",
                cause=KNOWN,
                remedy="Write every period in one of these forms, the same one throughout.",
            )
        numbers[text] = _number(form, found, text, name)
    return form, numbers


def _number(form: Form, found: re.Match[str], text: str, name: str) -> int:
    try:
        return form.number(found.groups())
    except ValueError as error:
        raise SchemaError(
            f"“{text}” in column “period” of {name} is not in the {form.name} of that file: {error}.",
            cause=KNOWN,
            remedy="Give weeks by dates that all fall on the same day of the week.",
        ) from error


def _weekly(distinct: list[str]) -> Form | None:
    """Return the form of weeks, where the first period is a week, or a date and not all are firsts."""
    first = distinct[0] if distinct else ""
    if ISO_WEEK.fullmatch(first):
        return Form("weeks", ISO_WEEK, lambda part: _week(part).toordinal() // 7, _week_text)
    if not DATE.fullmatch(first) or all(FORMS[1].pattern.fullmatch(text) for text in distinct):
        return None
    try:
        day = dt.date.fromisoformat(first).toordinal() % 7
    except ValueError:
        return None

    def number(part: tuple[str, ...]) -> int:
        date = dt.date(*map(int, part))
        if date.toordinal() % 7 != day:
            raise ValueError(f"it is a {date:%A}, and the first is not")
        return date.toordinal() // 7

    return Form("weeks", DATE, number, lambda week: dt.date.fromordinal(7 * week + day).isoformat())


def _week(part: tuple[str, ...]) -> dt.date:
    return dt.date.fromisocalendar(int(part[0]), int(part[1]), 1)


def _week_text(number: int) -> str:
    year, week, _ = dt.date.fromordinal(7 * number + 1).isocalendar()
    return f"{year:04d}-W{week:02d}"
