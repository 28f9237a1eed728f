"""Read the definitions and refuse what does not fit the schema, so that a typing error cannot live on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from hedgerow.errors import SchemaError
from hedgerow.places.indicators.definition import INDEXES, Indicator, Reading

AREAS = ("lsoa21", "lsoa11")
DERIVED = ("density",)
# Figures that may not count towards need or strength: an index that holds crime cannot be related to crime,
# and who people are is not a need. Words that begin so are looked for in names,
# columns and categories.
BARRED = (
    "crime",
    "ethnic",
    "religio",
    "sex",
    "gender",
    "disab",
    "nationality",
    "birth",
    "language",
    "violence",
    "burglar",
    "robber",
    "antisocial",
    "theft",
    "aged",
)
_TYPES: Mapping[str, type | tuple[type, ...]] = MappingProxyType(
    {
        "decimals": int,
        "direction": int,
        "weight": (int, float),
        "scale": (int, float),
        "categories": list,
        "parts": list,
    }
)


@cache
def definitions() -> Mapping[str, Indicator]:
    """Return every shipped indicator by name.

    Raises
    ------
    SchemaError
        When a definition has an unknown or missing key, a value of the wrong kind, or breaks a rule.
    """
    folder = files("hedgerow.places.indicators")
    entries = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
    )
    found = {
        entry.name.removesuffix(".toml"): parse(
            entry.read_text("utf-8"), name=entry.name.removesuffix(".toml")
        )
        for entry in entries
    }
    for index in ("need", "strength"):
        total = sum(one.weight for one in found.values() if one.index == index)
        if abs(total - 1) > 1e-9:
            raise SchemaError(f"The weights of the {index} indicators sum to {total:g}, not to 1.")
    return MappingProxyType(found)


def of_index(index: str) -> tuple[Indicator, ...]:
    """Return the indicators that count towards an index, in the order of their names."""
    return tuple(one for one in definitions().values() if one.index == index)


def parse(text: str, *, name: str) -> Indicator:
    """Read one definition; `name` is the file's name without its ending.

    Raises
    ------
    SchemaError
        When the text does not fit the schema.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"The indicator {name} is not TOML.", cause=f"{error}.") from error
    body = data.pop("reading", {})
    reading = Reading(**_fitting(Reading, body, f"{name}, [reading]"))
    known = _fitting(Indicator, {"name": name, **data, "reading": reading}, name)
    indicator = Indicator(**known)
    _check(indicator)
    return indicator


def _fitting(kind: type, data: dict[str, Any], where: str) -> dict[str, Any]:
    """Return `data` with lists as tuples, when it has all keys that `kind` requires and no other."""
    allowed = {field.name: field for field in fields(kind)}
    required = {name for name, field in allowed.items() if field.default is MISSING}
    unknown, wanting = sorted(set(data) - set(allowed)), sorted(required - set(data))
    if unknown or wanting:
        raise SchemaError(
            f"The indicator {where} does not fit the schema.",
            cause=f"Unknown: {', '.join(unknown) or 'none'}; missing: {', '.join(wanting) or 'none'}.",
            remedy=f"The keys are: {', '.join(sorted(allowed))}.",
        )
    for key, value in data.items():
        expected = Reading if key == "reading" else _TYPES.get(key, str)
        if not isinstance(value, expected) or isinstance(value, bool):
            raise SchemaError(f"The indicator {where}: {key} is {value!r}, which is of the wrong kind.")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _check(one: Indicator) -> None:
    """Hold one definition against the rules."""
    rules = {
        f"index is “{one.index}”; allowed are {', '.join(INDEXES)}": one.index in INDEXES,
        "direction must be 1 or -1 in an index, 0 outside": abs(one.direction)
        == (one.index in ("need", "strength")),
        "weight must lie in (0, 1] in an index and be 0 outside": (0 < one.weight <= 1)
        == (one.index in ("need", "strength"))
        and one.weight >= 0,
        "decimals must be 0 to 4": 0 <= one.decimals <= 4,
        f"reading.area is “{one.reading.area}”; allowed are {', '.join(AREAS)}": one.reading.area in AREAS,
        "reading must use exactly one of column, category, parts, derived": one.reading.way
        in ("column", "category", "parts", "derived"),
        "reading by category needs categories, count and total": one.reading.category is None
        or bool(one.reading.categories and one.reading.count and one.reading.total),
        "reading by parts needs whole": not one.reading.parts or one.reading.whole is not None,
        f"reading.derived must be one of {', '.join(DERIVED)}": one.reading.derived in (None, *DERIVED),
        "review must be a date, YYYY-MM-DD": _is_date(one.review),
        "every text must say something": all(
            (one.title, one.plain, one.domain, one.why, one.owner, one.publisher)
        ),
    }
    broken = [rule for rule, kept in rules.items() if not kept]
    if broken:
        raise SchemaError(f"The indicator {one.name} breaks a rule: {'; '.join(broken)}.")
    _bar(one)


def _bar(one: Indicator) -> None:
    """Refuse crime and protected characteristics in need and strength."""
    words = (one.name, *one.reading.columns, *one.reading.categories)
    said = {part for text in words for part in re.split(r"[^a-z]+", text.lower())}
    barred = [word for word in BARRED if any(part.startswith(word) for part in said)]
    if one.index in ("need", "strength") and barred:
        raise SchemaError(
            f"The indicator {one.name} may not count towards {one.index}: it holds “{barred[0]}”.",
            cause="No crime figure and no protected characteristic may be part of need or strength.",
            remedy='Set index = "context" or "none".',
        )


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
