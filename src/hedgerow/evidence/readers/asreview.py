"""Projects of ASReview LAB (.asreview): a zip with the records and every decision in a database.

The zip is never unpacked to its own names; the database is copied to a temporary file and only read.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from hedgerow.errors import RecordError
from hedgerow.evidence.imported import NO_TITLE, Imported, OutsideDecision, ReadFile
from hedgerow.evidence.readers import archive
from hedgerow.evidence.readers.account import Entry, account
from hedgerow.evidence.readers.dates import iso_moment
from hedgerow.evidence.readers.given import Given
from hedgerow.evidence.readers.labels import ASREVIEW
from hedgerow.evidence.readers.text import clean, find_doi, web_address

VERSION = 3
_PROJECT, _RESULTS = "project.json", "results.db"
# SQLite is stopped after so many thousand steps: a hostile database could otherwise keep it busy without end.
_STEPS = 200_000
_TAKEN = frozenset(("title", "abstract", "authors", "keywords", "year", "doi", "url"))
Row = dict[str, Any]


def looks_asreview(given: Given) -> bool:
    """Whether the bytes are a zip with a project of ASReview."""
    if not given.data.startswith(b"PK"):
        return False
    with archive.opened(given.name, given.data) as found:
        return _PROJECT in found.namelist()


def read_asreview(given: Given) -> ReadFile:
    """Read every record with the decision that the project holds on it.

    Raises
    ------
    RecordError
        When the project is of another version, broken, or not safe to open.
    """
    with archive.opened(given.name, given.data) as found:
        project = _project(given, archive.member(given.name, found, _PROJECT))
        database = archive.member(given.name, found, _RESULTS)
    records, decisions = _rows(given, database)
    entries = [Entry(row, json.dumps(row, ensure_ascii=False, default=str)) for row in records]
    read = account(
        "asreview",
        "utf-8",
        entries,
        lambda row, number: _record(row, number, decisions),
        enough=lambda _: True,
    )
    name = str(project.get("name") or "")
    mode = f"mode {project['mode']}" if project.get("mode") else ""
    return ReadFile(
        "asreview",
        "utf-8",
        read.expected,
        read.records,
        read.rejected,
        note=", ".join(filter(None, (f"{len(decisions)} decisions", mode, name))),
        source=f"{ASREVIEW} {project.get('version') or ''}".strip(),
    )


def _project(given: Given, data: bytes) -> Mapping[str, Any]:
    try:
        project = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _broken(given, f"Its {_PROJECT} is not JSON") from error
    version = project.get("project_file_version") if isinstance(project, dict) else None
    if version != VERSION:
        raise RecordError(
            f"{given.name} is a project of ASReview with file version {version or 'not stated'}.",
            cause=f"Hedgerow reads version {VERSION}, which ASReview LAB 3 writes.",
            remedy="Open it in ASReview LAB 3 and export it again, or export the records as RIS or CSV.",
        )
    return dict(project)


def _rows(given: Given, database: bytes) -> tuple[list[Row], dict[Any, list[Row]]]:
    """Return the records, and the rows of results and of changed decisions by record."""
    with tempfile.TemporaryDirectory(prefix="hedgerow-") as folder:
        path = Path(folder) / _RESULTS
        path.write_bytes(database)
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
                _guard(connection)
                records = _table(given, connection, "record", "record_id")
                results = _table(given, connection, "results", "time")
                changes = _table(given, connection, "decision_changes", "time", needed=False)
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
            raise _broken(given, f"Its database cannot be read: {str(error)[:80]}") from error
    decisions: dict[Any, list[Row]] = {}
    for order, row in enumerate(results, start=1):
        decisions.setdefault(row.get("record_id"), []).append({**row, "order": order})
    for row in changes:
        decisions.setdefault(row.get("record_id"), []).append({**row, "changed": True})
    return records, decisions


def _guard(connection: sqlite3.Connection) -> None:
    left = _STEPS

    def stop() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    connection.row_factory = sqlite3.Row
    connection.set_progress_handler(stop, 1000)
    for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _table(
    given: Given, connection: sqlite3.Connection, name: str, order: str, *, needed: bool = True
) -> list[Row]:
    """Return every row of a real table: a view of that name could compute without end."""
    found = connection.execute("SELECT type FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    if found is None or found["type"] != "table":
        if needed:
            raise _broken(given, f"Its database has no table {name}")
        return []
    columns = {row["name"] for row in connection.execute(f"PRAGMA table_info({name})")}
    by = f"{order}, rowid" if order in columns else "rowid"
    return [dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY {by}")]  # noqa: S608 - fixed names


def _broken(given: Given, cause: str) -> RecordError:
    return RecordError(
        f"{given.name} is not a whole project of ASReview.",
        cause=f"{cause}.",
        remedy="Export the project from ASReview LAB again.",
    )


def _record(row: Row, number: int, decisions: Mapping[Any, list[Row]]) -> Imported:
    held = decisions.get(row.get("record_id"), [])
    changed = [one for one in held if one.get("changed")]
    extra = {
        name: (str(value),) for name, value in row.items() if name not in _TAKEN and value not in (None, "")
    }
    if changed:
        extra["decision_changes"] = (json.dumps(changed, default=str),)
    return Imported(
        row_number=number,
        title=_text(row, "title") or NO_TITLE,
        authors="; ".join(_list(row.get("authors"))) or None,
        year=row["year"] if isinstance(row.get("year"), int) else None,
        doi=find_doi(_text(row, "doi"), _text(row, "url")),
        link=web_address(_text(row, "url")),
        abstract=_text(row, "abstract"),
        keywords=tuple(_list(row.get("keywords"))),
        decisions=tuple(found for one in held if not one.get("changed") and (found := _decision(one))),
        extra=extra,
    )


def _decision(row: Row) -> OutsideDecision | None:
    """Return a decision; one without a training set was known before the first ranking."""
    said = {1: "include", 0: "exclude"}.get(row["label"]) if row.get("label") is not None else None
    if said is None:
        return None
    user = row.get("user_id")
    return OutsideDecision(
        said,
        prior=row.get("training_set") is None,
        order=row["order"],
        actor=ASREVIEW if user is None else f"{ASREVIEW} user {user}",
        at=iso_moment(row.get("time")),
        note=_text(row, "note"),
    )


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    return clean(value) if isinstance(value, str) else None


def _list(value: Any) -> list[str]:
    """Return a list that stands as JSON in one cell."""
    try:
        found = json.loads(value) if isinstance(value, str) and value else []
    except (ValueError, RecursionError):
        found = [value]
    return [text for part in (found if isinstance(found, list) else [found]) if (text := clean(str(part)))]
