"""Every way in which Hedgerow refuses: one tree of exceptions.

Each error names the thing (`message`), says why (`cause`) and what to do (`remedy`). `code` is stable and
listed in the documentation; `exit_status` is what the command line returns for that kind.
"""

from __future__ import annotations

from typing import ClassVar


class HedgerowError(Exception):
    """The root of the tree: something that a person can act on.

    Parameters
    ----------
    message
        What is wrong, naming the offending thing and, where there is a closed list, the allowed ones.
    cause
        Why it is wrong, in one sentence; empty when the message says it.
    remedy
        What to do next.
    """

    code: ClassVar[str] = "HR000"
    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, *, cause: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cause = cause
        self.remedy = remedy

    def __str__(self) -> str:
        parts = (f"{self.code}: {self.message}", self.cause, self.remedy)
        return " ".join(part for part in parts if part)

    def as_dict(self) -> dict[str, str | int]:
        """Return the error as JSON-ready values, for `--json` and the web's JSON twin."""
        return {
            "code": self.code,
            "message": self.message,
            "cause": self.cause,
            "remedy": self.remedy,
            "exit_status": self.exit_status,
        }


class UsageError(HedgerowError):
    """The call itself does not fit: an option, a value or a setting that is not one of the allowed."""

    code = "HR100"
    exit_status = 2


class SettingsError(UsageError):
    """A settings or region file that cannot be understood."""

    code = "HR110"


class ConflictError(UsageError):
    """A record was changed or removed by someone else since it was read."""

    code = "HR120"


class InputError(HedgerowError):
    """A file or table that was given is not what it should be."""

    code = "HR200"
    exit_status = 3


class SourceFileError(InputError):
    """A source file is truncated, empty, mis-encoded, renamed or otherwise not as its publisher writes it."""

    code = "HR210"


class SchemaError(InputError):
    """Columns, types or codes do not match the promise that the catalogue makes."""

    code = "HR220"


class LookupMultipliesError(InputError):
    """A join with this lookup would multiply rows."""

    code = "HR230"


class DocumentError(InputError):
    """A plan or other document cannot be read as text."""

    code = "HR250"


class RecordError(InputError):
    """An evidence file or record cannot be read."""

    code = "HR260"


class NotFoundError(HedgerowError):
    """An area, record, plan, figure, table or workspace that does not exist."""

    code = "HR300"
    exit_status = 4


class DisclosureError(HedgerowError):
    """Something may not leave: too small, too sensitive, or not made by the one door out."""

    code = "HR400"
    exit_status = 5


class EstimateError(HedgerowError):
    """An estimate is refused because the data cannot support it."""

    code = "HR500"
    exit_status = 6


class BuildError(HedgerowError):
    """A step of the build did not finish."""

    code = "HR600"
    exit_status = 7


class MachineError(HedgerowError):
    """The machine refuses: disk full, port in use, no network, no permission."""

    code = "HR700"
    exit_status = 8


class UnforeseenError(HedgerowError):
    """A fault of Hedgerow itself; its stack is in the log under a reference, never before a user."""

    code = "HR999"
    exit_status = 9
