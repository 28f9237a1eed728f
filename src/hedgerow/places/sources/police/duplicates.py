"""Rows that repeat an earlier row with the same Crime ID: flagged, never dropped.

Rows without a Crime ID are never compared: three identical incidents of anti-social behaviour are three.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_ID_LENGTH = 64


def flag_duplicates(crime_id: pa.Array, others: list[pa.Array]) -> npt.NDArray[np.bool_]:
    """Return the rows that equal an earlier row in the Crime ID and in every other column."""
    flags = np.zeros(len(crime_id), dtype=np.bool_)
    rows = _repeated(crime_id)
    if not len(rows):
        return flags
    where = pa.array(rows)
    values = zip(*(column.take(where).to_pylist() for column in [crime_id, *others]), strict=True)
    seen: set[tuple[object, ...]] = set()
    for row, value in zip(rows, values, strict=True):
        flags[row] = value in seen
        seen.add(value)
    return flags


def _repeated(crime_id: pa.Array) -> npt.NDArray[np.int64]:
    """Rows whose ID begins like another's: a short list that holds all that repeat."""
    rows = np.flatnonzero(crime_id.is_valid().to_numpy(zero_copy_only=False))
    there = crime_id.drop_null()
    if not len(there):
        return np.zeros(0, dtype=np.int64)
    keys = _keys(there)
    order = np.argsort(keys, kind="stable")
    same = keys[order[1:]] == keys[order[:-1]]
    if not same.any():
        return np.zeros(0, dtype=np.int64)
    repeated = np.zeros(len(keys), dtype=np.bool_)
    repeated[order[1:][same]] = True
    repeated[order[:-1][same]] = True
    return rows[repeated]


def _keys(there: pa.Array) -> npt.NDArray[np.uint64]:
    """One number for each text, equal for equal texts: its first eight bytes where all have 64."""
    block = id_block(there)
    if block is not None:
        return np.ascontiguousarray(block[:, :8]).view(np.uint64).ravel()
    codes = there.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    return np.asarray(codes, dtype=np.uint64)


def id_block(there: pa.Array) -> npt.NDArray[np.uint8] | None:
    """Return texts without gaps as a matrix of bytes, one row each; None unless every one has 64."""
    count = len(there)
    _, offsets, data = there.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[there.offset : there.offset + count + 1]
    if not (np.diff(ends) == _ID_LENGTH).all():
        return None
    return np.frombuffer(data, dtype=np.uint8)[ends[0] : ends[-1]].reshape(count, _ID_LENGTH)
