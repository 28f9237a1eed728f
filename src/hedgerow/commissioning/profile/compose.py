"""Facts in, document out: the sections in order, then the checks of the whole, then the hash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import is_dataclass, replace

from hedgerow.commissioning.facts import ProfileFacts
from hedgerow.commissioning.profile import checks, glance
from hedgerow.commissioning.profile.drafts import words_draft
from hedgerow.commissioning.profile.model import Check, Document, Gap, Para, Section, Stale, plain
from hedgerow.commissioning.profile.sections import (
    action,
    annexes,
    enablers,
    gaps,
    impact,
    people,
    places,
    purpose,
    signs,
    threat,
    voice,
    vulnerability,
    works,
)
from hedgerow.commissioning.profile.writer import Writer
from hedgerow.disclosure import MARKINGS, Edition, Released
from hedgerow.errors import UsageError
from hedgerow.provenance import sha256_value

SECTIONS: tuple[tuple[int, str, Callable[[Writer], None]], ...] = (
    (1, "Purpose, scope and governance", purpose.write),
    (2, "The area and its people", people.write),
    (3, "Threat by theme", threat.write),
    (4, "Places", places.write),
    (5, "Vulnerability", vulnerability.write),
    (6, "Community voice and resilience", voice.write),
    (7, "Warning signs", signs.write),
    (8, "Enablers", enablers.write),
    (9, "What works", works.write),
    (10, "The 4P action plan", action.write),
    (12, "Impact since the last edition", impact.write),
    (13, "Annexes", annexes.write),
)
REVIEW_YEARS = 1


def compose(facts: ProfileFacts, edition: Edition | str) -> Document:
    """Return the whole profile of one area in one edition.

    Raises
    ------
    UsageError
        When the facts have no date of making or no data cut: a profile without dates is refused.
    """
    edition = Edition(edition)
    if not facts.today or not facts.data_cut:
        raise UsageError(
            f"The profile of {facts.area.name} has no date.",
            cause="A profile without its date and data cut cannot be judged out of date.",
            remedy="Build the panel first, and give today’s date.",
        )
    written = [_written(Writer(number, title, edition, facts), write) for number, title, write in SECTIONS]
    known_gaps: list[Gap] = [gap for section in written for gap in section.gaps]
    pen = Writer(gaps.NUMBER, "Intelligence and evidence gaps", edition, facts)
    gaps.write(pen, known_gaps)
    sections = sorted([*written, pen.section()], key=lambda section: section.number)
    return _finished(facts, edition, tuple(sections))


def _written(pen: Writer, write: Callable[[Writer], None]) -> Section:
    write(pen)
    return pen.section()


def _finished(facts: ProfileFacts, edition: Edition, sections: tuple[Section, ...]) -> Document:
    stale = checks.stale_list(facts)
    next_review = checks.plus_years(facts.today, REVIEW_YEARS)
    document = Document(
        title=f"Serious and organised crime local profile: {facts.area.name}",
        area_code=facts.area.code,
        area_name=facts.area.name,
        area_kind=facts.area.kind_title,
        edition=edition,
        marking=MARKINGS[edition],
        data_cut=facts.data_cut,
        made_on=facts.today,
        next_review=next_review,
        owner=facts.owner,
        fictional=facts.area.fictional,
        banners=_banners(facts, stale),
        sections=sections,
        stale=stale,
        glance=glance.lines(facts, sections),
    )
    document = replace(
        document,
        complaints=checks.complaints(facts, stale, edition, next_review, document.completeness),
        sections=_with_annex(facts, document),
    )
    whole = (checks.traceable(document.sections), checks.language(document.sections), _dated(document))
    document = replace(document, checks=whole)
    return replace(document, hash=sha256_value(content(document)))


def _with_annex(facts: ProfileFacts, document: Document) -> tuple[Section, ...]:
    """Return the sections; the last one gains completeness, figures by date and all checks."""
    pen = Writer(13, "Annexes", document.edition, facts)
    pen.heading("Completeness")
    labels = {"section": "Section", "held": "Held", "wanted": "Wanted", "missing": "Not held"}
    rows = [
        (
            f"{section.number} {section.title}",
            section.held,
            len(section.wants),
            "; ".join(want.name for want in section.wants if not want.held) or "none",
        )
        for section in document.sections
    ]
    pen.table(words_draft("completeness", "What a profile wants, and what this one holds", labels, rows))
    pen.heading("Age of figures")
    labels = {
        "what": "Figure",
        "source": "Source",
        "date": "Period",
        "expires": "Use until",
        "state": "State",
    }
    dates = [(r.what, r.source, r.date, r.expires, "past" if r.past else "current") for r in document.stale]
    pen.table(
        words_draft("stale", "Every kind of figure, with its period and the day to replace it", labels, dates)
    )
    pen.heading("Automatic checks")
    labels = {"check": "Check", "result": "Result", "text": "In words"}
    results = [
        (f"{section.number}: {check.name}", "passed" if check.passed else "not passed", check.text)
        for section in document.sections
        for check in section.checks
    ]
    pen.table(words_draft("checks", "Checks of each section", labels, results))
    last = document.sections[-1]
    return (*document.sections[:-1], replace(last, blocks=(*last.blocks, *pen.blocks)))


def _banners(facts: ProfileFacts, stale: Sequence[Stale]) -> tuple[str, ...]:
    banners = []
    if facts.area.fictional:
        banners.append("Fictional region: every place, figure and event here is invented for demonstration.")
    overdue = [row.next_review for row in facts.earlier if row.next_review and row.next_review < facts.today]
    if overdue:
        banners.append(f"The edition before this one was due for review on {max(overdue)}.")
    if facts.crime is not None and facts.crime.months:
        lost = [month for month in facts.crime.months if month in facts.crime.unknown]
        if lost:
            banners.append(f"Recorded crime is not known for {', '.join(lost)}; it is not nought.")
    past = [row.what for row in stale if row.past]
    if past:
        listed = ", ".join(past[:4]) + (" and others" if len(past) > 4 else "")
        banners.append(f"{len(past)} kinds of figure are past their date: {listed}.")
    return tuple(banners)


def _dated(document: Document) -> Check:
    dates = (document.made_on, document.data_cut, document.next_review)
    return Check(
        "dates on the cover", all(dates), f"made {dates[0]}, data to {dates[1]}, next review {dates[2]}"
    )


def content(document: Document) -> object:
    """Return the document as JSON-ready values without its hash: equal content, equal hash."""
    return _plain_value(replace(document, hash=""))


def _plain_value(value: object) -> object:
    if isinstance(value, Released):
        return {**value.as_dict(), "figures": sorted(f"{r} {c} {f}" for (r, c), f in value.figures.items())}
    if isinstance(value, Para):
        return {"text": plain(value.text), "tag": value.tag, "source": value.source}
    if is_dataclass(value) and not isinstance(value, type):
        return {"_": type(value).__name__} | {
            name: _plain_value(getattr(value, name)) for name in _names(value)
        }
    if isinstance(value, tuple | list):
        return [_plain_value(entry) for entry in value]
    return value


def _names(value: object) -> list[str]:
    return list(getattr(value, "__dataclass_fields__", {}))
