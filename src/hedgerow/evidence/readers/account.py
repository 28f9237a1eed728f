"""The account of a file: each of its entries is kept as a record or rejected with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile, Rejected

Entry = TypeVar("Entry")
Fields = dict[str, str | None]


class Unusable(Exception):  # a reason, not a fault
    """Why one entry cannot be used."""


def cut(text: str, start: re.Pattern[str]) -> list[str]:
    """Return the text of each entry, from its start to the next; none where nothing starts."""
    places = [found.start() for found in start.finditer(text)]
    return [text[begin:end] for begin, end in pairwise([*places, len(text)])]


def account(
    name: str, encoding: str, entries: Sequence[Entry], read_one: Callable[[Entry, int], Imported]
) -> ReadFile:
    """Read every entry; one that `read_one` finds unusable, or that says nothing, is rejected."""
    kept: list[Imported] = []
    rejected: list[Rejected] = []
    for number, entry in enumerate(entries, start=1):
        try:
            record = read_one(entry, number)
            _refuse_empty(record)
        except Unusable as reason:
            rejected.append(Rejected(number, str(reason), None, str(entry)[:80]))
        else:
            kept.append(record)
    return ReadFile(name, encoding, len(entries), tuple(kept), tuple(rejected))


def _refuse_empty(record: Imported) -> None:
    said = record.abstract or record.authors or record.doi or record.journal
    if record.title == NO_TITLE and not said:
        raise Unusable("no field has a value")
