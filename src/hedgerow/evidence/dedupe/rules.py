"""The rules that say of a candidate pair: merge, ask, or leave; a veto comes before every rule."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from hedgerow.evidence.dedupe.features import Features

Flags = NDArray[np.bool_]
RELATED = "related-report"
Rule = Callable[[Features], Flags]


def same_doi(f: Features) -> Flags:
    """One DOI, nearly one title, and not another place in another journal."""
    elsewhere = f.page.differs & (f.volume.differs | ((f.journal >= 0) & (f.journal < 0.6)))
    known = (f.authors >= 0.5) | ~f.authors_known | (f.title >= 0.95)
    return f.doi.same & (f.title >= 0.8) & ~elsewhere & known


def same_pages(f: Features) -> Flags:
    """The same range of pages in one volume: two articles cannot have it; a title may be translated."""
    one_team = (f.authors >= 0.9) & f.first_author.same & (f.title >= 0.6) & (f.year_gap < 1)
    one_journal = (f.journal >= 0.55) | (f.journal < 0) | (f.title >= 0.9) | one_team
    alike = ((f.title >= 0.45) & (f.authors >= 0.7) & ~f.number.differs) | (f.title >= 0.85)
    return f.span & f.volume.same & one_journal & alike & ~f.doi.differs


def same_pages_of_a_book(f: Features) -> Flags:
    """The same range of pages in records without a journal or a volume, such as papers of a conference."""
    unplaced = ~f.volume.differs & ((f.journal < 0) | (f.journal >= 0.55)) & (f.year_gap < 1) & ~f.doi.differs
    return f.span & unplaced & ((f.title >= 0.85) | f.begins) & ((f.authors >= 0.5) | (f.abstract >= 0.93))


def same_title_and_page(f: Features) -> Flags:
    """Nearly one title that begins on one page of one volume or one journal."""
    place = f.page.same & (f.volume.same | ((f.journal >= 0.7) & ~f.volume.differs))
    one_team = (f.authors >= 0.6) & (f.first_author.same | (f.title >= 0.93))
    return place & (f.title >= 0.85) & (one_team | ~f.authors_known | (f.title >= 0.97))


def same_title_and_volume(f: Features) -> Flags:
    """One long title by the same authors in one volume; pages may be given in two ways."""
    here = (f.journal >= 0.75) & f.volume.same & ~f.number.differs & (f.year_gap < 1)
    same_issue = f.volume.same & f.number.same & ~f.page.differs & (f.year_gap < 1)
    alike = (f.title >= 0.97) & (f.authors >= 0.9) & (f.title_length > 25)
    return (here | same_issue) & alike & ~f.doi.differs & ~f.heading


def same_title_and_journal(f: Features) -> Flags:
    """One long title by the same authors in one journal, with nothing that says otherwise."""
    here = (f.journal >= 0.75) & ~f.volume.differs & ~f.number.differs & ~f.page.differs
    return here & (f.title >= 0.95) & (f.title_length > 25) & (f.authors >= 0.7) & ~f.doi.differs & ~f.heading


def same_abstract(f: Features) -> Flags:
    """One abstract by the same authors, and one page, one volume, or one title in one journal."""
    page = f.page.same & ~f.volume.differs & ~f.number.differs
    volume = f.volume.same & ~f.page.differs & ~f.number.differs
    journal = (f.journal >= 0.75) & (f.title >= 0.97) & ~f.page.differs & ~f.doi.differs & (f.year_gap < 1)
    return (f.abstract >= 0.93) & (f.authors >= 0.6) & (page | volume | journal) & (f.title >= 0.4)


def same_title_and_authors(f: Features) -> Flags:
    """One long title and the same authors, in records that hardly say where they appeared."""
    silent = ~f.page.differs & ~f.volume.differs & ~f.number.differs & ~f.doi.differs
    nowhere = silent & ((f.journal < 0) | (f.journal >= 0.6)) & (f.year_gap < 1)
    return nowhere & (f.title >= 0.97) & (f.title_length > 25) & (f.authors >= 0.9) & ~f.heading


MERGE: tuple[tuple[str, Rule], ...] = (
    ("same-doi", same_doi),
    ("same-pages", same_pages),
    ("same-pages-of-a-book", same_pages_of_a_book),
    ("same-title-and-page", same_title_and_page),
    ("same-title-and-volume", same_title_and_volume),
    ("same-title-and-journal", same_title_and_journal),
    ("same-abstract", same_abstract),
    ("same-title-and-authors", same_title_and_authors),
)


def numbers_differ(f: Features) -> Flags:
    """The numbers in the titles contradict each other, or one title has more of them and no page says one.

    A slip of the pen is forgiven in what is plainly one article: its pages, its volume and its abstract.
    """
    slip = f.span & f.volume.same & (f.title >= 0.97) & (f.abstract >= 0.93)
    one_place = f.doi.same | (f.page.same & f.volume.same)
    return (f.numerals & ~slip) | (f.numerals_lack & ~one_place)


def heading(f: Features) -> Flags:
    """A short title, or one that journals use again and again, with another DOI, issue or page."""
    differs = f.doi.differs | f.number.differs | f.page.differs
    return ((f.title_length <= 25) | f.heading) & differs & ~(f.doi.same & f.page.same)


def years_apart(f: Features) -> Flags:
    """More than one year apart, unless pages and volume, or DOI and title, are the same."""
    one_doi = f.doi.same & (f.title >= 0.95) & ~f.volume.differs
    return (f.year_gap > 1) & ~one_doi & ~(f.span & f.volume.same)


VETOES: tuple[tuple[str, Rule], ...] = (
    (RELATED, lambda f: f.kind),
    ("other-accession-number", lambda f: f.accession),
    ("numbers-in-titles-differ", numbers_differ),
    ("heading", heading),
    ("years-apart", years_apart),
    ("doi-of-another-title", lambda f: f.doi.same & (f.title < 0.5) & ~f.span),
    ("other-issue-and-doi", lambda f: f.volume.differs & f.number.differs & f.doi.differs),
    ("no-author-in-common", lambda f: f.authors_known & (f.authors <= 0)),
)


def about(f: Features) -> Flags:
    """An erratum, a reply, a comment or a protocol, and the work that it is about."""
    return f.kind & f.about & (f.title_length > 25)


def elsewhere(f: Features) -> Flags:
    """One title and some of the authors in another journal: an abstract of a conference, perhaps."""
    other = (f.journal >= 0) & (f.journal < 0.55) & f.volume.differs
    return other & (f.title >= 0.95) & (f.authors >= 0.5) & (f.title_length > 25) & ~f.heading


def nearly(f: Features) -> Flags:
    """Nearly one title and some of the authors, not far apart in time."""
    near = (f.title >= 0.9) & (f.authors >= 0.5) & (f.year_gap <= 2)
    return near & (f.title_length > 25) & ~(f.heading & f.number.differs)


def one_doi(f: Features) -> Flags:
    """One DOI, and something of the title or the authors."""
    return f.doi.same & ((f.title >= 0.6) | (f.authors >= 0.8))


def one_abstract(f: Features) -> Flags:
    """One abstract."""
    return (f.abstract >= 0.9) & (f.authors >= 0.5)


def one_place(f: Features) -> Flags:
    """One range of pages in one volume, and something of the title or the authors."""
    return f.span & f.volume.same & (f.journal >= 0.55) & ((f.title >= 0.6) | (f.authors >= 0.8))


ASK: tuple[tuple[str, Rule], ...] = (
    (RELATED, about),
    ("same-work-elsewhere", elsewhere),
    ("nearly-one-title", nearly),
    ("one-doi", one_doi),
    ("one-abstract", one_abstract),
    ("one-place", one_place),
)
