"""What a file's name says: the month, the force and the kind."""

from __future__ import annotations

import re
from typing import NamedTuple

from hedgerow.places.sources.police.result import FileFault

_NAME = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))-([a-z][a-z-]*?)-(street|outcomes|stop-and-search)\.csv")


class Named(NamedTuple):
    """The parts of a name such as ``2019-02-derbyshire-street.csv``."""

    month: str
    force: str


def named(file_name: str, kind: str, rows: int) -> Named:
    """Return the month and force in a file's name.

    Raises
    ------
    FileFault
        When the name is not of the publisher's form.
    """
    match = _NAME.fullmatch(file_name.lower())
    if match is None or match.group(3) != kind:
        raise FileFault(
            f"Its name is not of the form YYYY-MM-FORCE-{kind}.csv: give it its publisher's name.", rows
        )
    return Named(match.group(1), match.group(2))
