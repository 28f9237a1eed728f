"""Writers of reference files, one a format: what leaves a review, for other programs to open.

Nouns: `Outgoing` (one publication with its decision and codes).
Verbs: `write` (by the name of a format). Adding a format means one file here and one line in `WRITERS`.
A round trip through a format loses no field that the format has.
May import: errors, disclosure's export guard, the readers' nouns, coding trees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from hedgerow.errors import NotFoundError
from hedgerow.evidence.coding.tree import CodeTree
from hedgerow.evidence.writers.csl_json import write_csl_json
from hedgerow.evidence.writers.eppi_json import write_eppi_json
from hedgerow.evidence.writers.outgoing import Outgoing
from hedgerow.evidence.writers.ris import write_ris
from hedgerow.evidence.writers.table import write_csv

__all__ = ["SUFFIXES", "WRITERS", "Outgoing", "write"]

Writer = Callable[[Sequence[Outgoing], Sequence[CodeTree]], str]
WRITERS: MappingProxyType[str, Writer] = MappingProxyType(
    {
        "ris": lambda records, _: write_ris(records),
        "csv": lambda records, _: write_csv(records),
        "csl-json": lambda records, _: write_csl_json(records),
        "eppi-json": write_eppi_json,
    }
)
SUFFIXES = MappingProxyType({"ris": ".ris", "csv": ".csv", "csl-json": ".json", "eppi-json": ".json"})


def write(name: str, records: Sequence[Outgoing], trees: Sequence[CodeTree] = ()) -> str:
    """Return the text of a file in the format `name`.

    Raises
    ------
    NotFoundError
        When no format has that name.
    """
    if name not in WRITERS:
        raise NotFoundError(f"“{name}” is no format to write.", remedy=f"There are: {', '.join(WRITERS)}.")
    return WRITERS[name](records, trees)
