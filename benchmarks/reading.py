"""Reading street-level files as published: rows a CPU second, beside plain peers, and memory.

“Read and checked” unpacks, hashes, counts, parses, checks every value, flags duplicates, states the vintage
and reconciles rows in with rows kept and rejected. “Written” also writes the tables as Parquet. The peers
unpack and parse, and check nothing. Each figure is the median of three runs in one process, after one small
file.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks import Figure, cost, peak_rss_of, real_places
from hedgerow.places.sources import FoundFile, discover, read_table
from hedgerow.places.sources.found import digest_bytes, each_content
from hedgerow.places.sources.police import Vintages
from hedgerow.places.tables.street import READERS, build_street
from hedgerow.store.lake import Lake

GOAL = 500_000
ARCHIVES = {
    "leicestershire": "leicestershire_2019-12_2022-10_street.zip",
    "lincolnshire": "lincolnshire_2017-02_2020-01_street_outcomes.zip",
    "eastmids": "eastmids_4forces_2018-10_2019-02_street.zip",
}


def median_rate(work: Callable[[], int]) -> float:
    """Return rows a CPU second: the median of three."""
    rates = []
    for _ in range(3):
        with cost() as spent:
            rows = work()
        rates.append(rows / spent.cpu)
    return statistics.median(rates)


def read_and_check(files: tuple[FoundFile, ...], vintages: Vintages) -> int:
    """Read every file and return the rows in."""
    rows = 0
    for found, content in each_content(files):
        if isinstance(content, bytes):
            read = READERS[found.source][1](found.name, content, digest_bytes(content), vintages)
            if read.rows_in != read.rows_kept + read.rows_rejected or read.rows_kept == 0:
                raise AssertionError(found.label)
            rows += read.rows_in
    return rows


def build(files: tuple[FoundFile, ...]) -> int:
    """Build the tables in a folder that is thrown away and return the rows kept."""
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        build_street(lake, files, lambda *_: None)
        return sum(lake.read("source_file", ["rows_kept"]).column("rows_kept").to_pylist())


def plain_pandas(path: Path) -> int:
    """Return how many rows pandas reads, checking nothing."""
    with zipfile.ZipFile(path) as archive:
        return sum(
            len(pd.read_csv(io.BytesIO(archive.read(name)), dtype=str, low_memory=False))
            for name in archive.namelist()
            if name.endswith(".csv")
        )


def plain_duckdb(path: Path) -> int:
    """Unpack to disk and return how many rows DuckDB reads with its defaults, checking nothing."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
        rows = 0
        with duckdb.connect() as connection:
            for kind in ("street", "outcomes"):
                if any(Path(folder).rglob(f"*-{kind}.csv")):
                    rows += len(connection.read_csv(f"{folder}/**/*-{kind}.csv").to_arrow_table())
        return rows


def archive_files(archives: tuple[str, ...]) -> tuple[FoundFile, ...]:
    """Return the police files of the named archives, with the lookup that vintages come from."""
    found = discover([real_places() / "police_raw", real_places() / "lookup"])
    wanted = tuple(f for f in found.files if f.path.name in archives and f.source in READERS)
    return (*wanted, *found.of("lookup-lsoa11-lsoa21"))


def build_archives(archives: tuple[str, ...]) -> None:
    """Build the named archives; run in a process of its own for its memory."""
    build(archive_files(archives))


def run() -> list[Figure]:
    """Measure every archive and the memory of few files and of many."""
    folder = real_places() / "police_raw"
    everything = archive_files(tuple(ARCHIVES.values()))
    vintages = Vintages.of(read_table(everything[-1]))
    build(archive_files(("2019-02-derbyshire-street.csv",)))
    figures = []
    for name, archive in ARCHIVES.items():
        files = archive_files((archive,))
        police = tuple(found for found in files if found.source in READERS)
        figures += [
            Figure(
                f"{name}_checked",
                f"{name}: read and checked",
                median_rate(partial(read_and_check, police, vintages)),
                "rows/CPU s",
                GOAL,
            ),
            Figure(
                f"{name}_built",
                f"{name}: read, checked and written",
                median_rate(partial(build, files)),
                "rows/CPU s",
                GOAL,
            ),
            Figure(
                f"{name}_pandas",
                f"{name}: pandas.read_csv, nothing checked",
                median_rate(partial(plain_pandas, folder / archive)),
                "rows/CPU s",
            ),
            Figure(
                f"{name}_duckdb",
                f"{name}: DuckDB read_csv, nothing checked",
                median_rate(partial(plain_duckdb, folder / archive)),
                "rows/CPU s",
            ),
        ]
    few = peak_rss_of(partial(build_archives, (ARCHIVES["leicestershire"],)))
    many = peak_rss_of(partial(build_archives, tuple(p.name for p in folder.glob("*.zip"))))
    return [
        *figures,
        Figure("memory_few", "peak memory, 35 files of 301,838 rows", few, "MB"),
        Figure(
            "memory_many",
            "peak memory, 224 files of 981,814 rows and more",
            many,
            "MB",
            2000,
            more_is_better=False,
        ),
    ]
