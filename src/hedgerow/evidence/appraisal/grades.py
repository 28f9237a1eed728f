"""Grades as schemes give them, with scale, version, unit, grader and date; side by side, never together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hedgerow.errors import UsageError
from hedgerow.evidence.coding.said import Said, in_order
from hedgerow.evidence.coding.studies import Studies
from hedgerow.evidence.extraction.form import Form, FormField, FormSection, checked_form
from hedgerow.vocabulary import scheme, term, terms

EMMIE_PARTS = ("Effect", "Mechanism", "Moderator", "Implementation", "Economics")


@dataclass(frozen=True)
class Grade:
    """One grade.

    Attributes
    ----------
    scale, part
        Id of the scheme, and the part of it that is graded, such as EMMIE's mechanism.
    value
        In the scheme's own words.
    version, unit, outcome
        Edition of the scheme, what it grades, and for which outcome; empty where not said.
    grader, date, actor, at, event
        Who graded it and when, who recorded it here and when, and the event.
    """

    study: str
    scale: str
    value: str
    part: str = ""
    version: str = ""
    unit: str = ""
    outcome: str = ""
    grader: str = ""
    date: str = ""
    note: str = ""
    actor: str = ""
    at: str = ""
    event: str = ""


_FORM = Form(
    "grade",
    "A grade",
    "",
    False,
    (
        FormSection(
            "grade",
            "A grade",
            "",
            (
                FormField("scale", "Scheme", "words", scheme="grading_scheme", required=True),
                FormField("value", "Grade, in the scheme’s own words", required=True),
                FormField("part", "Part of the scheme", hint="For EMMIE: effect, mechanism and so on."),
                FormField("version", "Version of the scheme"),
                FormField("outcome", "For which outcome"),
                FormField("grader", "Who graded it"),
                FormField("date", "When", "date"),
                FormField("note", "Note"),
            ),
        ),
    ),
)


def grade_form() -> Form:
    """Return the form of a grade."""
    return _FORM


def checked_grade(given: Mapping[str, str]) -> dict[str, str]:
    """Return what an event says of a grade.

    Raises
    ------
    UsageError
        When the scheme does not exist, or does not have the value.
    """
    values = checked_form(_FORM, given)
    known = term("grading_scheme", values["scale"])
    allowed = known.data.get("values", ())
    if isinstance(allowed, tuple) and allowed:
        fitting = [one for one in allowed if one.casefold() == values["value"].casefold()]
        if not fitting:
            raise UsageError(
                f"{known.title} has no grade “{values['value']}”.", remedy=f"There are: {', '.join(allowed)}."
            )
        values["value"] = fitting[0]
    if known.id == "emmie" and values.get("part", "").capitalize() not in EMMIE_PARTS:
        raise UsageError(
            "A quality of EMMIE belongs to one of its five parts.",
            remedy=f"Name it: {', '.join(EMMIE_PARTS)}.",
        )
    return {**values, "unit": str(known.data["unit"])}


def grades_of(events: Iterable[Said], studies: Studies | None = None) -> tuple[Grade, ...]:
    """Return the grades that were recorded, in the order of their schemes: a place in it is no rank."""
    of = studies or Studies()
    found = [
        Grade(
            **{**event.payload, "study": of.of(event.targets[0])},
            actor=event.actor,
            at=event.at,
            event=event.id,
        )
        for event in in_order(events)
        if event.type == "graded" and event.targets and event.payload["scale"] in terms("grading_scheme")
    ]
    order = list(scheme("grading_scheme").terms)
    return tuple(sorted(found, key=lambda one: (order.index(one.scale), one.part, one.at)))
