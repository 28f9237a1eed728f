"""The log of one review: read it, and take a turn to write to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from hedgerow.errors import ConflictError, NotFoundError, UsageError
from hedgerow.evidence.review import Event, EventDraft, Protocol, check_draft, holding, protocol_of
from hedgerow.store.database import Database, log
from hedgerow.store.database.writing import Row, Writer

MAIN = "main"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def review_names(database: Database) -> tuple[str, ...]:
    """Return the ids of the reviews of a workspace."""
    with database.reading() as connection:
        return tuple(log.reviews(connection))


@dataclass(frozen=True)
class Turn:
    """What may be done while nobody else writes: look at the log as it is now, then add to it."""

    review: str
    writer: Writer

    @property
    def connection(self) -> Connection:
        """The connection, for reading what belongs to the same moment."""
        return self.writer.connection

    def events(self, types: Collection[str] = ()) -> tuple[Event, ...]:
        """Return the events that hold now."""
        return _holding(self.connection, self.review, types)

    def everything(self) -> tuple[Event, ...]:
        """Return every event, undone ones and undos too."""
        return _read(self.connection, self.review, (), 0)

    def append(self, *drafts: EventDraft) -> list[str]:
        """Add events and return their ids."""
        rows = [vars(check_draft(draft)) for draft in drafts]
        return self.writer.events(self.review, rows)


class ReviewLog:
    """The log of one review in one database.

    Parameters
    ----------
    database
        Where it is held.
    review
        Its id: lower-case letters, digits and hyphens.
    """

    def __init__(self, database: Database, review: str = MAIN) -> None:
        if not _NAME.fullmatch(review):
            raise UsageError(
                f"“{review}” is not the id of a review.",
                remedy="Use lower-case letters, digits and hyphens, at most 60.",
            )
        self.database = database
        self.review = review

    @contextmanager
    def turn(self, actor: str) -> Iterator[Turn]:
        """One transaction in which nobody else writes; all that is written in it is kept, or none of it."""
        with self.database.writing(_actor(actor)) as writer:
            yield Turn(self.review, writer)

    def append(self, *drafts: EventDraft, actor: str) -> list[str]:
        """Add events and return their ids."""
        with self.turn(actor) as turn:
            return turn.append(*drafts)

    def events(self, types: Collection[str] = ()) -> tuple[Event, ...]:
        """Return the events that hold, of some types or of all, in their order."""
        with self.database.reading() as connection:
            return _holding(connection, self.review, types)

    def all_events(self, *, after: int = 0) -> tuple[Event, ...]:
        """Return every event, undone ones and undos too, that arrived after a sequence number."""
        with self.database.reading() as connection:
            return _read(connection, self.review, (), after)

    def arrived(self) -> int:
        """Return the sequence number of the newest event: it changes with every event; 0 for none."""
        with self.database.reading() as connection:
            return log.arrived(connection, self.review)

    def start(self, protocol: Protocol, *, actor: str) -> str:
        """Start the review; return the id of the event.

        Raises
        ------
        ConflictError
            When it has been started.
        """
        with self.turn(actor) as turn:
            if protocol_of(turn.events(("review_started",))):
                raise ConflictError(
                    f"The review “{self.review}” has been started.",
                    remedy="Open it, or start one under another id.",
                )
            said = {"protocol": protocol.as_dict(), "sha256": protocol.sha256}
            return turn.append(EventDraft("review_started", (), said, "owner"))[0]

    def amend(self, protocol: Protocol, *, reason: str, actor: str) -> str:
        """Amend the protocol, with the reason; return the id of the event."""
        if not reason.strip():
            raise UsageError("An amendment needs its reason.", remedy="Say why the protocol changes.")
        said = {"protocol": protocol.as_dict(), "sha256": protocol.sha256, "reason": reason}
        return self.append(EventDraft("protocol_amended", (), said, "owner"), actor=actor)[0]

    def protocol(self) -> Protocol:
        """Return the protocol as it stands.

        Raises
        ------
        NotFoundError
            When no review of this id has been started.
        """
        found = protocol_of(self.events(("review_started", "protocol_amended")))
        if found is None:
            raise NotFoundError(
                f"No review “{self.review}” has been started.", remedy="Import a file, or start it first."
            )
        return found

    def undo(self, events: Sequence[str], *, actor: str) -> str:
        """Take back events; return the id of the undo, which can itself be taken back.

        Raises
        ------
        NotFoundError
            When one of them is not in this log.
        """
        with self.turn(actor) as turn:
            held = {event.id for event in _read(turn.connection, self.review, (), 0)}
            for name in events:
                if name not in held:
                    raise NotFoundError(f"There is no event “{name[:12]}” in this review.")
            return turn.append(EventDraft("undone", tuple(events)))[0]

    def verify(self) -> log.LogCheck:
        """Check that no event was changed or lost."""
        with self.database.reading() as connection:
            return log.verify(connection, self.review)


def _actor(name: str) -> str:
    if not name.strip():
        raise UsageError("Nobody is named as the one who does this.", remedy="Say who you are first.")
    return name.strip()


def _read(connection: Connection, review: str, types: Collection[str], after: int) -> tuple[Event, ...]:
    rows = log.read(connection, review, types=types, after=after)
    return tuple(_event(row) for row in rows)


def _holding(connection: Connection, review: str, types: Collection[str]) -> tuple[Event, ...]:
    wanted = {*types, "undone"} if types else types
    return holding(_read(connection, review, wanted, 0))


def _event(row: Row) -> Event:
    return Event(**row | {"targets": tuple(row["targets"])})
