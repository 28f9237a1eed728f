"""Search at 100,000 records: the starter library and made-up references of about 165 words each.

Two words in three are the library's own, as often as it uses them; the third is from 40,000 made-up words,
few of them frequent (Zipf). 200 different searches are asked once each, in one process, after one search that
opens the file: single words from the most frequent to rare ones, two and three words, phrases, fields, open
words, OR, brackets, nearness and facts. A search is the whole of what a page needs: the query read, the
records matched and ranked, the first 20 with marked snippets, and exact counts of every facet. Times in one
process are of its processor; wall time beside them, and of served pages, holds whatever else the machine did.

Peers, on the same texts and words in the same process: SQLite FTS5 by itself (match, BM25, first 20, number
found: no facets, no snippets), and a scan of the Parquet file by DuckDB (ILIKE, number found: no rank).
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks import Figure, peak_rss
from benchmarks._served import one_user, served
from hedgerow.evidence import shipped
from hedgerow.evidence.tables import EvidenceQuery, evidence_list, search
from hedgerow.evidence.tables.search import FILE_NAME, build_search
from hedgerow.store import catalogue
from hedgerow.store.lake import Lake

RECORDS, SEARCHES = 100_000, 200
Row = dict[str, Any]


def records(count: int) -> list[Row]:
    """Return the library and made-up references, the same ones every time."""
    chance = np.random.default_rng(1)
    texts = (f"{row['title']} {row['finding']}" for row in shipped.shipped("evidence").rows)
    own = np.array([word.strip(".,;:()") for text in texts for word in text.split()])
    tail = np.array([f"{start}{n}" for start in ("kor", "lim", "tas", "ven", "pol") for n in range(8000)])

    def text(size: int) -> str:
        words = own[chance.integers(0, len(own), size)]
        made = tail[np.minimum(chance.zipf(1.3, size // 3), len(tail)) - 1]
        mixed = np.concatenate([words[: size - size // 3], made])
        chance.shuffle(mixed)
        return " ".join(mixed.tolist())

    empty: Row = {column.name: None for column in catalogue.spec("evidence_record").columns}
    empty |= dict.fromkeys(("approaches", "interventions", "outcomes"), "")
    empty |= {"kind": "not_coded", "verified": "not_checked", "tier": "X", "file_id": "made-up"}
    empty |= {"finding_recorded": False, "claim_awaiting_evaluation": False}
    rows: list[Row] = list(shipped.record_rows())
    for n in range(count - len(rows)):
        said = {"title": text(12), "authors": text(3), "abstract": text(150)}
        when = 1980 + n % 45 if n % 17 else None
        rows.append({**empty, **said, "id": f"made-{n}", "year": when, "origin": "made-up", "row_number": n})
    return rows


def questions(count: int) -> list[str]:
    """Return different searches, the same ones every time."""
    chance = random.Random(2)  # noqa: S311 - not for secrets
    texts = (f"{row['title']} {row['finding']}" for row in shipped.shipped("evidence").rows)
    words = [word.lower() for text in texts for word in text.split() if word.isalpha() and len(word) > 2]
    shapes: Sequence[Callable[..., str]] = (
        lambda a, *_: a,
        lambda a, b, *_: f"{a} {b}",
        lambda a, b, c: f"{a} {b} {c}",
        lambda a, b, _: f'"{a} {b}"',
        lambda a, *_: f"title:{a}",
        lambda a, b, _: f"{a[:4]}* {b}",
        lambda a, b, _: f"{a} OR {b}",
        lambda a, b, c: f"({a} OR {b}) AND {c[:5]}*",
        lambda a, b, _: f"{a} NEAR/5 {b}",
        lambda a, b, _: f"{a} -{b} year:2010-2020",
    )
    found = dict.fromkeys(("the", "crime", "police", "crime police violence", "crim*", '"of the"'))
    while len(found) < count:
        found[shapes[len(found) % len(shapes)](*chance.sample(words, 3))] = None
    return list(found)


def times(
    asked: Sequence[str],
    ask: Callable[[str], object],
    clock: Callable[[], float] = time.process_time,
) -> list[float]:
    """Return how long each question takes, in milliseconds."""
    found = []
    for text in asked:
        start = clock()
        ask(text)
        found.append((clock() - start) * 1000)
    return found


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def fts5_alone(lake: Lake) -> Callable[[str], object]:
    """Return a search by FTS5 alone, on the index of our own file."""
    connection = sqlite3.connect(lake.root / FILE_NAME)
    connection.execute("PRAGMA mmap_size = 1073741824")
    best = "SELECT rowid FROM stem WHERE stem MATCH ? ORDER BY bm25(stem) LIMIT 20"
    count = "SELECT count(*) FROM stem WHERE stem MATCH ?"

    def ask(text: str) -> object:
        phrase = " AND ".join(f'"{word}"' for word in text.split())
        return [connection.execute(sql, (phrase,)).fetchall() for sql in (best, count)]

    return ask


def scan(lake: Lake) -> Callable[[str], object]:
    """Return a search by reading every text."""
    sql = "SELECT count(*) FROM evidence_record WHERE concat_ws(' ', title, finding, abstract) ILIKE $word"
    return lambda text: lake.query(sql, {"word": f"%{text}%"})


def page_times(folder: Path, asked: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return how long the list page takes, searched and narrowed; each address is asked once."""
    from hedgerow.demo import make_workspace

    make_workspace(folder / "ws")
    (folder / "lake").rename(folder / "ws" / "lake")
    narrow = [
        f"/evidence?sort={sort}&year_from={year}&tier=X"
        for sort in ("newest", "title")
        for year in range(1990, 2010)
    ]
    with served(folder / "ws") as base:
        one_user(base, ["/evidence"])
        return one_user(base, [f"/evidence?q={text}" for text in asked[:100]]), one_user(base, narrow)


