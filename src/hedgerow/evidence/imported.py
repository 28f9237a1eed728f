"""What a reader of reference files returns: records, what was rejected and why, and how the file was read."""

from __future__ import annotations

from dataclasses import dataclass

NO_TITLE = "[no title in the file]"


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


@dataclass(frozen=True)
class Rejected:
    """One record that could not be used, with the reason in words."""

    row_number: int
    reason: str
    column: str | None = None
    value: str | None = None


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
    """

    format: str
    encoding: str
    expected: int
    records: tuple[Imported, ...]
    rejected: tuple[Rejected, ...]
    note: str = ""
