"""The items of a list in JSON, one by one: what stands before a fault is kept, and each knows its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hedgerow.evidence.readers.account import Entry, Unusable

_LONGEST_NUMBER = 40
_BLANKS = " \t\n"


def number(digits: str) -> int | str:
    """Return a whole number; one too long to be any stays text."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


DECODER = json.JSONDecoder(parse_int=number)


def as_json(value: object) -> str:
    """Return a value as it would stand in the file.

    Raises
    ------
    Unusable
        When it is nested too deep.
    """
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError as error:
        raise Unusable("the record is nested too deep") from error


def items_of(text: str, place: int) -> Iterator[Entry[Any]]:
    """Yield the items of the list that opens at `place`; broken text ends in one faulty item."""
    line, counted = 1, 0
    place = _after(text, place + 1)
    while text[place : place + 1] != "]":
        line, counted = line + text.count("\n", counted, place), place
        try:
            value, end = DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            yield Entry(None, text[place:].strip(), line, _fault(error, line))
            return
        yield Entry(_whole(value, text[place:end]), text[place:end], line)
        place = _after(text, end)
        if text[place : place + 1] == ",":
            place = _after(text, place + 1)
        elif text[place : place + 1] != "]":
            yield Entry(
                None, text[place:].strip(), line, f"the list is broken after line {line}: no more is read"
            )
            return


def _whole(value: Any, raw: str) -> Any:
    """Return a value whose text can be written: half a letter, which only an escape can give, is marked."""
    if "\\ud" not in raw.lower():
        return value
    try:
        return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError:
        return None


def _after(text: str, place: int) -> int:
    while text[place : place + 1] in _BLANKS and place < len(text):
        place += 1
    return place


def _fault(error: Exception, line: int) -> str:
    said = error.msg.lower() if isinstance(error, json.JSONDecodeError) else "nested too deep"
    return f"the list is broken from line {line} ({said}): no more is read"
