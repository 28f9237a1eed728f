"""The parts of a dossier: what was counted, was expected, may be said, and what else explains it."""

from __future__ import annotations

from hedgerow.places.contrast.words import finding, silence_words, title_of, twin_sentence
from hedgerow.places.dossier import Part
from hedgerow.places.tables import dossier_tables as tables
from hedgerow.places.tables.contrast_views import MEANING, as_place, title_of_family
from hedgerow.places.tables.dossier_facts import Facts
from hedgerow.stats.e_value import e_value, e_value_limit

ANSWERS = {
    "low": "yes, low",
    "high": "yes, high",
    "neither": "no",
    "cannot_tell": "cannot tell: too little was expected",
    "not_known": "not known",
}


def counted(facts: Facts) -> Part:
    """What was counted, and what is missing."""
    row, family = facts.row, title_of_family(facts.family).lower()
    said = [
        "The force’s figures are missing for all of these months; nothing is counted, which is not nought."
    ]
    if row["observed"] is not None:
        said = [
            f"{_whole(row['observed'])} crimes ({family}) were recorded here in {row['months']} complete "
            f"months between {facts.months[0]} and {facts.months[-1]}."
        ]
    if facts.missing:
        said.append(
            f"{len(facts.missing)} of the {len(facts.months)} months are missing for {row['force_area']} and "
            f"are left out, never counted as nought: {', '.join(facts.missing)}."
        )
    said.append("Recorded crime is what was reported and recorded, printed at a point near by.")
    return Part("counted", "What was counted", tuple(said), tables=(tables.families_table(facts),))


def expected(facts: Facts) -> Part:
    """What was expected, and why."""
    row = facts.row
    said = [MEANING[0]]
    if row["expected"] is not None:
        said.insert(
            0,
            f"{_whole(row['expected'])} were expected from context, so the recorded figure is "
            f"{row['ratio']:.2f} of it after shrinkage (90 % interval {row['ratio_lower']:.2f} to "
            f"{row['ratio_upper']:.2f}).",
        )
    if row.get("fitted_apart"):
        apart = _upper(str(row["fitted_apart"]))
        said.append(f"{apart}. It is compared with places of its own nation only, on the context held there.")
    spread, before = _term(facts, "alpha"), _term(facts, "alpha_without_context")
    if spread is not None and before is not None:
        said.append(
            f"Context lowers the spread between places from {before:.3f} to {spread:.3f} (the alpha of a "
            "negative binomial model); what remains is not explained by anything in the model."
        )
    said.append(
        f"The class of the place is “{row['rural_urban']}” and its force area {row['force_area']}; both are "
        "part of the model. No figure of strength is."
    )
    return Part("expected", "What was expected, and why", tuple(said), tables=(tables.context_table(facts),))


def questions(facts: Facts) -> Part:
    """Both questions and their answers."""
    row = facts.row
    said = [
        f"A. Is this place’s own rate truly beyond a cut-off? {_upper(ANSWERS[row['own']])}."
        + _chances(row["p_low"], row["p_high"], row["q_low"], row["q_high"]),
        f"B. Is it unusual among places like it? {_upper(ANSWERS[row['like']])}."
        + _chances(None, None, row["q_low_like"], row["q_high_like"]),
    ]
    for question, reach in (("A", row["detectable_own"]), ("B", row["detectable_like"])):
        said.append(
            f"No count, not even nought, could have been told as low by question {question}."
            if reach is None
            else f"For question {question} a ratio of {reach:.2f} or less could have been told as low."
        )
    what = title_of(str(row["verdict"]))
    return Part(
        "questions",
        "Two questions, two answers",
        (*said, f"Together: {what}; {finding(as_place(row))}"),
    )


def gates(facts: Facts) -> Part:
    """The artefact gate and the silence gate."""
    row = facts.row
    artefact = (
        f"Artefact gate: shut. {_upper(str(row['artefact']))}."
        if row["artefact"]
        else "Artefact gate: passed. No sign that recording, rather than crime, makes the figure."
    )
    silence = f"Silence gate: {silence_words(as_place(row))}."
    if row["silence"] == "not_testable":
        silence += (
            " No source is held that would show crime which nobody reports (ambulance, fire, hospital, "
            "survey); so this is no pass, and reporting comes first on a visit."
        )
    return Part("gates", "Could it be recording, or silence?", (artefact, silence))


