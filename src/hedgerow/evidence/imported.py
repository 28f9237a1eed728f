"""What a reader of reference files returns: records, what was rejected and why, and how the file was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hedgerow.evidence.coding.tree import CodeTree

NO_TITLE = "[no title in the file]"


@dataclass(frozen=True)
class OutsideDecision:
    """A decision that the file itself carries: never taken for one of a Hedgerow reviewer.

    Attributes
    ----------
    decision
        include, exclude, or seen_not (listed by the other program, which holds no decision on it).
    prior
        Whether the other program held it as prior knowledge.
    order
        Its place in the order of reading; `None` where the file does not say.
    actor, at, note
        Who, when (as the file prints it) and why, where the file says.
    """

    decision: str
    prior: bool = False
    order: int | None = None
    actor: str | None = None
    at: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class AppliedCode:
    """One code that the file applies to a record: the code's id in its tree, and what goes with it."""

    code: str
    note: str | None = None
    arm: str | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutsideOutcome:
    """One outcome that another program extracted, as its file gives it: not yet an effect of Hedgerow's.

    Attributes
    ----------
    id, title, description
        As the file gives them.
    kind
        The other program's word for the kind of data.
    values
        The numbers by their meaning (n1, mean1, sd1); a number that the file leaves out is not there.
    outcome, intervention, control
        Ids of the codes that the outcome is of, where it names them.
    timepoint, arms
        As the file prints them.
    """

    id: str
    title: str
    description: str | None = None
    kind: str | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    outcome: str | None = None
    intervention: str | None = None
    control: str | None = None
    timepoint: str | None = None
    arms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """One record of a person's own file: catalogued, not yet coded, so never counted as evidence.

    Attributes
    ----------
    row_number
        Record of the file, the first is 1.
    title, authors, year, journal, doi, link, abstract, keywords
        As the file gives them, cleaned; `None` or empty where it does not. A record without a title says so.
    kind
        The file's own word for the type of reference.
    volume, issue, pages, publisher, standard_number, language, place
        As the file gives them; `standard_number` holds ISSN or ISBN, several joined by "; ".
    accession
        The record's number in the database that it was exported from.
    decisions, codes, outcomes
        What the file itself says was decided, coded and extracted.
    extra
        Every other field of the file, by its own name: nothing that the file says is dropped.
    raw, line
        The record's own text, and the line of the file on which it begins (the first is 1).
    """

    row_number: int
    title: str
    authors: str | None = None
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    link: str | None = None
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    kind: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    standard_number: str | None = None
    language: str | None = None
    place: str | None = None
    accession: str | None = None
    decisions: tuple[OutsideDecision, ...] = ()
    codes: tuple[AppliedCode, ...] = ()
    outcomes: tuple[OutsideOutcome, ...] = ()
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    raw: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Rejected:
    """One record that could not be used, with the reason in words and the line on which it begins."""

    row_number: int
    reason: str
    column: str | None = None
    value: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class ReadFile:
    """A whole file: ``expected == len(records) + len(rejected)``, counted before it was parsed.

    Attributes
    ----------
    format, encoding
        Name of the reader, and how the bytes were decoded.
    expected
        Records counted before parsing.
    records, rejected
        What was kept and what was not.
    note
        Anything a reader of the result must know, such as the delimiter.
    trees
        Code trees that the file carries.
    source
        The database or program that the file names as its origin; empty where it names none.
    """

    format: str
    encoding: str
    expected: int
    records: tuple[Imported, ...]
    rejected: tuple[Rejected, ...]
    note: str = ""
    trees: tuple[CodeTree, ...] = ()
    source: str = ""
