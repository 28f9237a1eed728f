"""Run one command: give its exit status, and turn every failure into words."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from hedgerow.cli import show
from hedgerow.errors import HedgerowError, UnforeseenError, UsageError

INTERRUPTED = 130


def main() -> None:
    """Run the command that the process was started with, and end with its status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status.

    A `HedgerowError` gives the status of its kind. Anything else is a fault of ours: it goes to the log, and
    the user gets a reference. With ``HEDGEROW_DEBUG=1`` the fault is raised instead.
    """
    arguments, as_json = _json_last(arguments)
    try:
        from hedgerow.cli.app import app

        result = app(args=arguments, prog_name="hedgerow", standalone_mode=False)
        return int(result or 0)
    except HedgerowError as error:
        return _end(error, as_json=as_json)
    except (KeyboardInterrupt, typer.Abort):
        show.whisper("Stopped. Run the same command again to go on where it stopped.")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # the help is on the screen, and nothing is wrong
            return UsageError.exit_status
        if hasattr(error, "format_message"):
            return _end(_misuse(error, arguments), as_json=as_json)
        if os.environ.get("HEDGEROW_DEBUG") == "1":
            raise
        return _end(_unforeseen(error, arguments), as_json=as_json)


def _json_last(arguments: Sequence[str]) -> tuple[list[str], bool]:
    """Return the arguments with ``--json`` after the command that it belongs to, wherever it was given."""
    given = list(arguments)
    end = given.index("--") if "--" in given else len(given)
    words = [word for word in given[:end] if word != "--json"]
    as_json = len(words) < end
    return [*words, *(["--json"] if as_json else []), *given[end:]], as_json


def _end(error: HedgerowError, *, as_json: bool) -> int:
    show.failure(error, as_json=as_json)
    return error.exit_status


def _misuse(error: Exception, arguments: Sequence[str]) -> UsageError:
    """Turn what the parser refuses into an error of ours."""
    message = str(getattr(error, "format_message")())  # noqa: B009 - the parser's own class is private
    words = " ".join(word for word in arguments[:2] if word.isalpha())
    return UsageError(message, remedy=f"See: hedgerow {words} --help." if words else "See: hedgerow --help.")


def _unforeseen(error: Exception, arguments: Sequence[str]) -> UnforeseenError:
    from hedgerow.workspace.log import log_fault

    state = _log_folder(arguments)
    doing = " ".join(word for word in arguments if not word.startswith("-"))[:80]
    try:
        reference = log_fault(state, doing, error)
        cause = f"The log {state / 'hedgerow.log'} has it under {reference}."
    except OSError:
        cause = "The log could not be written."
    return UnforeseenError(
        f"Hedgerow met a fault of its own ({type(error).__name__}).",
        cause=cause,
        remedy="Please report it with that reference; HEDGEROW_DEBUG=1 shows the whole of it.",
    )


def _log_folder(arguments: Sequence[str]) -> Path:
    """Return the state folder of the workspace that the command names, or a folder for temporary files."""
    named = [*arguments, os.environ.get("HEDGEROW_WORKSPACE", "."), "."]
    for word in named:
        if word and (Path(word) / "hedgerow.toml").is_file():
            return Path(word) / ".hedgerow"
    import tempfile

    return Path(tempfile.gettempdir()) / f"hedgerow-{os.getuid()}"
