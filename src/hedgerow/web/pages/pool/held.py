"""Tables that were sent: held in memory for a while, under an address made from their content."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict

from starlette.requests import Request

from hedgerow.errors import InputError, NotFoundError
from hedgerow.evidence.synthesis import EffectsTable, parse_table

MOST, SECONDS, LARGEST = 40, 6 * 3600.0, 2 << 20


class HeldTables:
    """The last tables that were sent; each is forgotten after some hours or when many more came."""

    def __init__(self) -> None:
        self._tables: OrderedDict[str, tuple[float, EffectsTable]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, name: str, text: str) -> str:
        """Read a table and keep it; return the key of its address.

        Raises
        ------
        InputError
            When it is too large or is not a table.
        """
        if len(text) > LARGEST:
            raise InputError(
                f"{name} is larger than {LARGEST >> 20} MB of text.",
                remedy="Keep the columns that are needed, or use the command line.",
            )
        return self.hold(parse_table(name, text), text.encode())

    def hold(self, table: EffectsTable, content: bytes) -> str:
        """Keep a table that was read from `content`; return the key of its address."""
        name = table.name
        if len(table.rows) < 1 or len(table.heads) < 2:
            raise InputError(
                f"{name} holds no rows with columns.",
                cause="The first line names the columns; each further line is one study.",
                remedy="Copy the table with its first line, or save it as CSV.",
            )
        key = hashlib.sha256(f"{name}\n".encode() + content).hexdigest()[:16]
        with self._lock:
            self._tables[key] = (time.monotonic(), table)
            self._tables.move_to_end(key)
            while len(self._tables) > MOST:
                self._tables.popitem(last=False)
        return key

    def get(self, key: str) -> EffectsTable:
        """Return a table by its key; raise `NotFoundError` where it is no longer held."""
        with self._lock:
            at, table = self._tables.get(key, (0.0, None))
            if table is None or time.monotonic() - at > SECONDS:
                self._tables.pop(key, None)
                raise NotFoundError(
                    "This table is no longer held.",
                    cause="A table that is sent is kept for some hours, in memory alone.",
                    remedy="Send it again: the choices stay in the address.",
                )
            return table


def held(request: Request) -> HeldTables:
    """Return the tables of the app that serves a request."""
    state = request.app.state
    if not hasattr(state, "pool_tables"):
        state.pool_tables = HeldTables()
    found: HeldTables = state.pool_tables
    return found
