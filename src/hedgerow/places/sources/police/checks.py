"""Checks of values: each gives the rows at fault; the first fault found is the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hedgerow.errors import NotFoundError
from hedgerow.places.sources.police.duplicates import id_block
from hedgerow.places.sources.police.parse import text_of
from hedgerow.places.sources.police.result import FileFault, Reject
from hedgerow.vocabulary import crime_type_of

Mask = npt.NDArray[np.bool_]
LSOA = r"^[EW]01\d{6}$"
CRIME_ID = r"^[0-9a-f]{64}$"
# England, Wales and Northern Ireland with their waters, in degrees: west, east, south, north.
BOX = (-9.0, 2.5, 49.5, 61.5)


@dataclass(frozen=True)
class Fault:
    """One check: the rows that fail it, why, and the column that shows it."""

    bad: Mask
    reason: str | Callable[[str | None], str]
    column: str | None = None


def each(column: pa.DictionaryArray, allowed: Callable[[str], bool], *, blank: bool) -> Mask:
    """Return the rows whose value fails `allowed`, asking once for each different value."""
    words = column.dictionary.to_pylist()
    wrong = np.array([not allowed(word) for word in words] + [not blank], dtype=np.bool_)
    codes = pc.fill_null(column.indices, len(words)).to_numpy(zero_copy_only=False)
    return np.asarray(wrong[codes], dtype=np.bool_)


def unlike(column: pa.Array, pattern: str) -> Mask:
    """Return the rows whose value is there and does not match."""
    if pa.types.is_dictionary(column.type):
        fits = pc.match_substring_regex(column.dictionary, pattern).to_numpy(zero_copy_only=False)
        wrong = np.append(~fits.astype(np.bool_), False)
        codes = pc.fill_null(column.indices, len(fits)).to_numpy(zero_copy_only=False)
        return np.asarray(wrong[codes], dtype=np.bool_)
    fits = pc.fill_null(pc.match_substring_regex(column, pattern), True)
    return ~np.asarray(fits.to_numpy(zero_copy_only=False), dtype=np.bool_)


def crime_ids(column: pa.Array) -> Fault:
    """Return the rows whose Crime ID is there and is not 64 hexadecimal digits."""
    there = column.drop_null()
    block = id_block(there) if len(there) else None
    if len(there) and (block is None or block.tobytes().translate(None, b"0123456789abcdef")):
        bad = unlike(column, CRIME_ID)
    else:
        bad = np.zeros(len(column), dtype=np.bool_)
    return Fault(bad, "The Crime ID is neither blank nor 64 hexadecimal digits.", "crime_id")


def one_name(column: pa.DictionaryArray, expected: str, what: str, rows: int) -> Fault:
    """Return the rows that are not of the month or force that the file's name says.

    Raises
    ------
    FileFault
        When no row is: the file was renamed.
    """
    bad = each(column, lambda word: word == expected, blank=False)
    if len(bad) and bad.all():
        seen = ", ".join(str(word) for word in column.dictionary.to_pylist()[:3]) or "nothing"
        raise FileFault(
            f"Its name says {expected}, but its column {what} says {seen}: "
            "give it its publisher's name, or fetch it again.",
            rows,
        )
    return Fault(bad, f"The {what} is not {expected}, as the file's name says.", what)


def crime_types(column: pa.DictionaryArray, month: str) -> tuple[pa.Array, Fault]:
    """Return the slug of each row's crime type, and the rows whose type is unknown in that month."""
    slugs: list[str | None] = []
    for word in column.dictionary.to_pylist():
        try:
            slugs.append(crime_type_of(word, month).id)
        except NotFoundError:
            slugs.append(None)
    known = {word for word, slug in zip(column.dictionary.to_pylist(), slugs, strict=True) if slug}
    mapped = pa.DictionaryArray.from_arrays(
        column.indices, pa.array([slug or "?" for slug in slugs], pa.string())
    )
    return mapped, Fault(each(column, known.__contains__, blank=False), _unknown_type(month), "crime_type")


def _unknown_type(month: str) -> Callable[[str | None], str]:
    def reason(value: str | None) -> str:
        try:
            return f"The crime type is missing or unknown: {crime_type_of(value or '', month).id}"
        except NotFoundError as error:
            return f"{error.message} {error.cause}".strip()

    return reason


def coordinates(longitude: pa.Array, latitude: pa.Array) -> tuple[pa.Array, pa.Array, Fault]:
    """Return both as numbers, and the rows where they are no place in these islands."""
    x, bad_x = _number(longitude)
    y, bad_y = _number(latitude)
    with np.errstate(invalid="ignore"):
        west, east, south, north = BOX
        inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    blank_x, blank_y = _is_null(longitude), _is_null(latitude)
    bad = bad_x | bad_y | (blank_x != blank_y) | ~(inside | (blank_x & blank_y))
    fault = Fault(bad, "The coordinates are not a place in England, Wales or Northern Ireland.", "longitude")
    return pa.array(x, mask=blank_x), pa.array(y, mask=blank_y), fault


def _is_null(column: pa.Array) -> Mask:
    return np.asarray(column.is_null().to_numpy(zero_copy_only=False), dtype=np.bool_)


def _number(column: pa.Array) -> tuple[npt.NDArray[np.float64], Mask]:
    try:
        cast, bad = column.cast(pa.float64()), np.zeros(len(column), dtype=np.bool_)
    except pa.ArrowInvalid:
        # What the cast takes, so that a row's fate does not rest on the other rows of its file.
        bad = unlike(column, r"^-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$")
        cast = pc.if_else(pa.array(~bad), column, pa.scalar(None, pa.string())).cast(pa.float64())
    return np.asarray(cast.to_numpy(zero_copy_only=False), dtype=np.float64), bad


def first_faults(
    faults: Iterable[Fault], columns: dict[str, pa.Array], numbers: npt.NDArray[np.int64]
) -> tuple[Mask, list[Reject]]:
    """Return which rows are kept, and for each other row the first fault found."""
    keep = np.ones(len(numbers), dtype=np.bool_)
    rejects: list[Reject] = []
    for fault in faults:
        for position in np.flatnonzero(fault.bad & keep):
            value = text_of(columns[fault.column], int(position)) if fault.column else None
            reason = fault.reason if isinstance(fault.reason, str) else fault.reason(value)
            rejects.append(Reject(int(numbers[position]), reason, fault.column, value))
        keep &= ~fault.bad
    return keep, rejects
