"""Periods as numbers: months, quarters, years or steps that are merely counted."""

from __future__ import annotations

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
    form = next((one for one in FORMS if distinct and one.pattern.fullmatch(distinct[0])), FORMS[0])
    numbers = {}
    for text in distinct:
        found = form.pattern.fullmatch(text)
        if not found:
            raise SchemaError(
                f"“{text[:40]}” in column “period” of {name} is not a period like “{distinct[0][:40]}”.",
                cause="Periods are months (2025-06 or 2025-06-01), quarters (2025-Q2) or whole numbers.",
                remedy="Write every period in one of these forms, the same one throughout.",
            )
        numbers[text] = form.number(found.groups())
    return form, numbers
