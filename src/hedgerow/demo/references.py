"""Fictional publications: two organisations' exports that overlap, and a table of trials to pool.

The university holds some of the library's publications too, written in its own way: those must be found to
be the same. About a quarter are about mentoring young people, so that there is something to look for.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hedgerow.evidence.imported import Imported
from hedgerow.evidence.writers import Outgoing, write

LIBRARY, UNIVERSITY, TRIALS = "amberdale-library.ris", "vale-university.csv", "trials.csv"
PUBLICATIONS, SHARED = 60, 16
_SURNAMES = (
    "Ashby",
    "Brock",
    "Carrow",
    "Dunholme",
    "Eastoft",
    "Fenwick",
    "Garthorpe",
    "Hallam",
    "Irby",
    "Kelsey",
    "Lusby",
    "Marfleet",
    "Nunsby",
    "Owmby",
    "Pelham",
    "Raithby",
)
_GIVEN = ("Ada", "Ben", "Cara", "Dan", "Esme", "Finn", "Grace", "Hugo", "Iris", "Jay")
_JOURNALS = (
    "Journal of Safer Places (fictional)",
    "Fictional Review of Prevention",
    "Community Studies (fictional)",
    "Annals of Local Action (fictional)",
)
_MENTORING = (
    "mentoring by trained volunteers",
    "one-to-one mentoring",
    "mentoring through a football club",
    "group mentoring after school",
)
_OTHERS = (
    "street lighting",
    "lessons in school",
    "advice on loans",
    "landlords’ training",
    "a youth club on two evenings",
    "neighbourhood patrols",
    "visits to families",
    "a reporting campaign",
    "gates across alleys",
    "drop-in counselling",
)
_PEOPLE = (
    "young people at risk of being exploited",
    "pupils who were excluded from school",
    "residents of two coastal towns",
    "tenants of social housing",
    "young people known to youth services",
    "older people who live alone",
)
_DESIGNS = (
    ("a randomised trial", "We allocated {n} people at random and followed them for a year."),
    ("a matched comparison", "We compared {n} people with others matched to them on age and place."),
    ("a process evaluation", "We spoke with {n} people and read the records of the team."),
    ("a before-and-after study", "We counted incidents for a year before and after, for {n} people."),
)
_OUTCOMES = (
    "Fewer offended in the year after than in the other group.",
    "There was no clear difference between the groups.",
    "Those who took part were reported missing less often.",
    "Offending rose in the group that took part.",
)


@dataclass(frozen=True)
class Publications:
    """What each organisation holds, and which pairs are one publication."""

    library: tuple[Imported, ...]
    university: tuple[Imported, ...]
    same: tuple[tuple[int, int], ...]


def publications(seed: int) -> Publications:
    """Return the fictional publications of a seed; pairs are places in the two lists."""
    rng = np.random.default_rng((seed, 3))
    every = [_publication(number, rng) for number in range(1, PUBLICATIONS + 1)]
    cut = (PUBLICATIONS + SHARED) // 2
    begin = cut - SHARED
    there = [_as_the_university(one, rng) if begin + n < cut else one for n, one in enumerate(every[begin:])]
    numbered = tuple(replace(one, row_number=n) for n, one in enumerate(there, start=1))
    same = tuple((begin + number, number) for number in range(SHARED))
    return Publications(tuple(every[:cut]), numbered, same)


def write_references(folder: Path, seed: int) -> None:
    """Write the two exports and the table of trials; the same seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    held = publications(seed)
    for name, form, records in ((LIBRARY, "ris", held.library), (UNIVERSITY, "csv", held.university)):
        outgoing = [Outgoing(f"{form}-{one.row_number}", one) for one in records]
        (folder / name).write_text(write(form, outgoing), "utf-8", newline="")
    _write_trials(folder / TRIALS, np.random.default_rng((seed, 4)))


def _publication(number: int, rng: np.random.Generator) -> Imported:
    what = str(rng.choice(_MENTORING if number % 4 == 1 else _OTHERS))
    who = str(rng.choice(_PEOPLE[:2] if number % 4 == 1 else _PEOPLE))
    design, how = _DESIGNS[int(rng.integers(len(_DESIGNS)))]
    surnames = rng.choice(_SURNAMES, size=int(rng.integers(1, 4)), replace=False)
    authors = [f"{name}, {rng.choice(_GIVEN)}" for name in surnames]
    first = int(rng.integers(1, 400))
    abstract = " ".join(
        (
            f"We asked whether {what} helps {who}.",
            how.format(n=int(rng.integers(40, 900))),
            str(rng.choice(_OUTCOMES)),
            "This publication is invented for a demonstration.",
        )
    )
    return Imported(
        row_number=number,
        title=f"{what[0].upper()}{what[1:]} for {who}: {design}, report {number}",
        authors="; ".join(authors),
        year=int(rng.integers(2004, 2026)),
        journal=str(rng.choice(_JOURNALS)),
        doi=f"10.5555/hedgerow.{number:03d}",
        abstract=abstract,
        keywords=(what, who),
        kind="JOUR",
        volume=str(int(rng.integers(1, 40))),
        issue=str(int(rng.integers(1, 5))),
        pages=f"{first}-{first + int(rng.integers(6, 30))}",
    )


def _as_the_university(one: Imported, rng: np.random.Generator) -> Imported:
    """Return a publication as another organisation writes it: initials, capitals, now and then no DOI."""
    names = [name.split(", ") for name in (one.authors or "").split("; ")]
    initials = "; ".join(f"{surname}, {given[0]}." for surname, given in names)
    title = one.title.upper() if rng.random() < 0.3 else one.title.replace("’", "'")
    doi = None if rng.random() < 0.5 else one.doi
    journal = (one.journal or "").replace("Journal of", "J.")
    return replace(one, title=title, authors=initials, doi=doi, journal=journal, keywords=())


def _write_trials(path: Path, rng: np.random.Generator) -> None:
    """Write eight fictional trials in which those who took part offended more: an odds ratio near 1.6."""
    rows = []
    for number in range(8):
        treated, compared = (int(rng.integers(30, 140)) for _ in range(2))
        base = float(rng.uniform(0.15, 0.45))
        odds = 1.6 * base / (1 - base)
        events = int(rng.binomial(treated, odds / (1 + odds)))
        others = int(rng.binomial(compared, base))
        rows.append(
            (f"{_SURNAMES[number]} (fictional)", 1990 + 3 * number, events, treated, others, compared)
        )
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(("study", "year", "event_t", "n_t", "event_c", "n_c"))
        writer.writerows(rows)
