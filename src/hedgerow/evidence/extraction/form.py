"""Forms as data: sections of fields, what each takes, and when it says something of substance."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from hedgerow.errors import SchemaError, UsageError
from hedgerow.evidence.extraction.number import number
from hedgerow.vocabulary import terms

KINDS = ("text", "area", "number", "year", "date", "choice", "words")
_SAYS_NOTHING = (
    "n/a, na, none, nil, tbc, tba, unknown, not known, not stated, not said, not recorded, "
    "to follow, to be confirmed, see above, ?, -, x, yes, no"
)
_HOLLOW = frozenset(word.strip() for word in _SAYS_NOTHING.split(","))


@dataclass(frozen=True)
class FormField:
    """One field.

    Attributes
    ----------
    kind
        One of `KINDS`: words takes ids of a scheme of the vocabulary, joined by ``|``.
    words
        How many words make it an answer of substance.
    useful
        What would make the record more useful, where the field says nothing.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    scheme: str = ""
    required: bool = False
    words: int = 1
    useful: str = ""


@dataclass(frozen=True)
class FormSection:
    """A part of a form."""

    id: str
    title: str
    about: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True)
class Form:
    """A form: its sections in order; `single` when a study has one of it, not several."""

    id: str
    title: str
    about: str
    single: bool
    sections: tuple[FormSection, ...]

    @property
    def fields(self) -> Mapping[str, FormField]:
        """Every field by name, in order."""
        return {field.name: field for section in self.sections for field in section.fields}


def form_named(name: str) -> Form:
    """Return a form that ships; raise `UsageError` for one that does not."""
    if name not in forms():
        raise UsageError(f"There is no form “{name}”.", remedy=f"There are: {', '.join(forms())}.")
    return forms()[name]


@cache
def forms() -> Mapping[str, Form]:
    """Return the forms that ship, by id."""
    folder = files("hedgerow.evidence.extraction") / "forms"
    entries = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    read = [parse_form((folder / name).read_text("utf-8"), name) for name in entries]
    return MappingProxyType({form.id: form for form in read})


def parse_form(text: str, origin: str) -> Form:
    """Read a form from TOML; raise `SchemaError` where it breaks its schema."""
    data = tomllib.loads(text)
    sections = tuple(_section(body, origin) for body in data.pop("section", ()))
    if set(data) != {"id", "title", "about", "single"}:
        raise SchemaError(f"The form {origin} needs id, title, about and single, and nothing else.")
    names = [field.name for section in sections for field in section.fields]
    if len(names) != len(set(names)):
        raise SchemaError(f"The form {origin} has a field twice.")
    return Form(data["id"], data["title"], data["about"], data["single"], sections)


def _section(body: dict[str, Any], origin: str) -> FormSection:
    fields = []
    for one in body.get("field", ()):
        choices = tuple((str(value), str(words)) for value, words in one.pop("choices", ()))
        try:
            field = FormField(**one, choices=choices)
        except TypeError as error:
            raise SchemaError(
                f"The form {origin} has a field with a strange key.", cause=f"{error}."
            ) from error
        if field.kind not in KINDS or (field.kind == "choice") != bool(choices):
            raise SchemaError(f"The form {origin}: the field {field.name} is not one of {', '.join(KINDS)}.")
        fields.append(field)
    return FormSection(body["id"], body["title"], body.get("about", ""), tuple(fields))


def checked_form(form: Form, given: Mapping[str, str]) -> dict[str, str]:
    """Return what was filled in, without what is empty.

    Raises
    ------
    UsageError
        When a field is missing that must be there, or does not hold what it takes, by its label.
    """
    strange = set(given) - set(form.fields)
    if strange:
        raise UsageError(
            f"The form “{form.title}” has no field “{min(strange)}”.",
            remedy=f"There are: {', '.join(form.fields)}.",
        )
    filled = {name: " ".join(text.split()) if form.fields[name].kind != "area" else text.strip()
              for name, text in given.items() if text.strip()}  # fmt: skip
    for name, field in form.fields.items():
        if field.required and name not in filled:
            raise UsageError(f"“{field.label}” is missing.", remedy="Fill it in; the rest may wait.")
        if name in filled:
            _check(field, filled[name])
    return {name: filled[name] for name in form.fields if name in filled}


def _check(field: FormField, text: str) -> None:
    if field.kind == "number":
        number(text, field.label)
    elif field.kind == "year":
        if not re.fullmatch(r"(19|20)\d\d", text):
            raise UsageError(f"“{text}” is no year ({field.label}).", remedy="Give four digits.")
    elif field.kind == "date":
        _check_date(field, text)
    elif field.kind == "choice":
        allowed = dict(field.choices)
        if text not in allowed:
            raise UsageError(
                f"“{text}” is no answer to “{field.label}”.", remedy=f"Use: {', '.join(allowed)}."
            )
    elif field.kind == "words":
        for word in text.split("|"):
            if word.strip() not in terms(field.scheme):
                raise UsageError(
                    f"“{word}” is no word of the vocabulary {field.scheme} ({field.label}).",
                    remedy=f"List them with: hedgerow vocabulary {field.scheme}.",
                )


def _check_date(field: FormField, text: str) -> None:
    try:
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
            raise ValueError
        date.fromisoformat((text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10])
    except ValueError as error:
        raise UsageError(
            f"“{text}” is no date ({field.label}).", remedy="Write 2026, 2026-03 or 2026-03-14."
        ) from error


def of_substance(field: FormField, text: str) -> bool:
    """Whether an answer says something: not a stop-gap, and as many words as the field asks for."""
    plain = " ".join(text.lower().split()).strip(" .")
    if not plain or (plain in _HOLLOW and field.kind not in {"choice", "words"}):
        return False
    if field.kind == "choice" and plain in {"not_known", "not_said", "unknown"}:
        return False
    return len(re.findall(r"\w+", plain)) >= field.words
