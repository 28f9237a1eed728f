"""Why a document is refused: one word that crosses from the reader's process, and what it means."""

from __future__ import annotations

from pathlib import Path

from hedgerow.errors import DocumentError

REASONS = {
    "missing": ("cannot be found.", "Check the path."),
    "kind": (
        "is not a kind of document that can be read.",
        "Give a PDF, a DOCX, or plain text or Markdown in UTF-8; save an older .doc file as .docx first.",
    ),
    "folder": ("is a folder, not a document.", "Name the file itself."),
    "nothing": ("is empty: it holds 0 bytes.", "Get a whole copy from its publisher."),
    "empty": ("holds no text.", "Check that it is the right file."),
    "large": ("is larger than 50 MB.", "Leave out pictures, or split it, and try again."),
    "long": ("has more than 600 pages, or as much text.", "Split it and add the parts one by one."),
    "scan": (
        "is a scan: its pages are pictures and hold no text.",
        "Run it through OCR first, for example: ocrmypdf scan.pdf plan.pdf, and add the result.",
    ),
    "encrypted": ("is locked with a password.", "Save a copy without the password and add that."),
    "broken": ("is damaged or cut short.", "Get a whole copy from its publisher."),
    "bomb": (
        "unpacks to far more than a document should.",
        "Open it in a word processor, save it anew, and add that.",
    ),
    "slow": (
        "took too long or too much memory to read.",
        "Open it, print it to a new PDF, and add that.",
    ),
    "text": ("is not text in UTF-8.", "Save it as UTF-8 and add it again."),
}


class Refused(Exception):
    """The reader cannot or will not read it; `reason` is a key of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refusal(path: Path, reason: str) -> DocumentError:
    """Return the error that a person sees."""
    what, remedy = REASONS[reason if reason in REASONS else "broken"]
    return DocumentError(f"{path.name or path.resolve().name} {what}", remedy=remedy)
