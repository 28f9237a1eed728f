"""The guard: look at a file from outside, hand it to the reader's process, check what comes back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from hedgerow.errors import MachineError
from hedgerow.plans.documents.document import Document
from hedgerow.plans.documents.refusal import refusal
from hedgerow.provenance import sha256_file

BYTES_MOST = 50 << 20
SECONDS_MOST = 40


def read_document(path: Path) -> Document:
    """Read a plan into paragraphs.

    Raises
    ------
    DocumentError
        When it is missing, empty, too large, of another kind, locked, damaged, a scan or hostile.
    """
    media = media_of(path)
    data = _ask(path, media)
    if "refused" in data:
        raise refusal(path, str(data["refused"]))
    try:
        return Document.of(data, media=media, sha256=sha256_file(path))
    except (KeyError, TypeError, ValueError) as error:
        raise refusal(path, "broken") from error


def media_of(path: Path) -> str:
    """Say what a file is by its content, not by its name: pdf, docx or text."""
    if path.is_dir():
        raise refusal(path, "folder")
    try:
        size = path.stat().st_size
        with path.open("rb") as handle:
            head = handle.read(2048)
    except OSError as error:
        raise refusal(path, "missing") from error
    if not size:
        raise refusal(path, "nothing")
    if size > BYTES_MOST:
        raise refusal(path, "large")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return "docx"
    if b"\x00" in head or head.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<!DOCTYPE", b"<html")):
        raise refusal(path, "encrypted" if b"E\x00n\x00c\x00r\x00y\x00p" in head else "kind")
    return "text"


def _ask(path: Path, media: str) -> dict[str, Any]:
    """Let a process of its own read it; no shell stands between, so a file's name is only a name."""
    command = [sys.executable, "-I", "-m", "hedgerow.plans.documents.worker", str(path.resolve()), media]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS_MOST, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise refusal(path, "slow") from error
    except OSError as error:
        raise MachineError(
            "The process that reads documents could not be started.",
            cause=f"{error}.",
            remedy="Close some programs and try again.",
        ) from error
    if done.returncode < 0:
        raise refusal(path, "slow")
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        raise refusal(path, "broken") from error
    return found if isinstance(found, dict) else {"refused": "broken"}
