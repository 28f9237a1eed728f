"""Trace: from a printed number to the file and the row that it came from, and back by computing it again.

Nouns: `Trail` (one number and what it rests on), `Origin` (rows of one file). Verbs: `trace`.
One file for each kind of table; `TRACERS` is the dict from a table's name to the function that follows it.
"""

from hedgerow.workspace.trace.follow import TRACERS, trace
from hedgerow.workspace.trace.trail import Origin, Trail

__all__ = ["TRACERS", "Origin", "Trail", "trace"]
