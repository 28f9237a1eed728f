"""A scheme of controlled words and its terms, read from TOML and held against the schema it declares."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from hedgerow.errors import SchemaError

Value = str | int | float | bool | tuple[str, ...]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+.-]*")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_HEAD = {"id", "title", "about", "owner", "version", "status", "source", "parent", "fields"}
_TERM = {"id", "title", "about", "parent", "valid_from", "valid_to"}
_TYPES: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {"text": (str,), "list": (list,), "number": (int, float), "flag": (bool,)}
)


@dataclass(frozen=True)
class Field:
    """What a scheme says about one further field of its terms.

    Attributes
    ----------
    name, type, about
        Key; ``text``, ``list``, ``number`` or ``flag``; meaning.
    required
        Whether every term must have it.
    allowed
        The closed list of its values, or empty.
    scheme
        The scheme whose ids its values must be, or empty.
    """

    name: str
    type: str
    about: str
    required: bool = True
    allowed: tuple[str, ...] = ()
    scheme: str = ""


@dataclass(frozen=True)
class Term:
    """One controlled word.

    Attributes
    ----------
    id, title, about
        Stable key, name for people, meaning in a sentence.
    scheme
        The scheme that it belongs to.
    parent
        Id of its group in the scheme's parent scheme, or `None`.
    valid_from, valid_to
        First and last month in which it was in use (``YYYY-MM``); `None` where no limit is known.
    data
        The further fields that the scheme declares.
    """

    id: str
    title: str
    about: str
    scheme: str
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    data: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Scheme:
    """A list of controlled words with its owner and version.

    Attributes
    ----------
    id, title, about
        Key, name, what it is for.
    owner, version
        Who keeps it, and the month of this edition.
    status
        ``own design``, ``verified`` or ``unverified``: how far its content was checked at the source.
    source
        Where its content comes from.
    parent
        The scheme that groups its terms, or `None`.
    fields
        The further fields of its terms.
    terms
        Its words by id, in their published order.
    """

    id: str
    title: str
    about: str
    owner: str
    version: str
    status: str
    source: str
    parent: str | None
    fields: tuple[Field, ...]
    terms: Mapping[str, Term]


def parse_scheme(text: str, origin: str) -> Scheme:
    """Read one scheme's TOML.

    Raises
    ------
    SchemaError
        When a key is unknown or missing, an id is used twice, or a value is not what the scheme declares.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"The vocabulary file {origin} is not TOML.", cause=f"{error}.") from error
    head = _exactly(data.get("scheme", {}), _HEAD, {"parent", "fields"}, f"{origin} [scheme]")
    if head["status"] not in {"own design", "verified", "unverified"}:
        raise SchemaError(
            f"{origin}: the status “{head['status']}” is not own design, verified or unverified."
        )
    fields = tuple(_field(name, body, origin) for name, body in head.get("fields", {}).items())
    terms: dict[str, Term] = {}
    for body in data.get("term", []):
        term = _term(body, head["id"], fields, origin)
        if term.id in terms:
            raise SchemaError(f"{origin}: the id “{term.id}” is used twice.")
        terms[term.id] = term
    if set(data) - {"scheme", "term"} or not terms:
        raise SchemaError(f"{origin} must hold [scheme] and at least one [[term]], and nothing else.")
    plain = {key: str(head[key]) for key in _HEAD - {"parent", "fields"}}
    return Scheme(**plain, parent=head.get("parent"), fields=fields, terms=MappingProxyType(terms))


def _exactly(body: dict, allowed: set[str], optional: set[str], origin: str) -> dict:  # type: ignore[type-arg]
    """Return the table when its keys are the allowed ones and none that is required is missing."""
    extra, wanting = set(body) - allowed, allowed - optional - set(body)
    if extra or wanting:
        strange, missing = (", ".join(sorted(names)) or "none" for names in (extra, wanting))
        raise SchemaError(
            f"{origin} does not have the keys of its schema.",
            cause=f"Unknown: {strange}; missing: {missing}.",
        )
    return body


def _field(name: str, body: dict, origin: str) -> Field:  # type: ignore[type-arg]
    allowed = {"type", "about", "required", "allowed", "scheme"}
    body = _exactly(body, allowed, {"required", "allowed", "scheme"}, f"{origin} [scheme.fields.{name}]")
    if body["type"] not in _TYPES:
        raise SchemaError(f"{origin}: the field {name} is a “{body['type']}”, not {', '.join(_TYPES)}.")
    return Field(
        name=name,
        type=body["type"],
        about=body["about"],
        required=body.get("required", True),
        allowed=tuple(body.get("allowed", ())),
        scheme=body.get("scheme", ""),
    )


def _term(body: dict, scheme: str, fields: tuple[Field, ...], origin: str) -> Term:  # type: ignore[type-arg]
    names = {field.name for field in fields}
    optional = {"about", "parent", "valid_from", "valid_to", *names}
    where = f"{origin} [[term]] {body.get('id', '?')}"
    body = _exactly(body, _TERM | names, optional, where)
    if not _ID.fullmatch(str(body["id"])):
        raise SchemaError(f"{where}: an id has letters, digits and _ - . + only.")
    for key in ("valid_from", "valid_to"):
        if key in body and not _MONTH.fullmatch(str(body[key])):
            raise SchemaError(f"{where}: {key} is “{body[key]}”, not a month (YYYY-MM).")
    values = {field.name: _value(body[field.name], field, where) for field in fields if field.name in body}
    wanting = [field.name for field in fields if field.required and field.name not in values]
    if wanting:
        raise SchemaError(f"{where} has no {', '.join(wanting)}, which its scheme requires.")
    return Term(
        id=body["id"],
        title=body["title"],
        about=body.get("about", ""),
        scheme=scheme,
        parent=body.get("parent"),
        valid_from=body.get("valid_from"),
        valid_to=body.get("valid_to"),
        data=MappingProxyType(values),
    )


def _value(value: object, field: Field, where: str) -> Value:
    fits = isinstance(value, _TYPES[field.type]) and (field.type == "flag" or not isinstance(value, bool))
    if not fits:
        raise SchemaError(f"{where}: {field.name} is {value!r}, not a {field.type}.")
    kept: Value = tuple(str(part) for part in value) if isinstance(value, list) else value  # type: ignore[assignment]
    listed = kept if isinstance(kept, tuple) else (kept,)
    strange = [part for part in listed if field.allowed and part not in field.allowed]
    if strange:
        raise SchemaError(
            f"{where}: {field.name} holds {strange[0]!r}.", cause=f"Allowed are: {', '.join(field.allowed)}."
        )
    return kept
