"""What the built tables rest on of the reviews: a hash that moves when a build would show something else."""

from __future__ import annotations

from sqlalchemy import select

from hedgerow.provenance import sha256_value
from hedgerow.store.database import Database
from hedgerow.store.schema import review_event

# Reading and its order change no record of the built tables; whatever else happens may.
_READING = (
    "model_trained",
    "ranked",
    "screened",
    "conflict_resolved",
    "audit_drawn",
    "safe_checked",
    "stopped",
    "resumed",
    "pooled",
    "exported",
)


def review_state(database: Database) -> str:
    """Return a hash of every event of every review that the built evidence tables rest on; empty for none."""
    query = select(review_event.c.id).where(review_event.c.type.not_in(_READING)).order_by(review_event.c.id)
    with database.reading() as connection:
        ids = [str(name) for (name,) in connection.execute(query)]
    return sha256_value(ids) if ids else ""
