"""The answer as a CSV file: a missing number is an empty cell."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from hedgerow.disclosure.export import guarded
from hedgerow.errors import MachineError
from hedgerow.places.local.result import LocalResult

_SPECIAL = re.compile(r'[",\r\n]')


def write_local(result: LocalResult, path: Path) -> None:
    """Write one row an area: area, statistic, p_value, q_value, class.

    Raises
    ------
    MachineError
        When the file cannot be written.
    """
    table = result.tidy()
    codes = [str(guarded(area)) for area in result.areas]
    whole = table.set_column(0, "area", pa.array(codes, pa.string()))
    plain = not any(_SPECIAL.search(code) for code in codes)
    options = csv.WriteOptions(include_header=False, quoting_style="none" if plain else "needed")
    try:
        with path.open("wb") as handle:
            handle.write((",".join(whole.column_names) + "\n").encode())
            csv.write_csv(whole, handle, options)
    except OSError as error:
        raise MachineError(
            f"{path} cannot be written.", cause=f"{error.strerror or error}.", remedy="Choose another place."
        ) from error
