"""The fields of a form that is data, as fields of a page."""

from __future__ import annotations

from hedgerow.evidence.extraction.form import Form, FormField
from hedgerow.web.filters import Choice, labelled
from hedgerow.web.forms import Field


def fields_of(shape: Form, *, prefix: str = "") -> tuple[Field, ...]:
    """Return the fields of a form; `prefix` keeps the names of several forms of one page apart."""
    return tuple(_field(one, prefix) for one in shape.fields.values())


def _field(one: FormField, prefix: str) -> Field:
    kind = {"area": "area", "choice": "select"}.get(one.kind, "text")
    choices: tuple[Choice, ...] = ()
    if one.kind == "choice":
        choices = tuple(Choice(value, text) for value, text in one.choices)
        if not one.required:
            choices = labelled(list(one.choices), "Not said")
    hint = one.hint
    if one.kind == "words" and not hint:
        hint = f"Ids of the vocabulary “{one.scheme}”, joined by |."
    return Field(f"{prefix}{one.name}", one.label, kind, hint, choices, required=one.required)
