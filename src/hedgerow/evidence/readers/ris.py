"""RIS files in the dialects that databases and reference managers write.

Records are counted and cut apart before parsing, so a bad one is set aside and never hides its neighbours.
"""

from __future__ import annotations

import re
from typing import Any

import rispy

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile, Rejected
from hedgerow.evidence.readers.text import clean, find_doi, find_year, web_address

_START = re.compile(r"^[ \t]*TY  ?-[ \t]?", re.MULTILINE)
_END = re.compile(r"^ER  ?-.*$", re.MULTILINE)
_TITLES = ("title", "primary_title", "translated_title", "short_title")
_JOURNALS = ("journal_name", "secondary_title", "alternate_title3", "alternate_title2", "alternate_title1")


def looks_ris(text: str) -> bool:
    """Whether the text holds the start of a RIS record."""
    return _START.search(text) is not None


def read_ris(text: str, encoding: str) -> ReadFile:
    """Read every record; one that cannot be used is rejected with its reason."""
    starts = [found.start() for found in _START.finditer(text)]
    kept: list[Imported] = []
    rejected: list[Rejected] = []
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        outcome = _read_one(text[start:end], number)
        (kept if isinstance(outcome, Imported) else rejected).append(outcome)  # type: ignore[arg-type]
    return ReadFile("ris", encoding, len(starts), tuple(kept), tuple(rejected))


def _read_one(block: str, number: int) -> Imported | Rejected:
    block = _START.sub("TY  - ", block, count=1)
    end = _END.search(block)
    body = block[: end.start()] if end else block
    first = body.splitlines()[0][:80]
    try:
        entries = rispy.loads(f"{body.rstrip()}\nER  - \n", skip_unknown_tags=False)
    except (rispy.parser.ParseError, OSError, ValueError, KeyError, IndexError, TypeError) as error:
        return Rejected(number, f"the record cannot be parsed: {type(error).__name__}", "TY", first)
    if len(entries) != 1:
        return Rejected(number, f"the record parses as {len(entries)} records", "TY", first)
    return _imported(entries[0], number) or Rejected(number, "no field has a value", "TY", first)


def _imported(entry: dict[str, Any], number: int) -> Imported | None:
    urls = _text(entry.get("urls"))
    notes = " ".join(filter(None, (_text(entry.get("notes")), _text(entry.get("note")))))
    attached = " ".join(filter(None, (_text(entry.get(f"file_attachments{n}")) for n in (1, 2))))
    unknown = " ".join(_text(value) or "" for value in entry.get("unknown_tag", {}).values())
    record = Imported(
        row_number=number,
        title=_first(entry, _TITLES) or NO_TITLE,
        authors="; ".join(_list(entry.get("authors")) or _list(entry.get("first_authors"))) or None,
        year=find_year(*(_text(entry.get(name)) for name in ("year", "publication_year", "date"))),
        journal=_first(entry, _JOURNALS),
        doi=find_doi(
            _text(entry.get("doi")), urls, _text(entry.get("type_of_work")), unknown, attached, notes
        ),
        link=web_address(urls),
        abstract=_first(entry, ("abstract", "notes_abstract")) or _notes(notes),
        keywords=tuple(_list(entry.get("keywords"))),
        kind=_text(entry.get("type_of_reference")),
    )
    empty = record.title == NO_TITLE and not (
        record.abstract or record.authors or record.doi or record.journal
    )
    return None if empty else record


def _notes(notes: str) -> str | None:
    """Return what the file notes of a record that has no abstract, said to be that."""
    text = clean(notes)
    return f"Notes in the file: {text}" if text else None


def _first(entry: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := clean(_text(entry.get(name))))), None)


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    return None if value is None else str(value)


def _list(value: object) -> list[str]:
    parts = value if isinstance(value, list) else [value] if value else []
    return [text for part in parts if (text := clean(str(part)))]
