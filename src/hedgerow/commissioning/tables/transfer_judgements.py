"""What people said of a finding's conditions in a place: versions in the database, each one undoable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hedgerow.commissioning.transfer import Judgement
from hedgerow.commissioning.transfer.factor import check_state
from hedgerow.errors import ConflictError, NotFoundError, UsageError
from hedgerow.provenance import sha256_value
from hedgerow.store.database import Database

TABLE = "transfer_judgement"
UNDO = "undo"
LONGEST = 2_000


@dataclass(frozen=True)
class About:
    """What a judgement is about: one factor of one record in one area."""

    record: str
    area: str
    factor: str

    @property
    def id(self) -> str:
        """The one id of its record, so that two people write to the same."""
        return f"transfer-{sha256_value([self.record, self.area, self.factor])[:24]}"


@dataclass(frozen=True)
class Said:
    """What a person says: holds, partly, does_not_hold or cannot_tell, and why.

    `based_on` is the version that was read (0: it had none); `None` where nobody keeps count.
    """

    state: str
    why: str
    actor: str = "local"
    based_on: int | None = None

    def checked(self) -> str:
        """Return the reason on one line.

        Raises
        ------
        UsageError
            When the state is none of the four, no reason is given, or it is too long.
        """
        check_state(self.state)
        reason = " ".join(self.why.split())
        if not reason:
            raise UsageError(
                "A judgement needs a reason.", remedy="Say in a sentence what you know of the place, and how."
            )
        if len(reason) > LONGEST:
            raise UsageError(f"The reason is longer than {LONGEST:,} characters.", remedy="Shorten it.")
        return reason


def read_judgements(database: Database, record: str, area: str) -> dict[str, Judgement]:
    """Return the judgement that stands on each factor, with how often it was changed."""
    return {str(row["factor"]): _judgement(row) for row in database.current(TABLE, record=record, area=area)}


def judgements_of_area(database: Database, area: str) -> dict[str, dict[str, Judgement]]:
    """Return the judgements that stand in an area, by record and factor."""
    found: dict[str, dict[str, Judgement]] = {}
    for row in database.current(TABLE, area=area):
        found.setdefault(str(row["record"]), {})[str(row["factor"])] = _judgement(row)
    return found


def _judgement(row: Mapping[str, Any]) -> Judgement:
    return Judgement(
        id=str(row["id"]),
        version=int(row["version"]),
        state=str(row["judgement"]),
        why=str(row["why"]),
        suggested=str(row["suggested"]),
        actor=str(row["actor"]),
        at=str(row["recorded_at"]),
        changes=int(row["version"]),
    )


def write_judgement(database: Database, about: About, said: Said, *, suggested: str) -> int:
    """Record a judgement and return the number of its version; one that was taken back comes back changed.

    Raises
    ------
    UsageError
        When the state is none of the four, or no reason is given.
    ConflictError
        When somebody judged it since the version that `said` is based on.
    """
    values = {"judgement": said.state, "why": said.checked(), "suggested": suggested}
    with database.writing(said.actor) as writer:
        versions = judgement_history(database, about)
        newest = versions[-1] if versions else None
        _check_based(newest, said.based_on)
        if newest is None:
            writer.add(TABLE, {**vars(about), **values}, record=about.id)
            return 1
        if newest["removed"]:
            writer.undo(TABLE, about.id)
        return writer.amend(TABLE, about.id, values)


def _check_based(newest: Mapping[str, Any] | None, based_on: int | None) -> None:
    """Refuse a change that was made on a version that no longer stands; a removed one counts as none."""
    stands = 0 if newest is None or newest["removed"] else int(newest["version"])
    if based_on is not None and based_on != stands:
        who = newest["actor"] if newest else "nobody"
        raise ConflictError(
            "This factor was judged by somebody else since you read it.",
            cause=f"You read version {based_on}; {who} made version {stands}.",
            remedy="Read it again, then judge.",
        )


def undo_judgement(database: Database, about: About, *, actor: str = "local") -> int:
    """Take back the newest change of a judgement; the first is taken away. Return the version's number.

    Raises
    ------
    NotFoundError
        When nobody has judged the factor here.
    """
    with database.writing(actor, UNDO) as writer:
        versions = judgement_history(database, about)
        if not versions or versions[-1]["removed"]:
            raise NotFoundError(
                f"Nobody has judged “{about.factor}” of {about.record} in {about.area}.",
                remedy="There is nothing to undo.",
            )
        before = _before(versions)
        if before is None:
            return writer.remove(TABLE, about.id)
        values = {column: before[column] for column in ("judgement", "why", "suggested")}
        return writer.amend(TABLE, about.id, values)


def _before(versions: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the judgement that stood before the newest one, past what was undone; `None` where none did.

    A version right after a removal brings the record back so that it can be judged anew: no judgement itself.
    """
    stack: list[dict[str, Any]] = []
    removed = False
    for version in versions:
        if version["reason"] == UNDO:
            stack.pop()
        elif not removed:
            stack.append(version)
        removed = bool(version["removed"])
    return stack[-2] if len(stack) > 1 else None


def judgement_history(database: Database, about: About) -> list[dict[str, Any]]:
    """Return every version of one judgement, oldest first."""
    return database.history(TABLE, about.id)
