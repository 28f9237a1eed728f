"""From the values of a TOML file to frozen nouns: unknown keys, wrong types and words are refused by name."""

from __future__ import annotations

import difflib
import math
import types
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar, get_type_hints

from hedgerow.errors import SettingsError
from hedgerow.places.composite.allowed import BOUNDS, SIGNS, WORDS

T = TypeVar("T")


def noun(kind: type[T], given: Any, where: str) -> T:
    """Make a noun from a table of the specification.

    Parameters
    ----------
    where
        Name of the table, as it is written in the file.

    Raises
    ------
    SettingsError
        Naming the key or value that does not fit, and what is allowed.
    """
    if not isinstance(given, Mapping):
        raise SettingsError(
            f"{where} must be a table of keys and values.",
            remedy=f"Write [{where}], or [[{where}]] for each.",
        )
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    unknown(given, names, f"[{where}]")
    hints = get_type_hints(kind)
    values = {key: _value(value, hints[key], f"{where}.{key}") for key, value in given.items()}
    try:
        return kind(**values)
    except TypeError as error:
        missing = [name for name in ("code", "argument") if name in names and name not in given]
        raise SettingsError(
            f"A table [[{where}]] has no {' and no '.join(missing)}.", remedy="Give it one."
        ) from error


def unknown(given: Iterable[str], allowed: Iterable[str], where: str) -> None:
    """Refuse keys that are not known, with the nearest one that is."""
    held = tuple(allowed)
    for key in given:
        if key not in held:
            raise SettingsError(
                f"“{key}” is not a key of {where} in a specification of an index.",
                remedy=f"{near(key, held)}Allowed: {', '.join(held)}.",
            )


def near(word: str, allowed: Iterable[str]) -> str:
    """Return “Did you mean …? ” when a known word is close."""
    held = {one.lower(): one for one in allowed}
    found = difflib.get_close_matches(word.lower(), list(held), n=1)
    return f"Did you mean “{held[found[0]]}”? " if found else ""


def _value(value: Any, hint: Any, where: str) -> Any:
    options = hint.__args__ if isinstance(hint, types.UnionType) else (hint,)
    wanted = next(option for option in options if option is not type(None))
    made = _typed(value, wanted, where)
    _check(made, where)
    return made


def _typed(value: Any, wanted: Any, where: str) -> Any:
    if getattr(wanted, "__origin__", None) is tuple:
        return _whole(value, where) if wanted.__args__[0] is int else _pair(value, where)
    if wanted is float and isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(float(value), where)
    if wanted is int and isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, wanted) and not (wanted is int and isinstance(value, bool)):
        return value
    words = {float: "a number", int: "a whole number", str: "text", bool: "true or false"}
    raise SettingsError(
        f"{where} is {value!r} and must be {words[wanted]}.", remedy="Correct it in the file."
    )


def _finite(value: float, where: str) -> float:
    if not math.isfinite(value):
        raise SettingsError(f"{where} is {value}, which is no number.", remedy="Correct it in the file.")
    return value


def _whole(value: Any, where: str) -> tuple[int, ...]:
    if not isinstance(value, list | tuple) or not all(type(one) is int for one in value):
        raise SettingsError(f"{where} is {value!r} and must be whole numbers.", remedy="Write [2, 3].")
    return tuple(value)


def _pair(value: Any, where: str) -> tuple[float, float]:
    fits = (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)
    )
    if not fits or value[0] > value[1]:
        raise SettingsError(f"{where} is {value!r} and must be two numbers.", remedy="Write [LOW, HIGH].")
    return float(value[0]), float(value[1])


def _check(value: Any, where: str) -> None:
    if where in WORDS and value not in WORDS[where]:
        words = [word for word in WORDS[where] if word]
        raise SettingsError(
            f"{where} is “{value}”, which is not known.",
            remedy=f"{near(str(value), words)}Allowed: {', '.join(words)}.",
        )
    if where in BOUNDS and not BOUNDS[where][0] <= value <= BOUNDS[where][1]:
        low, high = BOUNDS[where]
        raise SettingsError(f"{where} is {value:g}.", remedy=f"Give a value from {low:g} to {high:g}.")
    if where in SIGNS and value not in (1, -1):
        raise SettingsError(
            f"{where} is {value} and must be 1 or -1.", remedy="1: more is more; -1: reversed."
        )
