"""The physical lines of a file: counted without a parser, and those that no parser can be trusted with."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

import numpy as np

from hedgerow.places.sources.police.result import FileFault

_MARK = b"?"  # stands for a line that is not given to the parser: one cell, so it counts and is refused


@dataclass(frozen=True)
class Lines:
    """A file ready to parse: `data` below its header, `header` cells, `rows` counted, `unfit` lines."""

    data: bytes
    header: tuple[str, ...]
    rows: int
    unfit: dict[int, str]
    cut: bool


def split_lines(data: bytes) -> Lines:
    """Count the rows, take the header and set aside the lines that cannot be parsed.

    Raises
    ------
    FileFault
        When the file is empty or not in an encoding that the publisher uses.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        rows = max(data.decode("utf-16", "replace").count("\n") - 1, 0)
        raise FileFault("It is UTF-16, not UTF-8: save it again as UTF-8, or fetch it again.", rows)
    data = data.removeprefix(codecs.BOM_UTF8)
    if not data[:4096].strip():
        raise FileFault("It is empty: fetch it again.")
    head, _, body = data.partition(b"\n")
    cut = not data.endswith(b"\n")
    rows = _count(body, b"\n") + (cut and bool(body))
    header = tuple(
        cell.strip().strip('"') for cell in head.decode("utf-8", "replace").rstrip("\r").split(",")
    )
    unfit = _unfit(body, rows)
    return Lines(_without(body, unfit) if unfit else body, header, rows, unfit, cut)


def _unfit(body: bytes, rows: int) -> dict[int, str]:
    """Find the lines that must not reach the parser, looking only where a doubtful byte is."""
    doubtful: dict[int, tuple[int, int]] = {}
    returns = _count(body, b"\r") if b"\r" in body else 0
    bytes_in_doubt = [b'"', b"\0", *([b"\r"] if returns not in (0, rows) else [])]
    number, counted = 1, 0
    for position in _positions(body, bytes_in_doubt):
        number += body.count(b"\n", counted, position)
        counted = position
        start, end = body.rfind(b"\n", 0, position) + 1, body.find(b"\n", position)
        doubtful[number] = (start, len(body) if end < 0 else end)
    faults = {line: _fault(body[start:end]) for line, (start, end) in doubtful.items()}
    return {line: fault for line, fault in faults.items() if fault} | _badly_encoded(body)


def _count(body: bytes, byte: bytes) -> int:
    return int(np.count_nonzero(np.frombuffer(body, dtype=np.uint8) == ord(byte)))


def _positions(body: bytes, doubtful: list[bytes]) -> list[int]:
    found = []
    for byte in doubtful:
        position = body.find(byte)
        while position >= 0:
            found.append(position)
            position = body.find(byte, position + 1)
    return sorted(found)


def _badly_encoded(body: bytes) -> dict[int, str]:
    if _is_utf8(body):
        return {}
    reason = "It holds bytes that are not UTF-8."
    return {number: reason for number, line in enumerate(body.split(b"\n"), 1) if not _is_utf8(line)}


def _without(body: bytes, unfit: dict[int, str]) -> bytes:
    lines = body.split(b"\n")
    for number in unfit:
        lines[number - 1] = _MARK
    return b"\n".join(lines)


def _is_utf8(piece: bytes) -> bool:
    if piece.isascii():
        return True
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _fault(line: bytes) -> str | None:
    if line.count(b'"') % 2:
        return "A quotation mark is opened and not closed."
    if b"\0" in line or b"\r" in line[:-1]:
        return "It holds a control character."
    return None
