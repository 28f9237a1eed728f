"""Section 13: annexes, made again with each build."""

from __future__ import annotations

from hedgerow.commissioning.profile.drafts import Column, words_draft
from hedgerow.commissioning.profile.model import Para, Text, say
from hedgerow.commissioning.profile.writer import Writer, guide
from hedgerow.disclosure import Draft


def write(pen: Writer) -> None:
    """Sources with terms and rows, methods, partners to prompt for, sharing, assessments, glossary."""
    facts = pen.facts
    pen.heading("Sources")
    pen.want("sources with licence and vintage", bool(facts.sources))
    if facts.sources:
        columns = (
            Column("name", "Source"),
            Column("publisher", "Publisher"),
            Column("licence", "Terms"),
            Column("vintage", "Edition or period"),
            Column("rows_in", "Rows in"),
            Column("rows_kept", "Kept"),
            Column("rows_rejected", "Rejected"),
        )
        rows = tuple(
            (note.name, note.publisher, note.licence, note.vintage, rows_in, kept, rejected)
            for _, note, rows_in, kept, rejected in facts.sources
        )
        notes = ("Rows in = rows kept + rows rejected, for every file.",)
        pen.table(Draft("sources", "Sources read", columns, rows, notes=notes))
    pen.heading("Methods")
    pen.bullets(Para(text) for text in _methods())
    pen.heading("Partners to ask")
    pen.want("partners", bool(facts.partners))
    if facts.partners:
        labels = {"name": "Partner", "duty": "Duty or invitation"}
        rows_ = [(row.name, row.duty or None) for row in facts.partners]
        pen.table(words_draft("partners", "Partners", labels, rows_), count_missing=False)
    for entry in guide()["annex"]:
        pen.heading(entry["title"])
        pen.para("{text}", text=entry["text"])
    pen.heading("Glossary")
    rows_ = [(entry["word"], entry["meaning"]) for entry in guide()["glossary"]]
    pen.table(words_draft("glossary", "Words used", {"word": "Word", "meaning": "Meaning"}, rows_))
    pen.check("made again with each build", True, f"made on {facts.today}")


def _methods() -> list[Text]:
    return [
        say("Counts are sums over the area’s LSOAs of the crimes that were published with a place."),
        say(
            "A month in which the force’s data are missing or clearly too few is left out of "
            "counts and of rates."
        ),
        say(
            "Intervals of rates are Poisson, exact below ten crimes and Byar’s from ten. Intervals of change "
            "are conditional; those of LSOAs allow for how much crime varies from month to month. Both are "
            "at {level} %. Ranks of rates carry {rank} % intervals from {draws} draws with a fixed seed.",
            level="95",
            rank="90",
            draws="1,000",
        ),
        say(
            "Need and strength hold no crime indicator and are never merged; their intervals vary the method."
        ),
        say(
            "Expected crime comes from context only; an artefact gate and a silence gate stand "
            "before every verdict."
        ),
    ]
