"""The log of reviews: append-only events, each chained to the one before it in the same log.

An event's id is the hash of all it says, the id of its predecessor included; so a changed event is found, and
the logs of two people who began from one copy merge by id without loss. What holds is read in the order of
`at` (which rises strictly within a log) and id, so that both of them see the same state after the merge.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, func, insert, select

from hedgerow.errors import ConflictError
from hedgerow.provenance import canonical_json, sha256_value
from hedgerow.store.schema import audit, review_event

START = "0" * 64
SOFTWARE = f"hedgerow {version('hedgerow')}"
Row = dict[str, Any]
_SAID = ("review", "at", "actor", "role", "type", "targets", "payload", "software", "previous")


@dataclass(frozen=True)
class LogCheck:
    """What the check of a log found; `first_wrong` is the id of the first bad event."""

    passed: bool
    events: int
    first_wrong: str | None
    text: str


def event_id(row: Row) -> str:
    """Return the hash of what an event says."""
    return sha256_value({name: row[name] for name in _SAID})


def append(connection: Connection, review: str, actor: str, drafts: Sequence[Row]) -> list[str]:
    """Add events inside a write transaction and return their ids.

    Parameters
    ----------
    drafts
        Mappings with `type`, `role`, `targets` (ids) and `payload` (JSON-ready values).
    """
    last = _last(connection, review)
    sequence = connection.execute(select(func.max(review_event.c.sequence))).scalar() or 0
    rows = []
    for draft in drafts:
        row: Row = {
            "review": review,
            "at": _moment(last["at"]),
            "actor": actor,
            "role": draft["role"],
            "type": draft["type"],
            "targets": canonical_json(list(draft["targets"])),
            "payload": canonical_json(dict(draft["payload"])),
            "software": SOFTWARE,
            "previous": last["id"],
        }
        sequence += 1
        last = row | {"id": event_id(row), "sequence": sequence}
        rows.append(last)
    if rows:
        connection.execute(insert(review_event), rows)
    return [row["id"] for row in rows]


def read(
    connection: Connection, review: str, *, types: Collection[str] = (), after: int = 0, stored: bool = False
) -> list[Row]:
    """Return the events of a review in the order of time: of some types, arrived after a sequence number.

    Targets and payload are values, or the text as it is kept when `stored`.
    """
    query = select(review_event).where(review_event.c.review == review)
    if types:
        query = query.where(review_event.c.type.in_(sorted(types)))
    if after:
        query = query.where(review_event.c.sequence > after)
    query = query.order_by(review_event.c.at, review_event.c.id)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    if stored:
        return rows
    return [
        row | {"targets": json.loads(row["targets"]), "payload": json.loads(row["payload"])} for row in rows
    ]


def reviews(connection: Connection) -> list[str]:
    """Return the ids of the reviews that have a log, in alphabetical order."""
    query = select(review_event.c.review).distinct().order_by(review_event.c.review)
    return [str(name) for (name,) in connection.execute(query)]


def arrived(connection: Connection, review: str) -> int:
    """Return the sequence number of the newest event of a review; 0 for none."""
    query = select(func.max(review_event.c.sequence)).where(review_event.c.review == review)
    return int(connection.execute(query).scalar() or 0)


def take_in(connection: Connection, review: str, events: Iterable[Row]) -> int:
    """Add the events of another copy of a log that are not yet held; return how many were new.

    Raises
    ------
    ConflictError
        When an event is not what its id says, or follows one that neither copy holds. Nothing is kept then.
    """
    held = {str(name) for (name,) in connection.execute(select(review_event.c.id).where(_of(review)))}
    wanted = [dict(row) for row in events if row["id"] not in held]
    known = held | {row["id"] for row in wanted} | {START}
    for row in wanted:
        _refuse_broken(row, review, known)
    sequence = connection.execute(select(func.max(review_event.c.sequence))).scalar() or 0
    wanted.sort(key=lambda row: (row["at"], row["id"]))
    rows = [row | {"sequence": sequence + number} for number, row in enumerate(wanted, start=1)]
    if rows:
        connection.execute(insert(review_event), rows)
    return len(rows)


def verify(connection: Connection, review: str) -> LogCheck:
    """Check that each event is what its id says and follows one that is held, and that none was cut off."""
    rows = read(connection, review, stored=True)
    known = {row["id"] for row in rows} | {START}
    for row in rows:
        if row["id"] != event_id(row) or row["previous"] not in known:
            return LogCheck(
                False, len(rows), row["id"], f"Event {row['id'][:12]} was changed or stands alone."
            )
    lost = sorted(audited(connection).get(review, frozenset()) - known)
    if lost:
        text = f"Event {lost[0][:12]} is gone; the audit chain says that it was written."
        return LogCheck(False, len(rows), lost[0], text)
    return LogCheck(True, len(rows), None, f"{len(rows):,} events, each follows from one that is held.")


def audited(connection: Connection) -> dict[str, frozenset[str]]:
    """Return the events of each review that the audit chain names: the newest of every act."""
    query = select(audit.c.object, audit.c.detail).where(audit.c.action == "events")
    found: dict[str, set[str]] = {}
    for thing, detail in connection.execute(query):
        found.setdefault(str(thing).removeprefix("review/"), set()).add(str(json.loads(detail)["last"]))
    return {review: frozenset(names) for review, names in found.items()}


def _of(review: str) -> Any:
    return review_event.c.review == review


def _refuse_broken(row: Row, review: str, known: set[str]) -> None:
    if row["review"] != review or row["id"] != event_id(row) or row["previous"] not in known:
        raise ConflictError(
            f"The event {row['id'][:12]} of the other log cannot be taken in.",
            cause="It was changed after it was written, or events before it are missing.",
            remedy="Copy the whole workspace again from its owner; nothing was taken in.",
        )


def _last(connection: Connection, review: str) -> Row:
    query = select(review_event.c.id, review_event.c.at).where(_of(review))
    row = connection.execute(query.order_by(review_event.c.sequence.desc()).limit(1)).mappings().first()
    newest = connection.execute(select(func.max(review_event.c.at)).where(_of(review))).scalar()
    return {"id": row["id"], "at": newest} if row else {"id": START, "at": ""}


def _moment(last: str) -> str:
    """Return this moment in UTC, at least a microsecond after the last event."""
    now = datetime.now(UTC)
    if last:
        now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
    return now.isoformat(timespec="microseconds")