def held(facts: Facts) -> Part:
    """Whether the answer held."""
    row, months = facts.row, len(facts.months)
    said = {
        True: "The answer of the earlier half of the months held in the later half.",
        False: "The answer of the earlier half of the months did not hold in the later half.",
        None: "A half of the months cannot tell, so whether the answer holds is not known.",
    }[row["persistent"]]
    lines = [said]
    share, chance = _term(facts, "low_held"), _term(facts, "low_chance")
    if share is not None and chance is not None:
        lines.append(
            f"Of all places of this family that are low in the earlier half {100 * share:.0f} % are low in "
            f"the later half too; chance alone would give {100 * chance:.0f} %."
        )
    if months < 36:
        lines.append(f"{months} months are fewer than three years: provisional.")
    return Part("persistence", "Does it last?", tuple(lines))


def twins(facts: Facts) -> Part:
    """Its twins."""
    if facts.twins:
        said = [
            twin_sentence(facts.row, facts.twins),
            "A twin is the same kind of place, has an expected rate and a propensity within a calliper, does "
            "not touch this place, and records surely more than its context gives.",
        ]
        return Part(
            "twins",
            "Its twins",
            tuple(said),
            tables=(tables.twins_table(facts), tables.balance_table(facts)),
        )
    if facts.twin_of:
        words = "This place records more than its context gives and serves as a twin of low places."
        return Part("twins", "Its twins", (words,), tables=(tables.twin_of_table(facts),))
    if facts.row["own"] == "low":
        words = facts.unmatched or "no set of at least five places is alike enough and in balance with it"
        return Part("twins", "Its twins", (f"No twins: {words}.",))
    return Part("twins", "Its twins", ("Twins are sought for places that are truly low; this is none.",))


def levers(facts: Facts) -> Part:
    """What is associated with the ratio."""
    if not facts.levers:
        return Part(
            "levers", "Hypotheses to visit", ("No figure of strength is held, so none can be set beside it.",)
        )
    firm = [row for row in facts.levers if row["selected"] and (row["q_value"] or 1) <= 0.05]
    said = (
        "Over all places of the region, these figures of strength are associated with a ratio further from "
        "what context gives: " + "; ".join(str(row["title"]) for row in firm) + "."
        if firm
        else "Over all places of the region no figure of strength is firmly associated with the ratio."
    )
    return Part(
        "levers",
        "Hypotheses to visit",
        (
            said,
            "They are hypotheses to visit, not causes: a visit asks whether they can be seen here at all.",
        ),
        tables=(tables.levers_table(facts),),
    )


def otherwise(facts: Facts) -> Part:
    """What else would explain it."""
    row = facts.row
    lines = [
        "Who comes through: expected crime counts residents; visitors, students, patients or workers do not "
        "live here but are there.",
        "Recording: one force, one station or one desk may record otherwise than others.",
        "Mapping: crimes are printed at the nearest anonymous point, which may lie next door.",
        "Silence: crime that is not reported is not counted.",
        "Context that is not in the model: what differs between this place and its twins besides it.",
        "Chance and choosing: the lowest of many places is lower than it will be next year.",
        "Crime that has moved next door: look at its neighbours before calling it a success.",
    ]
    said: list[str] = []
    if row["ratio"] is not None:
        strength = float(e_value(row["ratio"]))
        near = float(e_value_limit(row["ratio_lower"], row["ratio_upper"]))
        said.append(
            f"E-value {strength:.1f} (nearest end of the interval {near:.1f}): something unmeasured would "
            "have to go with both the place and its crime by that ratio, beyond its context, to explain it "
            "away."
        )
    return Part("otherwise", "What else explains it", tuple(said), tuple(lines))


def _chances(p_low: object, p_high: object, q_low: object, q_high: object) -> str:
    pairs = (("P(low)", p_low), ("P(high)", p_high), ("q of low", q_low), ("q of high", q_high))
    known = [f"{name} {_p(float(str(value)))}" for name, value in pairs if value is not None]
    return f" {'; '.join(known)}." if known else ""


def _p(value: float) -> str:
    return "under 0.001" if value < 0.001 else "over 0.999" if value > 0.999 else f"{value:.3f}"


def _term(facts: Facts, name: str) -> float | None:
    row = facts.model.get(name)
    return None if row is None or row["value"] is None else float(row["value"])


def _whole(value: object) -> str:
    return f"{float(str(value)):,.0f}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
