"""No persons in a record of practice: what looks like one is refused, by rules that are shown on the page.

The rules find addresses of persons, numbers that lead to one, and names with a title. They do not find every
name: whoever fills in the form is asked to name offices and organisations only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hedgerow.errors import UsageError


@dataclass(frozen=True)
class Rule:
    """One rule: what it finds, in words, and the pattern."""

    what: str
    pattern: re.Pattern[str]


RULES = (
    Rule("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    Rule(
        "a telephone number",
        re.compile(r"(?<!\d)(?:\+44\s?|0)(?!800|808|300|3\d\d)\d(?:[\s-]?\d){8,9}(?!\d)")
    ),
    Rule("a house and its street", re.compile(
        r"\b\d{1,4}[a-z]?,?\s+(?:[A-Z][\w’'-]+\s+){1,3}(?:Street|Road|Avenue|Lane|Close|Drive|Crescent|Terrace|Way)\b"
    )),
    Rule("a full postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[ABD-HJLNP-UW-Z]{2}\b")),
    Rule("the plate of a vehicle", re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b")),
    Rule("a National Insurance number", re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}\s?(?:\d{2}\s?){3}[A-D]\b")),
    Rule("a date of birth", re.compile(r"\b(?:d\.?o\.?b\.?|born on|date of birth)\b", re.IGNORECASE)),
    Rule(
        "a person with a title",
        re.compile(
            r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|PC|PCSO|DC|DS|DI|DCI|Sgt|Insp|Cllr|Councillor|Inspector|Sergeant)\.?\s+"
            r"(?:[A-Z]\.?\s+)?[A-Z][a-z’'-]+\b"
        ),
    ),
)  # fmt: skip


def refuse_persons(values: Mapping[str, str], labels: Mapping[str, str]) -> None:
    """Refuse values that look as if they named a person.

    Raises
    ------
    UsageError
        Naming the field and what was found in it; the text itself is not repeated.
    """
    for name, text in values.items():
        for rule in RULES:
            if rule.pattern.search(text):
                raise UsageError(
                    f"“{labels.get(name, name)}” seems to hold {rule.what}.",
                    cause="A record of practice is about places and organisations, never about persons.",
                    remedy="Name the office or the area instead.",
                )
