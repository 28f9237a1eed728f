"""Words that no sign of a place may use: protected characteristics (Equality Act 2010), and persons.

A stem that ends in * stands for every word that begins so. The list is wide on purpose: a sign that is
refused wrongly is worded anew for the place; one that is let through describes people.
"""

from __future__ import annotations

import re

PROTECTED: dict[str, tuple[str, ...]] = {
    "age": (
        *("age", "aged", "ages", "old", "older", "elderly", "young", "younger", "pensioner*", "retired"),
        *("teen", "teens", "teenage*", "adolescent*"),
    ),
    "disability": ("disab*", "autis*", "wheelchair*", "deaf", "blind", "dementia", "schizo*", "impairment*"),
    "gender reassignment": ("trans", "transgender", "transsexual*", "gender*"),
    "marriage and civil partnership": ("marri*", "divorc*", "spouse*", "widow*", "wife", "wives", "husband*"),
    "pregnancy and maternity": ("pregnan*", "matern*", "breastfe*"),
    "race": (
        *("race", "races", "racial*", "ethnic*", "national*", "migra*", "immigra*", "foreign*", "refugee*"),
        *("asylum", "abroad", "minorit*", "bame", "bme", "language*", "speaker*", "gyps*", "roma", "romani*"),
        *("traveller*", "african*", "caribbean*", "asian*", "arab*", "european*", "afghan*", "albania*"),
        *("banglades*", "bulgaria*", "chinese", "eritre*", "ethiopia*", "indian*", "iran*", "iraq*", "irish"),
        *("jamaica*", "kurd*", "lithuania*", "nigeria*", "pakistan*", "poles", "polish", "romania*"),
        *("somali*", "sudan*", "syria*", "turkish", "ukrain*", "vietnam*"),
    ),
    "religion or belief": (
        *("religio*", "faith*", "belief*", "muslim*", "islam*", "christian*", "catholic*", "jew", "jews"),
        *(
            "jewish",
            "hindu*",
            "sikh*",
            "buddhis*",
            "mosque*",
            "church*",
            "synagogue*",
            "temple*",
            "gurdwara*",
        ),
    ),
    "sex": (
        *("sex", "male", "males", "female*", "men", "women", "man", "woman", "boy", "boys", "girl", "girls"),
        *("mother*", "father*", "lady", "ladies", "gentlemen"),
    ),
    "sexual orientation": ("gay", "gays", "lesbian*", "bisexual*", "homosexual*", "orientation", "lgbt*"),
}
PHRASES: dict[str, str] = {
    "age": r"\b(under|over)[ -]?\d\ds?\b",
    "disability": r"\bmental(ly)? (ill|illness|health)\b|\blearning difficult",
    "marriage and civil partnership": r"\bcivil partner",
    "race": r"\b(black|white|brown) (people|resident|communit|famil|household|population|neighbour)"
    r"|\bskin colou?r|\bnon[ -]english\b",
}
PERSONS = (
    *("person", "suspect*", "offender*", "victim*", "individual*", "named", "nominal*", "child", "children"),
    *("youth*", "student*", "dealer*", "member", "members", "tenant"),
)


def refused_word(text: str) -> tuple[str, str] | None:
    """Return what a text is about that no sign may be about, and the word that says so."""
    plain = text.lower()
    words = re.split(r"[^a-z]+", plain)
    for what, stems in (*PROTECTED.items(), ("a person", PERSONS)):
        found = next((word for word in words for stem in stems if _is(word, stem)), None)
        phrase = re.search(PHRASES[what], plain) if what in PHRASES else None
        if found or phrase:
            return what, found or (phrase.group(0) if phrase else "")
    return None


def _is(word: str, stem: str) -> bool:
    return word.startswith(stem[:-1]) if stem.endswith("*") else word == stem
