"""RIS files in the dialects that databases and reference managers write.

Records are counted and cut apart before parsing, so a bad one is set aside and never hides its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hedgerow.evidence.imported import NO_TITLE, Imported, ReadFile
from hedgerow.evidence.readers.account import Entry, Unusable, account, cut, says
from hedgerow.evidence.readers.fields import Fields
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.labels import labels_in, without_labels
from hedgerow.evidence.readers.ris_tags import parted, tags_of
from hedgerow.evidence.readers.text import clean, find_doi, standard_numbers, web_address

_START = re.compile(r"^[ \t]*TY  ?-[ \t]?", re.MULTILINE)
# ER ends a record as a full tag only: "ER - visits" within an abstract does not.
_END = re.compile(r"^(?:ER  -.*|[ \t]*ER  ?-[ \t]*)$", re.MULTILINE)
_TITLE = re.compile(r"^(?:TI|T1|AU|A1)  -", re.MULTILINE)
# What stands between two records, where the first has no end.
_NUMBERED = re.compile(r"\n\s*(?:Record #\d{1,7} of \d{1,7}|\d{1,7}\.)\s*$")
_COCHRANE = re.compile(r"CN-\d{6,9}$")
_LINKS = ("UR", "L2", "LK", "L1", "L3", "L4")


def looks_ris(given: Given) -> bool:
    """Whether the text holds the start of a RIS record."""
    return _START.search(given.text) is not None


def read_ris(given: Given) -> ReadFile:
    """Read every record; one that cannot be used is rejected with its reason.

    A record of which the file gives nothing but the type is kept, since the database counted it among its
    hits, as long as another record of the file says something.
    """
    entries = _entries(given.text)
    glued = 0

    def read_one(block: str, number: int) -> Imported:
        nonlocal glued
        end = _END.search(block)
        body, count = parted(block[: end.start()] if end else _NUMBERED.sub("", block))
        glued += count
        tags = tags_of(body.rstrip())
        if tags is None:
            raise Unusable("the text is not one record")
        return _imported(Fields(tags), number)

    found = account("ris", given.encoding, entries, read_one, enough=lambda _: True)
    if not any(says(record) for record in found.records):
        found = account("ris", given.encoding, entries, read_one)
    notes = _empty(found.records)
    if glued:
        notes.append(f"{glued} tags that ran together on one line were parted")
    if entries and not _END.search(entries[-1].what):
        notes.append("the last record has no end: the file may be cut short")
    return replace(found, note="; ".join(notes), source=_source(found.records))


def _empty(records: Sequence[Imported]) -> list[str]:
    """Say how many records have nothing but their type."""
    empty = [str(record.line) for record in records if not says(record)]
    where = ", ".join(empty[:5]) + (" and so on" if len(empty) > 5 else "")
    said = f"with nothing but their type, kept and counted: {len(empty)} (line {where})"
    return [said] if empty else []


def _entries(text: str) -> list[Entry[str]]:
    """Return the records; one that lacks its first line is named, not passed over as text between records."""
    started = cut(text, _START)
    begin = _START.search(text)
    entries = _headless(text[: begin.start()] if begin else "", 1)
    for entry in started:
        entries.append(entry)
        end = _END.search(entry.what)
        if end:
            line = (entry.line or 1) + entry.what.count("\n", 0, end.end())
            entries += _headless(entry.what[end.end() :], line)
    return entries


def _headless(text: str, line: int) -> list[Entry[str]]:
    found = _TITLE.search(text)
    if found is None or not _END.search(text, found.end()):
        return []
    line += text.count("\n", 0, found.start())
    return [Entry("", text.strip(), line, "the record has no TY line at its beginning")]


def _imported(fields: Fields, number: int) -> Imported:
    notes = fields.values("N1", "RN")
    doi = find_doi(*fields.values("DO"))
    for value in fields.values("DO") if doi else ():
        if find_doi(value) == doi:
            fields.take("DO", value)
    link = web_address(*fields.values(*_LINKS))
    fields.take("UR", link or "")
    return Imported(
        row_number=number,
        title=fields.first("TI", "T1", "TT", "BT", "ST") or NO_TITLE,
        authors="; ".join(fields.every("AU", "A1", "A2", "ED")) or None,
        year=fields.year("PY", "Y1", "YR", "DA"),
        journal=fields.first("JF", "T2", "JO", "J2", "JA", "J1"),
        doi=doi
        or find_doi(*fields.values("UR", "M3", "L3", "L1", "L2", "LK", "C7", "N1"))
        or _elsewhere(fields),
        link=link,
        abstract=_abstract(fields) or _noted(notes),
        keywords=tuple(dict.fromkeys(fields.every("KW"))),
        kind=fields.first("TY"),
        volume=fields.first("VL", "VO"),
        issue=fields.first("IS", "CP"),
        pages=fields.pages("SP", "EP", "C7", "AR"),
        publisher=fields.first("PB", "PU"),
        standard_number=standard_numbers(*fields.every("SN")),
        language=fields.first("LA"),
        place=fields.first("CY", "PP", "PI"),
        accession=_accession(fields),
        decisions=labels_in(notes),
        extra=fields.rest(),
    )


def _elsewhere(fields: Fields) -> str | None:
    """Return a DOI that stands under a tag which no dialect documents."""
    return find_doi(
        *(value for values in fields.rest().values() for value in values if "doi" in value.lower())
    )


def _abstract(fields: Fields) -> str | None:
    return " ".join(fields.every("AB", "N2")) or None


def _noted(notes: Sequence[str]) -> str | None:
    """Return what the file notes of a record that has no abstract, said to be that."""
    text = clean(without_labels(" ".join(notes)))
    return f"Notes in the file: {text}" if text else None


def _accession(fields: Fields) -> str | None:
    """Return the number in the database: Ovid and Cochrane write it as the id, Embase as U2."""
    number = fields.first("AN", "UT")
    ovid = any("ovidsp" in value for value in fields.values("L2", "UR", "LK"))
    if number is None and (ovid or any(_COCHRANE.match(value) for value in fields.values("ID"))):
        number = fields.first("ID")
    if number is None and "embase" in " ".join(fields.values("DB")).lower():
        number = fields.first("U2")
    return number


def _source(records: Sequence[Imported]) -> str:
    """Return the database that the file names, where more than half of its records name that one alone."""
    said = [{v for tag in ("DB", "DP") for v in record.extra.get(tag, ())[:1]} for record in records]
    named = {value for values in said for value in values}
    return named.pop() if len(named) == 1 and 2 * sum(map(bool, said)) > len(records) else ""
