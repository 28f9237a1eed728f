"""Section 9: what works, with its rating, and what to ask before it is tried here."""

from __future__ import annotations

from hedgerow.commissioning.facts import EvidenceRow
from hedgerow.commissioning.profile.drafts import words_draft
from hedgerow.commissioning.profile.writer import Writer

CARDS_EACH = 3
_KINDS = {
    "systematic_review": "systematic review",
    "meta_analysis": "meta-analysis",
    "rct": "randomised trial",
    "quasi_experiment": "controlled study",
    "evaluation": "evaluation",
    "evidence_map": "evidence map",
    "theory": "theory",
    "guidance": "guidance",
}
_ORDER = ("systematic_review", "meta_analysis", "rct", "quasi_experiment", "evaluation", "evidence_map")
_REVIEWS = {"systematic_review", "meta_analysis", "evidence_map"}
_STUDIES = {"rct", "quasi_experiment", "evaluation"}
_CHECKED = {
    "full_text": "read in full",
    "abstract": "abstract read",
    "page": "official page read",
    "secondary": "read at second hand: check first",
    "not_checked": "not checked",
}


def write(pen: Writer) -> None:
    """Print counts by approach and the strongest cards of each, with rating status and questions."""
    records = [row for row in pen.facts.evidence if row.tier in {"A", "B"}]
    pen.want("evidence records", bool(records))
    if not records:
        pen.gap(
            "Evidence of what works",
            "no library is loaded.",
            "Run the build with the starter library.",
            "College of Policing; universities",
        )
        pen.check("no card without a rating", True, "no card is printed")
        return
    pen.para(
        "No study held is not the same as no effect. The library rests mostly on policing "
        "trials from the United "
        "States and on government reports, in English; most records were read as abstracts.",
        tag="known",
        source="Hedgerow’s evidence library",
    )
    _counts(pen, records)
    for approach, title in pen.facts.approach_titles.items():
        _cards(pen, title, [row for row in records if approach in row.approaches])
    pen.para(
        "Before anything is copied here, ask: is the problem the same; does the mechanism fit "
        "these people and places; "
        "who would deliver it; what did it cost there; and how will we know, beside a comparison area?",
        tag="assessed",
    )
    unrated = [row.id for row in records if not row.grade or not row.verified]
    text = "every card shows its grade, or says not rated" if not unrated else f"no status: {unrated[0]}"
    pen.check("no card without a rating", not unrated, text)


def _counts(pen: Writer, records: list[EvidenceRow]) -> None:
    rows = []
    for approach, title in pen.facts.approach_titles.items():
        held = [row for row in records if approach in row.approaches]
        coded = [row for row in held if not row.claim]
        rows.append(
            (
                title,
                sum(row.kind in _REVIEWS for row in coded),
                sum(row.kind in _STUDIES for row in coded),
                sum(row.uk for row in coded),
                sum(row.claim for row in held),
            )
        )
        pen.want(f"evidence for: {title.lower()}", bool(coded))
    labels = {
        "approach": "Approach",
        "reviews": "Reviews",
        "studies": "Studies",
        "uk": "With UK evidence",
        "claims": "Claims awaiting evaluation",
    }
    pen.table(words_draft("evidence_approaches", "Evidence held by approach", labels, rows))


def _cards(pen: Writer, title: str, records: list[EvidenceRow]) -> None:
    strongest = sorted(
        (row for row in records if row.tier == "A" and row.kind in _ORDER and row.finding and not row.claim),
        key=lambda row: (_ORDER.index(row.kind), not row.uk, -(row.year or 0), row.id),
    )[:CARDS_EACH]
    if not strongest:
        return
    labels = {
        "record": "Record",
        "finding": "Finding, in our words",
        "grade": "Grade as published",
        "verified": "How checked",
        "where": "Where",
        "ask": "Ask before using it here",
    }
    rows = [
        (
            f"{row.title} ({row.year or 'year not shown'}; {_KINDS[row.kind]})",
            row.finding,
            row.grade if row.grade != "not rated" else None,
            _CHECKED.get(row.verified, row.verified),
            row.place or None,
            row.caveats
            or (
                "Was it tried in places like this one?" if row.uk else "Not UK evidence: would it hold here?"
            ),
        )
        for row in strongest
    ]
    pen.table(words_draft("evidence", title, labels, rows), count_missing=False)
