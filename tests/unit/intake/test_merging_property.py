"""Whatever two libraries hold and say: after merging, everything that either held is there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.errors import ConflictError
from hedgerow.evidence.intake import outside_events
from hedgerow.evidence.review import EventDraft
from hedgerow.evidence.tables.review import (
    ReviewLog,
    read_references,
    search_duplicates,
    settle_pair,
    standing,
    take_in_file,
)
from hedgerow.evidence.tables.review.correcting import correct_field
from hedgerow.evidence.tables.review.merging import merge_review
from hedgerow.evidence.tables.review.units import read_units
from hedgerow.store.database import Database

DECISIONS = ("include", "exclude", "maybe")
ANSWERS = ("same", "different", "related")
WORDS = ("gang", "hot spots", "youth", "mentoring", "lighting", "knives", "courts", "schools")
Act = tuple[str, int, int, int]


def ris(folder: Path, name: str, records: list[dict[str, str]]) -> Path:
    lines = [
        line
        for record in records
        for line in ("TY  - JOUR", *(f"{tag}  - {value}" for tag, value in record.items()), "ER  - ", "")
    ]
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def record(number: int, spelling: int = 0) -> dict[str, str]:
    """The same publication for the same number; `spelling` is how one library writes it."""
    chance = random.Random(number)
    title = f"{chance.choice(WORDS)} and {chance.choice(WORDS)} in town {number}: what became of them"
    return {
        "TI": title.upper() if spelling else title,
        "AU": f"Author{number % 97}, A.",
        "PY": str(1990 + number % 35),
        "JO": f"Journal {number % 11}",
        "VL": str(number % 50 + 1),
        "SP": str(number + 1),
        "EP": str(number + 9),
        "DO": f"10.5555/{number}",
        **({"AB": f"Abstract {number}."} if spelling else {"KW": f"word{number % 5}"}),
    }


@contextmanager
def two(folder: Path) -> Iterator[tuple[ReviewLog, ReviewLog]]:
    with Database(f"sqlite:///{folder / 'n.db'}") as north, Database(f"sqlite:///{folder / 's.db'}") as south:
        yield ReviewLog(north), ReviewLog(south)


def act(review: ReviewLog, acts: list[Act], actor: str) -> None:
    names = sorted(standing(review).file_of)
    for kind, a, b, c in acts:
        one, other = names[a % len(names)], names[b % len(names)]
        if kind == "screen":
            said = {"stage": "title_abstract", "decision": DECISIONS[c % 3]}
            review.append(EventDraft("screened", (one,), said), actor=actor)
        elif kind == "correct":
            correct_field(review, one, "year", str(1990 + c), actor=actor)
        elif kind == "undo":
            events = [e for e in review.events() if e.type in ("screened", "link_settled", "field_corrected")]
            if events:
                review.undo([events[a % len(events)].id], actor=actor)
        elif one != other:
            try:
                settle_pair(review, one, other, ANSWERS[c % 3], actor=actor)
            except ConflictError:
                continue  # a contradiction is refused, and nothing was said


def facts(review: ReviewLog) -> tuple[set[object], set[object]]:
    """Every value of every reference, and every event that is not about the merge itself."""
    with review.database.reading() as connection:
        values: set[object] = set()
        for one in read_references(connection, review.review, raw=True):
            values.add((one.id, "raw", one.said.raw))
            for name in ("title", "authors", "year", "journal", "volume", "pages", "doi", "abstract"):
                values.add((one.id, name, getattr(one.said, name)))
            values.update((one.id, "keyword", word) for word in one.said.keywords)
    events = review.all_events()
    every = (*events, *outside_events(events))
    said: set[object] = set()
    for event in every:
        if event.type in ("library_merged", "outside_event", "duplicates_found", "undone"):
            continue
        came = event.payload.get("from", {})
        said.add((came.get("id", event.id), event.type, event.targets, came.get("at", event.at)))
    return values, said


def answers(review: ReviewLog) -> dict[object, str]:
    return {pair: given[-1].answer for pair, given in standing(review).answers.items()}


ACTS = st.lists(
    st.tuples(
        st.sampled_from(("screen", "correct", "settle", "undo")),
        st.integers(0, 30),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    max_size=8,
)
NUMBERS = st.lists(st.integers(0, 12), min_size=1, max_size=6, unique=True)


@settings(max_examples=12, deadline=None)
@given(north=NUMBERS, south=NUMBERS, shared=NUMBERS, north_acts=ACTS, south_acts=ACTS)
def test_nothing_is_lost_twice_is_once_and_the_order_does_not_matter(
    north: list[int], south: list[int], shared: list[int], north_acts: list[Act], south_acts: list[Act]
) -> None:
    with TemporaryDirectory() as name, two(Path(name)) as (here, there):
        folder = Path(name)
        both = ris(folder, "both.ris", [record(number) for number in shared])
        for review, numbers, spelling, actor in ((here, north, 0, "Ana"), (there, south, 1, "Ben")):
            take_in_file(review, both, source="Scopus", actor=actor)
            own = ris(folder, f"{actor}.ris", [record(number, spelling) for number in numbers])
            take_in_file(review, own, source=f"{actor}'s files", actor=actor)
            search_duplicates(review, actor=actor)
        act(here, north_acts, "Ana")
        act(there, south_acts, "Ben")
        before = [facts(review) for review in (here, there)]
        merge_review(here, there, name="south", actor="Ana")
        arrived = here.arrived()
        assert not merge_review(here, there, name="south", actor="Ana").changed
        assert here.arrived() == arrived
        merge_review(there, here, name="north", actor="Ben")
        for review in (here, there):
            values, said = facts(review)
            for held, told in before:
                assert held <= values
                assert told <= said
            search_duplicates(review, actor="Ana")
        assert answers(here) == answers(there)
        assert standing(here).groups == standing(there).groups


@pytest.mark.slow
def test_two_libraries_of_5_000_records_each(tmp_path: Path) -> None:
    everyone = list(range(8_500))
    with two(tmp_path) as (here, there):
        take_in_file(here, ris(tmp_path, "n.ris", [record(n) for n in everyone[:5_000]]), actor="Ana")
        take_in_file(there, ris(tmp_path, "s.ris", [record(n, 1) for n in everyone[3_500:]]), actor="Ben")
        for review, actor in ((here, "Ana"), (there, "Ben")):
            names = sorted(standing(review).file_of)
            drafts = [
                EventDraft("screened", (one,), {"stage": "title_abstract", "decision": DECISIONS[place % 3]})
                for place, one in enumerate(names[:2_000])
            ]
            review.append(*drafts, actor=actor)
        before = [facts(review) for review in (here, there)]
        joined = merge_review(here, there, name="south", actor="Ana")
        assert (joined.references, joined.files) == (5_000, 1)
        found = search_duplicates(here, actor="Ana")
        values, said = facts(here)
        for held, told in before:
            assert held <= values
            assert told <= said
        assert (found.references, found.surplus) == (10_000, 1_500)
        with here.database.reading() as connection:
            units = list(read_units(connection, found.standing))
        assert sum(len(unit.references) for unit in units) == 10_000
        shown = {value for unit in units for given in unit.merged.values.values() for value in given}
        assert {record(n)["TI"] for n in everyone[:5_000]} <= shown
        assert {record(n, 1)["TI"] for n in everyone[3_500:]} <= shown
        assert not merge_review(here, there, name="south", actor="Ana").changed
