"""What is compared: one bibliographic record, as a file gave it."""

from __future__ import annotations

from dataclasses import dataclass

FIELDS = ("title", "author", "year", "journal", "volume", "number", "pages", "abstract", "doi")


@dataclass(frozen=True)
class Record:
    """One record; every field is the text of the file, empty where the file has none.

    Attributes
    ----------
    id
        Unique among the records that are compared.
    source, accession
        The database that the record came from and its number there; two numbers in one database are two
        entries of that database, so they are never merged without a person.
    """

    id: str
    title: str = ""
    author: str = ""
    year: str = ""
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    abstract: str = ""
    doi: str = ""
    source: str = ""
    accession: str = ""

    @property
    def content(self) -> tuple[str, ...]:
        """All that the record says, without its id: equal for byte-identical records."""
        return (
            self.title,
            self.author,
            self.year,
            self.journal,
            self.volume,
            self.number,
            self.pages,
            self.abstract,
            self.doi,
        )
