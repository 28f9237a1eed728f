"""The command line: parse, call, render. No arithmetic and no SQL.

Verbs: `main`. One file a topic in `commands/`; every command has ``--json``; an error has a code, a cause,
a remedy and an exit status. What is heavy is imported when a command needs it, so that help comes at once.
May import: everything below.
"""

from hedgerow.cli.main import main

__all__ = ["main"]
