"""The account of a file: each of its entries is kept as a record or rejected with a reason and its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Generic, TypeVar

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile, Rejected

What = TypeVar("What")
# A record longer than this is no reference: it is set aside, so that it cannot fill the memory of every page.
RECORD_LIMIT = 4_000_000


class Unusable(Exception):  # a reason, not a fault
    """Why one entry cannot be used."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[What]):
    """One entry of a file, cut out and not yet read.

    Attributes
    ----------
    what
        What the reader of the format reads: its text, or the value that was decoded.
    raw, line
        The entry's own text, and the line of the file on which it begins.
    fault
        Why it cannot be read at all; empty when it can.
    """

    what: What
    raw: str
    line: int | None = None
    fault: str = ""


def cut(text: str, start: re.Pattern[str]) -> list[Entry[str]]:
    """Return the text of each entry, from its start to the next; none where nothing starts."""
    places = [found.start() for found in start.finditer(text)]
    entries = []
    line, counted = 1, 0
    for begin, end in pairwise([*places, len(text)]):
        line, counted = line + text.count("\n", counted, begin), begin
        entries.append(Entry(text[begin:end], text[begin:end].rstrip(), line))
    return entries


def says(record: Imported) -> bool:
    """Whether a record says more than of what type it is."""
    titled = record.title != NO_TITLE
    named = record.authors or record.journal or record.doi or record.link or record.accession
    return bool(titled or named or record.abstract or record.decisions or record.codes)


def account(
    name: str,
    encoding: str,
    entries: Sequence[Entry[What]],
    read_one: Callable[[What, int], Imported],
    *,
    enough: Callable[[Imported], bool] = says,
) -> ReadFile:
    """Read every entry; one that `read_one` finds unusable, or that is not `enough`, is rejected."""
    kept: list[Imported] = []
    rejected: list[Rejected] = []
    for number, entry in enumerate(entries, start=1):
        try:
            record = _kept(entry, number, read_one)
            if not enough(record):
                raise Unusable("no field has a value")
            kept.append(record)
        except Unusable as reason:
            rejected.append(Rejected(number, str(reason), None, entry.raw[:80], entry.line))
    return ReadFile(name, encoding, len(entries), tuple(kept), tuple(rejected))


def _kept(entry: Entry[What], number: int, read_one: Callable[[What, int], Imported]) -> Imported:
    if entry.fault:
        raise Unusable(entry.fault)
    if len(entry.raw) > RECORD_LIMIT:
        raise Unusable(f"the record has {len(entry.raw):,} characters; at most {RECORD_LIMIT:,} are read")
    record = read_one(entry.what, number)
    return replace(record, raw=entry.raw, line=entry.line)
