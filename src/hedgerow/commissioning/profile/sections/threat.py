"""Section 3: threat by theme, each statement known, assessed or a gap."""

from __future__ import annotations

from hedgerow.commissioning.facts import CountRow, CrimeFacts, Fact
from hedgerow.commissioning.profile.drafts import counts_draft, gaps_draft, trend_draft
from hedgerow.commissioning.profile.model import Para, Run, Text, plain, say
from hedgerow.commissioning.profile.writer import Writer, guide

STREET = "police.uk street-level crime"
STUDY = "Police Foundation and Perpetuity Research, 2016"


def write(pen: Writer) -> None:
    """Give recorded crime with intervals, then each theme."""
    _caution(pen)
    crime = pen.facts.crime
    held = crime is not None and bool(crime.known)
    pen.want("recorded crime of the last twelve months", held)
    if crime is not None and held:
        _recorded(pen, crime)
    else:
        pen.gap(
            "Recorded crime",
            "no month of the last twelve is known for this area.",
            "Load the force’s street-level files; a gap is never filled with zero.",
            "police force",
        )
    pen.heading("Theme by theme")
    for theme in guide()["theme"]:
        _theme(pen, theme, crime if held else None)
    untagged = [block for block in pen.blocks if isinstance(block, Para) and not block.tag]
    text = plain(untagged[0].text)[:80] if untagged else "all are tagged"
    pen.check("each statement is known, assessed or a gap", not untagged, text)


def _caution(pen: Writer) -> None:
    low, high = (Fact(v, None, STUDY, "2016", "%") for v in (5, 17))
    pen.para(
        "Police data under-count organised crime: in a study of neighbourhoods elsewhere, {low} "
        "to {high} % of recorded "
        "crime could be attributed to it, and most of that was linked to nobody whom the police "
        "had classified. "
        "Low recorded crime can mean silence.",
        tag="known",
        source=STUDY,
        low=low,
        high=high,
    )


def _recorded(pen: Writer, crime: CrimeFacts) -> None:
    pen.heading("Recorded crime")
    total = next((row for row in crime.families if row.key == "all_crime"), None)
    if total is not None and total.now is not None:
        pen.para(
            "The police recorded {n} crimes here in the {months} known months from {first} to {last}.",
            tag="known",
            source=STREET,
            n=Fact(total.now, total.figure, STREET, crime.months[-1]),
            months=_months(crime),
            first=crime.months[0],
            last=crime.months[-1],
        )
    _unknown_months(pen, crime)
    pen.table(counts_draft("crime_types", "Recorded crime by type", crime.types, crime))
    pen.table(counts_draft("crime_families", "Groups of types", crime.families, crime, what="Group"))
    if crime.districts:
        title = "All crime by district"
        pen.table(counts_draft("districts", title, crime.districts, crime, what="District"))
    _chart(pen, crime)
    pen.want("a trend of two years or more", len(crime.trend) >= 24)
    if crime.gaps:
        pen.table(gaps_draft(crime))


def _unknown_months(pen: Writer, crime: CrimeFacts) -> None:
    lost = [month for month in crime.months if month in crime.unknown]
    if lost:
        pen.gap(
            "Recorded crime of " + ", ".join(lost),
            "the force’s data are missing or far too few, so these months are left out of counts and rates.",
            "Load the force’s files when they are published; never fill the months with zero.",
            "police force",
        )


def _chart(pen: Writer, crime: CrimeFacts) -> None:
    missing = sum(state not in {"complete", "unusual"} for _, state, _ in crime.trend)
    counted = "1 month is" if missing == 1 else f"{missing} months are"
    gap = f" {counted} a gap and left open." if missing else ""
    pen.chart(
        trend_draft(crime),
        kind="line",
        label="month",
        values=("all_crime", "soc_related"),
        alt=f"Line chart of recorded crime by month, {crime.trend[0][0]} to {crime.trend[-1][0]}.{gap}",
        unit="crimes",
    )


def _theme(pen: Writer, theme: dict[str, str], crime: CrimeFacts | None) -> None:
    wanted = [kind for kind in theme["types"].split(",") if kind]
    rows = [row for row in crime.types if row.key in wanted] if crime else []
    known = [row for row in rows if row.now is not None]
    pen.want(f"theme: {theme['title'].lower()}", bool(known))
    if known and crime:
        start = say("{title}: ", title=theme["title"])
        end = say(" in {months} known months. {caution}", months=_months(crime), caution=theme["caution"])
        pen.blocks.append(Para((*start, *_counts(known, crime), *end), "known", STREET))
        pen.gap(
            f"{theme['title']}: what organised groups add",
            "counts of recorded crime cannot say.",
            theme["close"],
            theme["holds"],
            written=False,
        )
    else:
        pen.gap(theme["title"], f"no figure is held. {theme['caution']}", theme["close"], theme["holds"])


def _counts(rows: list[CountRow], crime: CrimeFacts) -> Text:
    runs: list[Run] = []
    for place, row in enumerate(rows):
        runs += [
            ", " if place else "",
            f"{row.title.lower()} ",
            Fact(row.now, row.figure, STREET, crime.months[-1]),
        ]
    return tuple(runs)


def _months(crime: CrimeFacts) -> Fact:
    return Fact(len(crime.known), None, STREET, crime.months[-1])
