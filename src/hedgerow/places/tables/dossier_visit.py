"""The parts of a dossier that lead on: the site visit, the funded test, and the trail of its numbers."""

from __future__ import annotations

from hedgerow.places.dossier import Part, Theme, protocol
from hedgerow.places.tables.dossier_facts import Facts
from hedgerow.provenance import Figure

FORM = "☐ seen  ☐ not seen  ☐ could not tell: "


def visit(facts: Facts) -> Part:
    """The site-visit protocol, with the form."""
    rules = protocol()
    names = [str(twin["name"]) for twin in facts.twins[:5]]
    where = [f"Twins to visit as well, nearest first: {', '.join(names)}."] if names else []
    lists = (
        ("who", "Who goes", (*rules.who, *where)),
        ("before", "Before going", rules.before),
        ("conduct", "On the visit", rules.conduct),
        ("never", "What is never done", rules.never),
        ("harms", "Harm that a label does", rules.harms),
        ("recording", "How it is written down", rules.recording),
    )
    within = [Part(f"visit-{key}", heading, bullets=lines) for key, heading, lines in lists]
    within += [_theme(theme, facts) for theme in rules.themes]
    return Part(
        "visit",
        "Site-visit protocol and observation form",
        (
            f"Edition {rules.version}. The same form is filled in here and in the twins, by two people "
            "apart; each theme says what would show that it is wrong.",
        ),
        within=tuple(within),
    )


def _theme(theme: Theme, facts: Facts) -> Part:
    said = [theme.why]
    titles = [str(row["title"]) for row in facts.levers if row["role"] in theme.levers]
    if titles:
        said.append(f"Figures that go with it: {'; '.join(titles)}.")
    said.append(f"It is wrong if: {theme.disprove}")
    return Part(
        f"visit-{theme.id}",
        theme.title,
        tuple(said),
        (
            *(f"Look. {FORM}{line}" for line in theme.look),
            *(f"Ask residents. {line}" for line in theme.residents),
            *(f"Ask partners. {line}" for line in theme.partners),
        ),
    )


def funded_test(facts: Facts) -> Part:
    """How a confirmed lead becomes a proposal."""
    firm = facts.row["verdict"] == "zero_output"
    said = (
        "The figures and both visitors would have to agree first."
        if firm
        else "The figures alone do not set this place apart: only what a visit confirms may go further."
    )
    return Part("test", "From a visit to a funded test", (said,), protocol().funded_test)


def trail(facts: Facts) -> Part:
    """Every number back to its file and row."""
    key = {"family": facts.family, "lsoa21": facts.code}
    own = [str(Figure.of("contrast", column, key)) for column in ("observed", "expected", "ratio")]
    twins = [
        str(Figure.of("contrast", "observed", {"family": facts.family, "lsoa21": twin["twin"]}))
        for twin in facts.twins[:3]
    ]
    return Part(
        "trail",
        "Where each number comes from",
        (
            "Each command below follows a number to the steps, files and rows that it was made from. Every "
            "other figure has an address of the same form.",
        ),
        tuple(f'hedgerow trace "{figure}"' for figure in (*own, *twins)),
    )
