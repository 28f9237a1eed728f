"""All records as columns: normalised texts, and whole numbers that are equal where texts are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hedgerow.evidence.dedupe import normalise
from hedgerow.evidence.dedupe.record import Record
from hedgerow.evidence.dedupe.titles import bare, is_heading, kind_of, numerals

Codes = NDArray[np.int64]
ABSENT = -1
KEY_LENGTH = 40
# Characters of a title, of the authors or of a journal that are compared; more says nothing new.
LONGEST = 2000
# Issue numbers that more than half of the records of a source have to themselves count records, not issues.
COUNTER_SHARE = 0.5
COUNTER_RECORDS = 200


@dataclass(frozen=True)
class Columns:
    """One entry a record in every column; codes are -1 where the record has no value.

    Attributes
    ----------
    titles, authors, journals, abstracts
        Normalised texts.
    title_length
        Characters of the title key, at most 40.
    title, title_key, title_start, bare_title, first_author, journal, page, last_page, doi, kind,
    source, accession
        Codes: equal where the values are.
    year, volume, number
        The numbers themselves.
    """

    titles: list[str]
    authors: list[str]
    journals: list[str]
    abstracts: list[str]
    title_length: Codes
    title: Codes
    title_key: Codes
    title_start: Codes
    bare_title: Codes
    first_author: Codes
    journal: Codes
    page: Codes
    last_page: Codes
    doi: Codes
    kind: Codes
    heading: NDArray[np.bool_]
    numerals: list[str]
    page_count: Codes
    source: Codes
    accession: Codes
    year: Codes
    volume: Codes
    number: Codes


def columns_of(records: Sequence[Record]) -> Columns:
    """Return the columns of the records, in their order."""
    titles = [normalise.title(record.title[:LONGEST]) for record in records]
    keys = [title.replace(" ", "")[:KEY_LENGTH] for title in titles]
    kinds = [kind_of(title) for title in titles]
    authors = [normalise.names(record.author[:LONGEST]) for record in records]
    journals = [normalise.journal(record.journal[:LONGEST]) for record in records]
    return Columns(
        titles=titles,
        authors=authors,
        journals=journals,
        abstracts=[record.abstract for record in records],
        title_length=np.fromiter(map(len, keys), np.int64, len(keys)),
        title=codes(titles),
        title_key=codes(keys),
        title_start=codes(key[:12] for key in keys),
        bare_title=codes(bare(title, kind) for title, kind in zip(titles, kinds, strict=True)),
        first_author=codes(author.partition(" ")[0] for author in authors),
        journal=codes(journals),
        page=codes(normalise.first_page(record.pages) for record in records),
        last_page=codes(normalise.last_page(record.pages) for record in records),
        doi=codes(normalise.doi(record.doi) for record in records),
        kind=codes(kind or "report" for kind in kinds),
        heading=np.array([is_heading(title) for title in titles], dtype=bool),
        numerals=[numerals(title) for title in titles],
        page_count=_numbers(normalise.page_count(record.pages) for record in records),
        source=codes(record.source for record in records),
        accession=codes(record.accession for record in records),
        year=_numbers(normalise.year(record.year) for record in records),
        volume=_numbers(normalise.first_number(record.volume) for record in records),
        number=without_counters(
            _numbers(normalise.first_number(record.number) for record in records),
            codes(record.source for record in records),
        ),
    )


def codes(values: Iterable[str]) -> Codes:
    """Return one whole number a value, the same for the same text; -1 for an empty one."""
    seen: dict[str, int] = {"": ABSENT}
    return np.array([seen.setdefault(value, len(seen)) for value in values], dtype=np.int64)


def _numbers(values: Iterable[int]) -> Codes:
    return np.array(list(values), dtype=np.int64)


def without_counters(numbers: Codes, source: Codes) -> Codes:
    """Return issue numbers, without those of a source that plainly count records instead of issues."""
    kept = numbers.copy()
    for name in np.unique(source):
        here = np.flatnonzero((source == name) & (numbers >= 0))
        if len(here) >= COUNTER_RECORDS and len(np.unique(numbers[here])) > COUNTER_SHARE * len(here):
            kept[here] = ABSENT
    return kept
