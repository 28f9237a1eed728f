"""What can be said of each candidate pair: likeness of texts, agreement of numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from hedgerow.evidence.dedupe.blocks import Pairs
from hedgerow.evidence.dedupe.columns import Codes, Columns
from hedgerow.evidence.dedupe.journals import same_journal
from hedgerow.evidence.dedupe.titles import numerals_differ, numerals_lack

Likeness = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Agreement:
    """Whether both records have a value and it is one, or differs; neither where one has none."""

    same: Flags
    differs: Flags

    @property
    def known(self) -> Flags:
        """Whether both records have a value."""
        return self.same | self.differs


@dataclass(frozen=True)
class Features:
    """One entry a pair; likeness is from 0 to 1, and -1 for a journal or an abstract that one has not."""

    title: Likeness
    authors: Likeness
    journal: Likeness
    abstract: Likeness
    title_length: Codes
    year_gap: Codes
    year: Agreement
    volume: Agreement
    number: Agreement
    page: Agreement
    last_page: Agreement
    doi: Agreement
    first_author: Agreement
    authors_known: Flags
    span: Flags
    begins: Flags
    numerals: Flags
    numerals_lack: Flags
    kind: Flags
    about: Flags
    heading: Flags
    accession: Flags


def features_of(columns: Columns, pairs: Pairs) -> Features:
    """Return the features of the pairs."""
    left, right = pairs
    c = columns
    year = agreement(c.year, pairs)
    return Features(
        title=_title(c, pairs),
        authors=_likeness(c.authors, pairs, fuzz.token_set_ratio),
        journal=same_journal(c.journals, c.journal, pairs),
        abstract=_abstract(c, pairs),
        title_length=np.minimum(c.title_length[left], c.title_length[right]),
        year_gap=np.where(year.known, np.abs(c.year[left] - c.year[right]), 0),
        year=year,
        volume=agreement(c.volume, pairs),
        number=agreement(c.number, pairs),
        page=agreement(c.page, pairs),
        last_page=agreement(c.last_page, pairs),
        doi=agreement(c.doi, pairs),
        first_author=agreement(c.first_author, pairs),
        authors_known=(c.first_author[left] >= 0) & (c.first_author[right] >= 0),
        span=_span(c, pairs),
        begins=_begins(c.titles, pairs),
        numerals=_numerals(c.numerals, pairs, numerals_differ),
        numerals_lack=_numerals(c.numerals, pairs, numerals_lack),
        about=agreement(c.bare_title, pairs).same,
        kind=agreement(c.kind, pairs).differs,
        heading=c.heading[left] | c.heading[right] | recurring(c)[left],
        accession=agreement(c.source, pairs).same & agreement(c.accession, pairs).differs,
    )


def agreement(values: Codes, pairs: Pairs) -> Agreement:
    """Return where both sides have a value, and whether it is one."""
    left, right = values[pairs[0]], values[pairs[1]]
    known = (left >= 0) & (right >= 0)
    equal = np.equal(left, right)
    return Agreement(known & equal, known & ~equal)


def _likeness(texts: list[str], pairs: Pairs, scorer: Callable[..., Any]) -> Likeness:
    left, right = ([texts[place] for place in side] for side in pairs)
    found = _compared(left, right, scorer)
    empty = np.array([not (a and b) for a, b in zip(left, right, strict=True)], dtype=bool)
    found[empty] = 0
    return found


def _compared(left: list[str], right: list[str], scorer: Callable[..., Any]) -> Likeness:
    found: Likeness = np.asarray(
        process.cpdist(left, right, scorer=scorer, dtype=np.float32), dtype=np.float32
    )
    return (found / np.float32(100)).astype(np.float32)


def _title(columns: Columns, pairs: Pairs) -> Likeness:
    """Return the higher of the ratio letter by letter and that of the sorted words."""
    left, right = pairs
    given = agreement(columns.title, pairs)
    found: Likeness = given.same.astype(np.float32)
    differ = np.flatnonzero(given.differs)
    rest = left[differ], right[differ]
    found[differ] = np.maximum(
        _likeness(columns.titles, rest, fuzz.ratio), _likeness(columns.titles, rest, fuzz.token_sort_ratio)
    )
    return found


def _abstract(columns: Columns, pairs: Pairs) -> Likeness:
    """Return the likeness of the first 300 characters of the abstracts; -1 where one has none."""
    held = np.array([len(text) > 80 for text in columns.abstracts], dtype=bool)
    known = np.flatnonzero(held[pairs[0]] & held[pairs[1]])
    found = np.full(len(pairs[0]), -1, dtype=np.float32)
    left, right = ([columns.abstracts[place][:300].lower() for place in side[known]] for side in pairs)
    found[known] = _compared(left, right, fuzz.ratio)
    return found


def _span(columns: Columns, pairs: Pairs) -> Flags:
    """Return whether the pair has one first page and one last page, and these are not one page."""
    left = pairs[0]
    several: Flags = columns.page_count > 1
    agreed = agreement(columns.page, pairs).same & agreement(columns.last_page, pairs).same
    return agreed & several[left]


def _numerals(numerals: list[str], pairs: Pairs, compare: Callable[[str, str], bool]) -> Flags:
    """Return what `compare` says of the numbers in the titles of each pair."""
    sides = [(numerals[one], numerals[other]) for one, other in zip(*pairs, strict=True)]
    return np.array([one != other and compare(one, other) for one, other in sides], dtype=bool)


def recurring(columns: Columns) -> Flags:
    """Return whether the title of each record is used in three years or more: a heading, whatever it says."""
    held = np.flatnonzero((columns.title >= 0) & (columns.year >= 0))
    titles, _ = np.unique(np.stack([columns.title[held], columns.year[held]]), axis=1)
    counts = np.bincount(titles, minlength=int(columns.title.max(initial=0)) + 1)
    found: Flags = (counts[columns.title] >= 3) & (columns.title >= 0)
    return found


def _begins(titles: list[str], pairs: Pairs) -> Flags:
    """Return whether one title, of 15 characters or more, begins the other: a subtitle was left out."""
    sides = [(titles[a], titles[b]) for a, b in zip(*pairs, strict=True)]
    found = [min(len(a), len(b)) >= 15 and (a.startswith(b) or b.startswith(a)) for a, b in sides]
    return np.array(found, dtype=bool)
