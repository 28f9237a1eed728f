"""BibTeX, read by bibtexparser: an entry that it cannot parse is rejected and never hides its neighbours."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bibtexparser.library import Library
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ParsingFailedBlock,
    String,
)
from bibtexparser.model import Entry as BibEntry
from bibtexparser.splitter import Splitter

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile
from hedgerow.evidence.readers.account import Entry, account
from hedgerow.evidence.readers.bibtex_value import value_of
from hedgerow.evidence.readers.fields import Fields
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.labels import labels_in
from hedgerow.evidence.readers.latex import plain
from hedgerow.evidence.readers.text import find_doi, standard_numbers, web_address, words

_START = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)[ \t]*[{(]", re.MULTILINE)
# A first entry has its key and a comma, so that a cell or an address that begins with @ is none.
_FIRST = re.compile(
    r"^[ \t]*@[ \t]*(?:(?:string|comment|preamble)[ \t]*[{(]|[A-Za-z]+[ \t]*[{(][^\s,{}=]*[ \t]*(?:,|$))",
    re.MULTILINE | re.IGNORECASE,
)
_PEOPLE = ("author", "editor")
_NOT_RECORDS = frozenset(("comment", "preamble", "string"))
# What the library logs quotes the file; the rejected entries say it better.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False


@dataclass(frozen=True)
class _Given:
    """One entry of the library: its kind, its key and its fields, in the order of the file."""

    kind: str
    key: str
    fields: Mapping[str, list[str]]


def looks_bibtex(given: Given) -> bool:
    """Whether the text has a BibTeX entry before anything else but comments."""
    found = _FIRST.search(given.text)
    return found is not None and "TY  -" not in given.text[: found.start()]


def read_bibtex(given: Given) -> ReadFile:
    """Read every entry; one that cannot be parsed is rejected with its reason."""
    library = Splitter(given.text).split()
    entries = list(_entries(library))
    return account("bibtex", given.encoding, entries, _entry)


def _entries(library: Library) -> Iterator[Entry[_Given]]:
    blocks = [_unwrapped(block) for block in library.blocks]
    strings = {b.key.lower(): value_of(str(b.value), {}) for b in blocks if isinstance(b, String)}
    nothing = _Given("", "", {})
    for block in blocks:
        line, raw = (block.start_line or 0) + 1, (block.raw or "").strip()
        if isinstance(block, BibEntry):
            yield Entry(_given(block, strings), raw, line)
        elif isinstance(block, ParsingFailedBlock) and _is_record(raw):
            yield Entry(nothing, raw, line, _reason(block))


def _unwrapped(block: Block) -> Block:
    """Return the block whose key, or one of whose fields, is there twice: that is no reason to lose it."""
    inner: Block = block
    while isinstance(inner, DuplicateFieldKeyBlock | DuplicateBlockKeyBlock) and inner.ignore_error_block:
        inner = inner.ignore_error_block
    return inner


def _is_record(raw: str) -> bool:
    found = _START.match(raw)
    return found is not None and found.group(1).lower() not in _NOT_RECORDS


def _reason(block: ParsingFailedBlock) -> str:
    said = str(getattr(block.error, "abort_reason", "") or block.error)
    if "end of file" in said or "closing" in said:
        return "a brace or a quotation mark is not closed"
    return f"the entry cannot be parsed: {said[:120]}"


def _given(entry: BibEntry, strings: Mapping[str, str]) -> _Given:
    fields: dict[str, list[str]] = {}
    for field in entry.fields:
        fields.setdefault(field.key.lower(), []).append(value_of(str(field.value), strings))
    return _Given(entry.entry_type.lower(), entry.key, fields)


def _entry(given: _Given, number: int) -> Imported:
    decoded = {name: [plain(value) or "" for value in values] for name, values in given.fields.items()}
    fields = Fields({**decoded, **{name: given.fields[name] for name in _PEOPLE if name in given.fields}})
    links = fields.values("url", "howpublished")
    link = web_address(*links)
    fields.take("url", link or "")
    record = Imported(
        row_number=number,
        title=fields.first("title") or NO_TITLE,
        authors=_names(fields.first("author") or fields.first("editor")),
        year=fields.year("year", "date"),
        journal=fields.first("journal", "journaltitle", "booktitle"),
        doi=find_doi(fields.first("doi"), *links),
        link=link,
        abstract=fields.first("abstract"),
        keywords=_keywords(fields),
        kind=given.kind or None,
        volume=fields.first("volume"),
        issue=fields.first("number", "issue"),
        pages=(fields.first("pages", "eid") or "").replace("\u2013", "-") or None,
        publisher=fields.first("publisher", "institution", "school"),
        standard_number=standard_numbers(*fields.every("issn"), *fields.every("isbn")),
        language=fields.first("language", "langid"),
        place=fields.first("address", "location"),
        decisions=labels_in(fields.values("note", "notes")),
    )
    extra = {name: tuple(plain(value) or "" for value in values) for name, values in fields.rest().items()}
    return replace(record, extra={**extra, **({"key": (given.key,)} if given.key else {})})


def _keywords(fields: Fields) -> tuple[str, ...]:
    """Return the keywords, parted by semicolons where there are any, else by commas."""
    text = fields.first("keywords", "keyword")
    return words(text if text is None or ";" in text else text.replace(",", ";"))


def _names(text: str | None) -> str | None:
    parts = " ".join((text or "").split()).split(" and ")
    names = [name for part in parts if (name := plain(part))]
    if names[-1:] == ["others"]:
        names[-1] = "et al."
    return "; ".join(names) or None
