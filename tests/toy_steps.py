"""Toy steps: small tables of the real catalogue, so that the build can be tested without real work."""

from __future__ import annotations

import pyarrow as pa

from hedgerow.store.catalogue import spec
from hedgerow.workspace.step import Step, Task, no_settings


def neighbours(pairs: list[tuple[str, str]]) -> pa.Table:
    columns = {"lsoa21": [a for a, _ in pairs], "neighbour": [b for _, b in pairs]}
    return pa.table(columns, spec("area_neighbour").schema)


def first(task: Task) -> None:
    """Read every file of the toy source and write one row a line."""
    lines = [line for file in task.files for line in file.path.read_text().split()]
    task.progress(1, 1, "read")
    task.lake.write("area_neighbour", neighbours([(line, line.lower()) for line in lines]))


def second(task: Task) -> None:
    """Write a file that people take away, from the table of the first step."""
    rows = task.lake.read("area_neighbour").num_rows
    folder = task.out / "map"
    folder.mkdir()
    (folder / "rows.txt").write_text(f"{rows}\n")


def broken(task: Task) -> None:
    """Write half of something, then fail."""
    task.lake.write("area_neighbour", neighbours([("half", "half")]))
    raise ZeroDivisionError("toy")


TITLE = "toy"
FIRST = Step(
    "first",
    TITLE,
    first,
    reads=("police-street",),
    required=("police-street",),
    gives=("area_neighbour",),
    settings=no_settings,
)
SECOND = Step("second", TITLE, second, needs=("area_neighbour",), gives=("out/map",), settings=no_settings)