def run() -> list[Figure]:
    """Return the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lake, rows = Lake(folder / "lake"), records(RECORDS)
        for table, part in (("evidence_record", rows), ("evidence_effect", shipped.effect_rows())):
            lake.write(table, pa.Table.from_pylist(part, schema=catalogue.spec(table).schema))
        start = time.process_time()
        build_search(lake, rows)
        built, held = time.process_time() - start, peak_rss()
        rows.clear()
        size = (lake.root / FILE_NAME).stat().st_size / 1e6
        asked = questions(SEARCHES)
        search(lake, "opening")
        ours = times(asked, lambda text: search(lake, text))
        wall = times(questions(2 * SEARCHES)[SEARCHES:], lambda text: search(lake, text), time.perf_counter)
        listed = times([str(year) for year in range(1985, 2025)], lambda year: _listed(lake, year))
        meant = times(asked[:60], lambda text: search(lake, text, meaning="yes"))
        plain = [text for text in asked if all(word.isalpha() and word.islower() for word in text.split())]
        same, alone = times(plain, lambda text: search(lake, text)), times(plain, fts5_alone(lake))
        scanned = times(plain[:12], scan(lake))
        pages, narrowed = page_times(folder, asked)
    return [
        Figure("search_p95", "Search, 200 different ones, p95", p95(ours), "CPU ms", 50, False),
        Figure("search_wall_p95", "200 others, p95 by the wall clock", p95(wall), "ms", 50, False),
        Figure("search_median", "Search, median", statistics.median(ours), "CPU ms"),
        Figure("search_slowest", "Search, slowest", max(ours), "CPU ms"),
        Figure("list_p95", "A page of the list without words, p95", p95(listed), "CPU ms", 150, False),
        Figure("meaning_p95", "Search by words and meaning, p95", p95(meant), "CPU ms"),
        Figure("plain_p95", f"{len(plain)} searches of plain words, ours, p95", p95(same), "CPU ms"),
        Figure("fts5_p95", "The same by FTS5 alone, no facets or snippets, p95", p95(alone), "CPU ms"),
        Figure("scan_p95", "12 of them by a scan (DuckDB ILIKE), p95", p95(scanned), "CPU ms"),
        Figure("page_p95", "The page of a search, served, p95", p95(pages), "ms", 150, False),
        Figure(
            "page_narrowed_p95", "The page of a narrowed list, served, p95", p95(narrowed), "ms", 150, False
        ),
        Figure("build", "Search file, built", built, "CPU s"),
        Figure("build_memory", "Most memory held after it was built, rows included", held, "MB"),
        Figure("size", "Search file", size, "MB"),
    ]


def _listed(lake: Lake, year: str) -> object:
    return evidence_list(lake, EvidenceQuery(year_from=year, sort="newest", tier="X"))
