"""What Alembic runs: the steps, on the connection that it is given."""

from __future__ import annotations

from alembic import context

from hedgerow.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    render_as_batch=True,
)
context.run_migrations()
