"""Checks of the whole document: stale figures, the five complaints, traceable numbers, plain language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from hedgerow.commissioning.facts import Fact, ProfileFacts
from hedgerow.commissioning.profile.lint import plain_english_faults
from hedgerow.commissioning.profile.model import (
    Bullets,
    Check,
    Para,
    Section,
    Stale,
    TableBlock,
    blocks_texts,
    plain,
)
from hedgerow.disclosure import Edition

# For how long a figure may be used after the end of the period that it describes: our own design.
# Share of what a profile wants that must be held before the first complaint is called in order.
ENOUGH = 0.8
LIFETIME_YEARS = {"crime": 1, "census": 10, "index": 6}


def year_end(period: str) -> str | None:
    """Return the last day of the last year that a period's text names, or `None`."""
    years = re.findall(r"(?:19|20)\d{2}", period)
    return f"{max(years)}-12-31" if years else None


def plus_years(day: str, years: int) -> str:
    """Return the same day some years later; 29 February becomes the 28th."""
    date = dt.date.fromisoformat(day)
    try:
        return date.replace(year=date.year + years).isoformat()
    except ValueError:
        return date.replace(year=date.year + years, day=28).isoformat()


def month_end(month: str) -> str:
    """Return the last day of a month."""
    year, number = (int(part) for part in month.split("-"))
    first_next = dt.date(year + number // 12, number % 12 + 1, 1)
    return (first_next - dt.timedelta(days=1)).isoformat()


def stale_list(facts: ProfileFacts) -> tuple[Stale, ...]:
    """Return each kind of figure with its date and the day after which it should be replaced."""
    rows = []
    if facts.crime is not None and facts.crime.months:
        day = month_end(facts.crime.months[-1])
        rows.append(
            _stale(
                "Recorded crime", "police.uk street-level crime", day, LIFETIME_YEARS["crime"], facts.today
            )
        )
    for title, publisher, vintage, review in sorted(
        {(row.title, row.publisher, row.vintage, row.review) for row in facts.indicators}
    ):
        kind = "census" if "census" in publisher.lower() or "census" in vintage.lower() else "index"
        end = year_end(vintage)
        if end is None:
            rows.append(Stale(title, publisher, vintage or "not given", review or "not known", past=True))
            continue
        expires = review or plus_years(end, LIFETIME_YEARS[kind])
        rows.append(Stale(title, publisher, vintage, expires, past=expires < facts.today))
    return tuple(rows)


def _stale(what: str, source: str, day: str, years: int, today: str) -> Stale:
    expires = plus_years(day, years)
    return Stale(what, source, day, expires, past=expires < today)


def traceable(sections: Sequence[Section]) -> Check:
    """Check that every number has the address of a figure, or a source that it was typed from."""
    bare: list[str] = []
    counted = 0
    for section in sections:
        for block in section.blocks:
            for text in blocks_texts(block):
                for run in text:
                    if isinstance(run, Fact):
                        counted += 1
                        bare += [] if run.figure or run.source else [run.text]
                    elif isinstance(run, str) and re.search(r"\d", run):
                        bare.append(run[:40])
    tables = [
        block.table for section in sections for block in section.blocks if isinstance(block, TableBlock)
    ]
    addressed = sum(len(table.figures) for table in tables)
    words = f"{counted} numbers in sentences and {addressed} in tables carry an address or a source"
    return Check("every number is traceable", not bare, f"without: {', '.join(bare[:5])}" if bare else words)


def sentences(sections: Sequence[Section]) -> list[str]:
    """Return our own sentences; gaps and tables hold names and quotations and are left out."""
    found = []
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Para) and block.tag != "gap":
                found.append(plain(block.text))
            elif isinstance(block, Bullets):
                found += [plain(item.text) for item in block.items]
    return found


def language(sections: Sequence[Section]) -> Check:
    """Check the sentences for plain English."""
    faults = plain_english_faults(sentences(sections))
    return Check(
        "plain English", not faults, "; ".join(faults[:4]) or "no long sentence, no jargon, no banned claim"
    )


def complaints(
    facts: ProfileFacts, stale: Sequence[Stale], edition: Edition, next_review: str, completeness: float
) -> tuple[Check, ...]:
    """Return the five complaints of HMICFRS about local profiles, and how this document stands to each."""
    past = sum(row.past for row in stale)
    with_outcome = sum(bool(action.outcome) for action in facts.actions)
    actions = len(facts.actions)
    return (
        Check(
            "Out of date or incomplete",
            past == 0 and completeness >= ENOUGH,
            f"{past} of {len(stale)} kinds of figure are past their date; {completeness:.0%} of "
            f"what is wanted is held",
        ),
        Check(
            "Does not drive activity or measure impact",
            bool(actions) and with_outcome == actions,
            f"{actions} on record, {with_outcome} with a measure" if actions else "no action is on record",
        ),
        Check(
            "No clear rhythm of update",
            bool(next_review),
            f"next review {next_review}; made again in one command",
        ),
        Check(
            "Sharing barriers",
            True,
            f"this is the {edition} edition of three; each shows only the fields that its list allows",
        ),
        Check(
            "Strategic and tactical governance unclear",
            bool(facts.owner),
            "an owner is named; tactical facts stay out" if facts.owner else "no owner is named",
        ),
    )
