"""Make a profile: read, compose, render, inspect, then put all files in place in one move."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hedgerow.commissioning.profile.compose import compose
from hedgerow.commissioning.profile.inspect import inspect
from hedgerow.commissioning.profile.model import Check, Document, facts, tables
from hedgerow.commissioning.profile.render import docx, html, pdf
from hedgerow.commissioning.tables import Database, Lake, read_facts, record_report
from hedgerow.disclosure import Edition
from hedgerow.errors import MachineError, UsageError
from hedgerow.provenance import sha256_file
from hedgerow.settings import Region

Progress = Callable[[int, int, str], None]
RENDERERS = {"html": html.render, "pdf": pdf.render, "docx": docx.render}
FORMATS = tuple(RENDERERS)


@dataclass(frozen=True)
class ProfileResult:
    """What was made.

    Attributes
    ----------
    files
        Where each format is, and ``manifest`` beside them.
    checks
        Those of the whole document and of every section.
    completeness
        Share of what a profile wants that is held, 0 to 1.
    hash
        Of the content: the same inputs give the same hash.
    """

    files: dict[str, Path]
    checks: tuple[Check, ...]
    completeness: float
    hash: str
    document: Document

    def as_dict(self) -> dict[str, object]:
        """Return JSON-ready values."""
        return {
            "area": self.document.area_code,
            "area_name": self.document.area_name,
            "edition": str(self.document.edition),
            "marking": self.document.marking,
            "files": {name: str(path) for name, path in self.files.items()},
            "checks": [vars(check) for check in self.checks],
            "completeness": round(self.completeness, 4),
            "hash": self.hash,
            "data_cut": self.document.data_cut,
            "next_review": self.document.next_review,
        }


@dataclass(frozen=True)
class ProfileOptions:
    """What the workspace adds: its region, who signs, its threshold for partners' counts, who watches."""

    region: Region | None = None
    owner: str = ""
    small_count: int = 10
    progress: Progress | None = None


def build_profile(
    lake: Lake,
    database: Database,
    area_code: str,
    edition: Edition | str,
    formats: Sequence[str],
    out: Path,
    *,
    today: dt.date,
    options: ProfileOptions | None = None,
) -> ProfileResult:
    """Make the profile of one area in one edition, in the formats asked for, with a manifest.

    Parameters
    ----------
    area_code
        Code of a community safety partnership, district, BCU or police force area.
    edition
        ``restricted``, ``partner`` or ``public``.
    formats
        Of ``html``, ``pdf`` and ``docx``.
    out
        Folder to write in; it is made if need be.
    today
        The day of making: it is printed, and ages are counted from it.
    options
        Region, owner, threshold and progress.

    Raises
    ------
    UsageError
        When a format or edition is unknown.
    NotFoundError
        When no profile can be made for this code.
    DisclosureError
        When a written file holds what nobody approved; nothing is left behind.
    """
    chosen, wanted = _check(edition, formats)
    options = options or ProfileOptions()
    tell = options.progress or (lambda _done, _total, _message: None)
    total = len(wanted) + 3
    tell(0, total, "reading the workspace")
    told = replace(
        read_facts(lake, database, area_code, today=today, region=options.region),
        owner=options.owner,
        small_count=options.small_count,
    )
    tell(1, total, "writing the sections")
    document = compose(told, chosen)
    name = f"soc-profile-{_slug(document.area_name)}-{_slug(document.area_code)}-{chosen}"
    made: dict[str, bytes] = {}
    for number, kind in enumerate(wanted, 2):
        tell(number, total, f"setting the {kind.upper()}")
        made[kind] = RENDERERS[kind](document)
        inspect(document, kind, made[kind])
    tell(total - 1, total, "putting the files in place")
    files = _place(document, out, name, made)
    for kind in wanted:
        record_report(database, _report(document, kind, files[kind]), {"made_on": document.made_on})
    tell(total, total, f"{document.area_name}, {chosen} edition")
    return ProfileResult(files, all_checks(document), document.completeness, document.hash, document)


def all_checks(document: Document) -> tuple[Check, ...]:
    """Return the checks of the whole document and of every section, named by section."""
    return (
        *document.checks,
        *document.complaints,
        *(
            Check(f"{section.number}: {check.name}", check.passed, check.text)
            for section in document.sections
            for check in section.checks
        ),
    )


def _check(edition: Edition | str, formats: Sequence[str]) -> tuple[Edition, tuple[str, ...]]:
    if str(edition) not in list(Edition):
        raise UsageError(f"“{edition}” is not an edition.", remedy=f"Choose one of: {', '.join(Edition)}.")
    unknown = [name for name in formats if name not in RENDERERS]
    if unknown or not formats:
        raise UsageError(
            f"“{unknown[0] if unknown else ''}” is not a format of a profile.",
            remedy=f"Choose from: {', '.join(RENDERERS)}.",
        )
    return Edition(edition), tuple(dict.fromkeys(formats))


def _place(document: Document, out: Path, name: str, made: dict[str, bytes]) -> dict[str, Path]:
    """Write every file beside its place, then rename them all; the manifest comes last."""
    with _spoken(out):
        out.mkdir(parents=True, exist_ok=True)
        waiting = out / f".{name}.writing"
        shutil.rmtree(waiting, ignore_errors=True)
        waiting.mkdir()
        try:
            for kind, data in made.items():
                _write(waiting / f"{name}.{kind}", data)
            manifest = _manifest(document, waiting, name, tuple(made))
            _write(waiting / f"{name}.manifest.json", manifest)
            files = {}
            for kind in (*made, "manifest"):
                ending = "manifest.json" if kind == "manifest" else kind
                files[kind] = (waiting / f"{name}.{ending}").replace(out / f"{name}.{ending}")
        finally:
            shutil.rmtree(waiting, ignore_errors=True)
    return files


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())


def _manifest(document: Document, folder: Path, name: str, kinds: tuple[str, ...]) -> bytes:
    """Return what was made: hashes, dates, checks and the address of every number that has one."""
    numbers = sorted({fact.figure for fact in facts(document) if fact.figure})
    numbers += sorted(
        {figure for table in tables(document) for figure in table.figures.values()} - set(numbers)
    )
    body = {
        "kind": "soc_local_profile",
        "area": document.area_code,
        "area_name": document.area_name,
        "edition": str(document.edition),
        "marking": document.marking,
        "made_on": document.made_on,
        "data_cut": document.data_cut,
        "next_review": document.next_review,
        "content_hash": document.hash,
        "completeness": round(document.completeness, 4),
        "files": {f"{name}.{kind}": sha256_file(folder / f"{name}.{kind}") for kind in kinds},
        "checks": [vars(check) for check in all_checks(document)],
        "gaps": sum(len(section.gaps) for section in document.sections),
        "figures": numbers,
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"


def _report(document: Document, kind: str, path: Path) -> dict[str, object]:
    return {
        "area": document.area_code,
        "area_name": document.area_name,
        "edition": str(document.edition),
        "format": kind,
        "path": str(path),
        "sha256": sha256_file(path),
        "data_cut": document.data_cut if len(document.data_cut) <= 10 else None,
        "next_review": document.next_review,
        "owner": document.owner or None,
        "completeness": document.completeness,
    }


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "area"


@contextmanager
def _spoken(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MachineError(
            f"The profile could not be written in {out}.",
            cause=f"{error}.",
            remedy="Check the folder, its rights and the free space; nothing was half-written.",
        ) from error
