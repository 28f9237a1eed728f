"""The steps that bring an older database up to this version of Hedgerow, with what it holds.

Each file in `versions` is one step that never changes once released; `upgrade` runs those that are wanting.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from hedgerow.errors import MachineError


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's settings; it reads no file and prints nothing."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def heads() -> tuple[str, ...]:
    """Return the newest step, or steps, that this version of Hedgerow knows."""
    return tuple(ScriptDirectory.from_config(config()).get_heads())


def at(connection: Connection) -> str | None:
    """Return the step at which a database stands; `None` when it is new."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, name: str) -> None:
    """Run the steps that are wanting, inside the write transaction of `connection`.

    Raises
    ------
    MachineError
        When the database was made by a newer Hedgerow.
    """
    stands = at(connection)
    known = {step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()}
    if stands is not None and stands not in known:
        raise MachineError(
            f"The database {name} was made by a newer Hedgerow.",
            cause=f"It stands at step {stands}, which this version does not know.",
            remedy="Install the newer version, or put back a backup from before the upgrade.",
        )
    command.upgrade(config(connection), "head")
