"""Build own_value from the tables that a person brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from hedgerow.errors import InputError, SettingsError
from hedgerow.places.sources import FoundFile, digest, read_table
from hedgerow.places.sources.own import Codes, Note, OwnTable, OwnValue, known_codes, read_note, read_own
from hedgerow.places.sources.police import WHOLE_FILE, Reject
from hedgerow.places.tables.account import Entry, write_account
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]


def build_own(lake: Lake, files: Sequence[FoundFile], progress: Progress) -> None:
    """Read every table of the source ``own-table`` and write own_value and its account.

    A table that cannot be understood is listed with its reason (row 0 of rejected_row); the others are read.
    """
    wanted = sorted(found for found in files if found.source == "own-table")
    codes = known_codes(_code_columns(lake, files)) if wanted else Codes()
    entries: dict[str, Entry] = {}
    tables = []
    for done, found in enumerate(wanted):
        progress(done, len(wanted), found.label)
        sha256 = digest(found.path)
        if sha256[:16] in entries:
            entries[sha256[:16]] = entries[sha256[:16]].noting(f"the same bytes also at {found.label}")
            continue
        entry, read = _read_one(found, sha256, codes)
        entries[entry.file_id] = entry
        if read is not None:
            tables.append(_as_table(entry.file_id, read.values))
    schema = catalogue.spec("own_value").schema
    lake.write("own_value", pa.concat_tables(tables) if tables else schema.empty_table())
    write_account(lake, list(entries.values()), "own")
    progress(len(wanted), len(wanted), f"{len(wanted)} own tables read")


def _read_one(found: FoundFile, sha256: str, codes: Codes) -> tuple[Entry, OwnTable | None]:
    size = found.path.stat().st_size
    try:
        note = read_note(found.path)
        read = read_own(found.path, note, codes)
    except (InputError, SettingsError) as error:
        reason = " ".join(part for part in (error.message, error.cause, error.remedy) if part)
        refused = (Reject(WHOLE_FILE, reason),)
        note = Note(title=found.path.stem)
        entry = Entry(found, sha256[:16], sha256, "", size, 0, 0, refused, f"REFUSED: {reason}")
        return _described(entry, note), None
    remark = f"class {note.source_class}; {read.remark}"
    entry = Entry(
        found, sha256[:16], sha256, note.period, size, read.rows_in, read.rows_kept, read.rejects, remark
    )
    return _described(entry, note), read


def _described(entry: Entry, note: Note) -> Entry:
    return replace(entry, title=note.title, owner=note.owner, licence=note.licence)


def _as_table(file_id: str, values: Sequence[OwnValue]) -> pa.Table:
    columns = dict(zip(OwnValue._fields, zip(*values, strict=True), strict=True)) if values else {}
    schema = catalogue.spec("own_value").schema
    if not columns:
        return schema.empty_table()
    arrays = {"file_id": [file_id] * len(values), **{name: list(column) for name, column in columns.items()}}
    return pa.table(arrays, schema=schema)


def _code_columns(lake: Lake, files: Sequence[FoundFile]) -> Iterator[tuple[str, list[str | None]]]:
    """Every column of codes in the lookups at hand, and the areas that the lake holds."""
    for found in files:
        if found.source.startswith("lookup-"):
            table = read_table(found)
            for name in table.column_names:
                if name.endswith("_code"):
                    yield name, table.column(name).to_pylist()
    if lake.has("lsoa11_to_lsoa21"):
        changes = lake.read("lsoa11_to_lsoa21", ["lsoa11", "lsoa21"])
        yield "lsoa11_code", changes.column("lsoa11").to_pylist()
        yield "lsoa21_code", changes.column("lsoa21").to_pylist()
    if lake.has("area"):
        rows = lake.query(
            "SELECT kind, vintage, code FROM area WHERE kind IN ('lsoa', 'msoa', 'ward', 'lad')"
        )
        grouped: dict[str, list[str | None]] = {}
        for row in rows.to_pylist():
            grouped.setdefault(f"{row['kind']}{row['vintage'] % 100:02d}_code", []).append(row["code"])
        yield from grouped.items()


def measures(lake: Lake) -> dict[str, int]:
    """Return each measure that own tables hold, with how many values it has."""
    return dict(sorted(Counter(lake.read("own_value", ["measure"]).column("measure").to_pylist()).items()))
