"""Reading files of references: ten thousand records in each format, made up of the starter library's words.

Bytes in, records out, in this process: recognising the format, decoding, parsing and the account of it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence

import xlsxwriter

from benchmarks import Figure, cost
from hedgerow.evidence.readers import read_bytes
from hedgerow.evidence.shipped import shipped

RECORDS = 10_000
Row = tuple[str, str, str, str, str]


def rows() -> list[Row]:
    """Return title, author, year, DOI and abstract of made-up records."""
    held = shipped("evidence").rows
    found: list[Row] = []
    for number in range(RECORDS):
        one, other = held[number % len(held)], held[(number * 7 + 3) % len(held)]
        abstract = " ".join((one["finding"], other["finding"], one["caveats"])).replace('"', "'")
        title = f"{one['title']} {number}".replace('"', "'")
        found.append((title, "Smith, Ann", str(1990 + number % 35), f"10.1000/{number}", abstract))
    return found


def _ris(row: Row) -> str:
    title, author, year, doi, abstract = row
    return (
        f"TY  - JOUR\nTI  - {title}\nAU  - {author}\nPY  - {year}\nDO  - {doi}\nAB  - {abstract}\n"
        "JF  - Journal of Crime\nVL  - 12\nIS  - 3\nSP  - 45\nEP  - 67\nKW  - one\nKW  - two\nER  - \n\n"
    )


def _nbib(row: Row) -> str:
    title, author, year, doi, abstract = row
    about = f"FAU - {author}\nDP  - {year}\nLID - {doi} [doi]\nAB  - {abstract}\n\n"
    return f"PMID- {doi[8:]}\nTI  - {title}\n{about}"


def _bibtex(row: Row) -> str:
    title, author, year, doi, abstract = row
    return (
        f"@article{{k{doi[8:]},\n title = {{{title}}},\n author = {{{author} and M{{\\'e}}ndez, B}},\n"
        f" year = {year},\n doi = {{{doi}}},\n abstract = {{{abstract}}}\n}}\n"
    )


def _xml(row: Row) -> str:
    title, author, year, doi, abstract = (part.replace("&", "and").replace("<", "") for part in row)
    return (
        f"<record><titles><title>{title}</title></titles><contributors><authors><author>{author}</author>"
        f"</authors></contributors><dates><year>{year}</year></dates><abstract>{abstract}</abstract>"
        f"<electronic-resource-num>{doi}</electronic-resource-num></record>"
    )


def _csv(held: Sequence[Row]) -> str:
    lines = (",".join(f'"{part}"' for part in row) for row in held)
    return "\n".join(["title,authors,year,doi,abstract", *lines])


def _json(held: Sequence[Row]) -> list[dict[str, str]]:
    names = ("Title", "Authors", "Year", "DOI", "Abstract")
    return [dict(zip(names, row, strict=True)) for row in held]


def _workbook(held: Sequence[Row]) -> bytes:
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([("title", "authors", "year", "doi", "abstract"), *held]):
            sheet.write_row(place, 0, row)
    return whole.getvalue()


FILES: dict[str, Callable[[Sequence[Row]], bytes]] = {
    "ris": lambda held: "".join(map(_ris, held)).encode(),
    "csv": lambda held: _csv(held).encode(),
    "nbib": lambda held: "".join(map(_nbib, held)).encode(),
    "bibtex": lambda held: "".join(map(_bibtex, held)).encode(),
    "endnote-xml": lambda held: f"<xml><records>{''.join(map(_xml, held))}</records></xml>".encode(),
    "eppi-json": lambda held: json.dumps({"References": _json(held)}).encode(),
    "xlsx": _workbook,
}


def _figures() -> Iterator[Figure]:
    held = rows()
    for name, written in FILES.items():
        data = written(held)
        with cost() as spent:
            found = read_bytes(name, data)
        note = f"{len(found.records):,} kept, {len(found.rejected)} rejected, {len(data) / 1e6:.1f} MB"
        assert (found.format, len(found.records)) == (name, RECORDS), found.format
        yield Figure(f"formats_{name}", f"10,000 records of {name}", spent.cpu, "CPU s", note=note)


def run() -> list[Figure]:
    """Return the CPU seconds of each format."""
    return list(_figures())
