"""Reviews with references in them, for tests of screening."""

from __future__ import annotations

import csv
from pathlib import Path

from hedgerow.evidence.review import Criterion, Protocol
from hedgerow.evidence.tables.review import ReviewLog
from hedgerow.evidence.tables.review.intake import take_in_file
from hedgerow.store.database import Database

SUBJECTS = (
    ("Custody for young adults", "Young adults in custody were followed for two years after release."),
    ("Mentoring of young people at risk of gangs", "A trial of mentoring measured reoffending."),
    ("Repairing bridges", "Steel and concrete bridges were repaired and inspected."),
    ("Focused deterrence and gun violence", "Groups were called in; shootings fell in the treated places."),
    ("Crops and soil", "Soil was sampled on forty farms and crops were weighed."),
)


def protocol(title: str = "double", full: str = "double", **more: object) -> Protocol:
    criteria = (
        Criterion("c1", "Young people at risk of organised crime", "include"),
        Criterion("c2", "Not an evaluation", "exclude"),
        Criterion("c3", "No outcome of offending", "exclude", "full_text"),
    )
    policies = (("title_abstract", title), ("full_text", full))
    return Protocol(
        "Gangs and mentoring",
        "What works for young people at risk?",
        criteria,
        policies,
        **more,  # type: ignore[arg-type]
    )


def write_csv(path: Path, records: int, *, without_abstract: int = 0) -> Path:
    """Write records with five subjects in turn; the last ones have no abstract."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(("title", "abstract", "authors", "year", "journal"))
        for n in range(records):
            title, abstract = SUBJECTS[n % 5]
            text = "" if n >= records - without_abstract else f"{abstract} Sample {n} word{n}."
            writer.writerow((f"{title} {n}", text, f"Writer, {n}", 1990 + n % 30, "Journal of tests"))
    return path


def review_with(
    database: Database, folder: Path, records: int, held: Protocol, *, review: str = "main", without: int = 0
) -> ReviewLog:
    """Return a review that was started and has references."""
    log = ReviewLog(database, review)
    log.start(held, actor="Ana")
    take_in_file(log, write_csv(folder / f"{review}.csv", records, without_abstract=without), actor="Ana")
    return log
