"""A road of toy steps for the crash test: tables, parts and files that people take away."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from hedgerow.store.catalogue import spec
from hedgerow.workspace.build import build
from hedgerow.workspace.step import Step, Task, no_settings

ROWS = 20_000


def many(task: Task) -> None:
    codes = [f"E{number:08d}" for number in range(ROWS)]
    columns = {"lsoa21": codes, "neighbour": codes[::-1]}
    task.lake.write("area_neighbour", pa.table(columns, spec("area_neighbour").schema))
    time.sleep(0.05)


def parts(task: Task) -> None:
    schema = spec("rejected_row").schema
    for name in ("first", "second", "third"):
        rows = [{"file_id": name, "row_number": number, "reason": "toy"} for number in range(2000)]
        task.lake.write("rejected_row", pa.Table.from_pylist(rows, schema), part=name)
        time.sleep(0.03)


def files(task: Task) -> None:
    rows = task.lake.read("area_neighbour").num_rows
    folder = task.out / "map"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.bin").write_bytes(np.full(50_000, rows % 251, np.uint8).tobytes())
        time.sleep(0.01)


ROAD = (
    Step("many", "toy", many, gives=("area_neighbour",), settings=no_settings),
    Step("parts", "toy", parts, gives=("rejected_row",), settings=no_settings),
    Step("files", "toy", files, needs=("area_neighbour",), gives=("out/map",), settings=no_settings),
)

if __name__ == "__main__":
    sys.exit(len(build(Path(sys.argv[1]), steps=ROAD).failed))
