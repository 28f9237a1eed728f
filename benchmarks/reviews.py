"""A review of 100,000 references: taken in, built, de-duplicated, and each page of it; screening at 10,000.

The references are made up: titles and abstracts of the library's own words, one in ten a copy of the one
before it in capitals. Import and de-duplication are CPU seconds of the commands, each its own process; the
build is of this one. A page is the first look at it and the median of three later ones, wall time of one user
of a running server. The screening's next record is the 95th percentile of 40, each after a decision, with the
order made beside them as the server has it.
"""

from __future__ import annotations

import csv
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks import Figure, cost
from benchmarks._served import served
from hedgerow.evidence import shipped
from hedgerow.evidence.screening.acts import Word
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.desk import Desk
from hedgerow.evidence.tables.review.screening_views import progress_view, record_view
from hedgerow.workspace import create_workspace, open_workspace
from hedgerow.workspace.adding import show_evidence

MANY, READ, NEXT = 100_000, 10_000, 40
STAGE = "title_abstract"
PAGES = ("", "/references", "/duplicates", "/screen", "/flow", "/export")
FIELDS = ("title", "abstract", "authors", "year", "journal", "volume", "number", "pages", "doi")


def references(path: Path, count: int) -> Path:
    """Write a CSV file of made-up references, the same ones every time, and return its path."""
    chance = random.Random(3)  # noqa: S311 - not for secrets
    words = [w for row in shipped.shipped("evidence").rows for w in row["finding"].split() if w.isalpha()]
    row: tuple[object, ...] = ()
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(FIELDS)
        for n in range(count):
            if row and chance.random() < 0.1:
                row = (str(row[0]).upper(), *row[1:])
            else:
                title, abstract = (" ".join(chance.choices(words, k=size)) for size in (11, 140))
                facts = (f"{chance.choice(words)}, A.", 1980 + n % 45, "Made up", 1 + n % 60, 1 + n % 12)
                row = (title, abstract, *facts, f"{n}-{n + 9}", f"10.1234/made.{n}")
            writer.writerow(row)
    return path


def command(*words: str) -> tuple[float, float]:
    """Run a command and return its CPU seconds and the peak of its memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "hedgerow", *words], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, after.ru_maxrss / 1024


def prepared(folder: Path, count: int) -> list[Figure]:
    """Make a workspace with a review of so many references; return what that took."""
    workspace = create_workspace(folder, region="east-midlands")
    where = ("--workspace", str(folder))
    file = references(folder.with_suffix(".csv"), count)
    taken, memory = command("evidence", "import", str(file), "--no-show", *where)
    with cost() as built:
        show_evidence(workspace)
    found, _ = command("evidence", "dedupe", *where)
    return [
        Figure("reviews_import", "Import 100,000 references", taken, "CPU s", 60, False),
        Figure("reviews_import_memory", "Peak memory of the import", memory, "MB", 2000, False),
        Figure("reviews_build", "Build the evidence tables of 100,000 references", built.cpu, "CPU s"),
        Figure("reviews_dedupe", "De-duplicate the review, reading included", found, "CPU s"),
    ]


def sit_down(client: httpx.Client) -> None:
    """Give a name, as a reviewer does before the first page that asks for one."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/reviews/main/screen").text)
    if found:
        given = {"csrf": found.group(1), "back": "/reviews", "name": "Ann"}
        client.post("/reviews/who", data=given).raise_for_status()


def looked_at(base: str, page: str, name: str, title: str, goal: float) -> list[Figure]:
    """Return the first look at a page and the median of three later ones, in milliseconds."""
    times = []
    with httpx.Client(base_url=base, timeout=120, follow_redirects=True) as client:
        sit_down(client)
        for _ in range(4):
            start = time.perf_counter()
            client.get(page).raise_for_status()
            times.append((time.perf_counter() - start) * 1000)
    first = Figure(f"reviews_{name}_first", f"{title}, first look", times[0], "ms")
    return [first, Figure(f"reviews_{name}", title, statistics.median(times[1:]), "ms", goal, False)]


def next_record(folder: Path) -> float:
    """Return the 95th percentile of the next record to read, in milliseconds."""
    desk = Desk(ReviewLog(open_workspace(folder).database), folder / ".hedgerow", background=True)
    times = []
    for _ in range(NEXT + 1):
        start = time.perf_counter()
        serving = desk.next(STAGE, "Ann")
        assert serving is not None
        record_view(desk, STAGE, serving.unit, "Ann")
        progress_view(desk.look(), STAGE, "Ann")
        times.append((time.perf_counter() - start) * 1000)
        desk.decide(STAGE, "Ann", serving.unit, Word("exclude"))
    return statistics.quantiles(times[1:], n=20)[-1]


def run() -> list[Figure]:
    """Return the figures."""
    with tempfile.TemporaryDirectory() as name:
        large, small = Path(name) / "large", Path(name) / "small"
        figures = prepared(large, MANY)
        lake = open_workspace(large).lake
        made = lake.query("SELECT min(id) AS id FROM evidence_record WHERE tier = 'X'")["id"][0].as_py()
        with served(large) as base:
            figures += looked_at(base, f"/evidence/{made}", "record", "The page of a publication", 200)
            figures += looked_at(base, "/evidence/gap-map", "gap_map", "The gap map", 300)
            for page in PAGES:
                title = f"The page {page or 'of the review'}"
                figures += looked_at(base, f"/reviews/main{page}", page.strip("/") or "overview", title, 1000)
        create_workspace(small, region="east-midlands")
        file = references(small.with_suffix(".csv"), READ)
        command("evidence", "import", str(file), "--no-show", "--workspace", str(small))
        next_p95 = next_record(small)
        return [
            *figures,
            Figure("reviews_next_p95", "The next of 10,000 records", next_p95, "ms", 150, False),
        ]
