"""Walk folders and zips and say what each file is, by its columns and by its name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from hedgerow.places.sources import peek
from hedgerow.places.sources.found import MAX_MEMBER, FoundFile
from hedgerow.places.sources.registry import SOURCES, Source

OWN_FOLDER = "own"
_OUTLINES = "Outlines are read as GeoJSON: choose that format where you download them."
_SHEETS = "Save it as XLSX or CSV."
_INSTEAD = {
    ".gpkg": _OUTLINES,
    ".shp": _OUTLINES,
    ".kml": _OUTLINES,
    ".gdb": _OUTLINES,
    ".ods": _SHEETS,
    ".xls": _SHEETS,
    ".xlsb": _SHEETS,
    ".gz": "Unpack it.",
    ".7z": "Unpack it.",
}
_OWN_FORMATS = (".csv", ".xlsx", ".parquet")


@dataclass(frozen=True)
class Unrecognised:
    """A file that no source claims, and why."""

    path: Path
    member: str | None
    reason: str


@dataclass(frozen=True)
class Discovery:
    """What lies in the source folders."""

    files: tuple[FoundFile, ...]
    unrecognised: tuple[Unrecognised, ...]

    def of(self, *sources: str) -> tuple[FoundFile, ...]:
        """Return the files of the named sources."""
        return tuple(found for found in self.files if found.source in sources)


def discover(folders: Iterable[Path]) -> Discovery:
    """Recognise every file below `folders`, zip members included; hidden files are passed over.

    A folder that does not exist holds nothing. The order of the answer depends on names alone.
    """
    found: dict[tuple[Path, str | None], FoundFile] = {}
    strange: dict[tuple[Path, str | None], Unrecognised] = {}
    for path in _walk(folders):
        for answer in _recognise(path):
            key = (answer.path, answer.member)
            if isinstance(answer, FoundFile):
                found[key] = answer
            else:
                strange[key] = answer
    ordered = sorted(found.values(), key=lambda item: (str(item.path), item.member or ""))
    rest = sorted(strange.values(), key=lambda item: (str(item.path), item.member or ""))
    return Discovery(tuple(ordered), tuple(rest))


def _walk(folders: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            real = path.resolve()
            hidden = any(part.startswith((".", "__MACOSX")) for part in path.relative_to(folder).parts)
            if not hidden and real not in seen and path.is_file():
                seen.add(real)
                yield path


def _recognise(path: Path) -> Iterator[FoundFile | Unrecognised]:
    suffix = path.suffix.lower()
    if is_own(path):
        yield FoundFile(path, None, "own-table")
    elif suffix == ".zip":
        yield from _recognise_zip(path)
    elif _is_note(path):
        return
    elif suffix not in peek.FORMATS:
        yield Unrecognised(path, None, _not_read(suffix or path.name, ""))
    else:
        try:
            with path.open("rb") as handle:
                yield _judge(path, None, handle)
        except OSError as error:
            yield Unrecognised(path, None, f"It cannot be opened: {error.strerror}.")


def _not_read(ending: str, where: str) -> str:
    return " ".join((f"Files ending in “{ending}” are not read{where}.", _INSTEAD.get(ending, ""))).strip()


def is_own(path: Path) -> bool:
    """Whether a file is a person's own table: it lies in a folder ``own`` or has a note beside it."""
    if path.suffix.lower() not in _OWN_FORMATS:
        return False
    return path.parent.name == OWN_FOLDER or path.with_suffix(".toml").is_file()


def _is_note(path: Path) -> bool:
    if path.suffix.lower() != ".toml":
        return False
    return path.name == "added.toml" or any(path.with_suffix(end).is_file() for end in _OWN_FORMATS)


def _recognise_zip(path: Path) -> Iterator[FoundFile | Unrecognised]:
    try:
        with zipfile.ZipFile(path) as archive:
            for info in sorted(archive.infolist(), key=lambda item: item.filename):
                if info.is_dir() or "/." in f"/{info.filename}" or "__MACOSX" in info.filename:
                    continue
                yield _recognise_member(path, archive, info)
    except (OSError, zipfile.BadZipFile) as error:
        yield Unrecognised(path, None, f"The zip is cut short or damaged ({error}): fetch it again.")


def _recognise_member(
    path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> FoundFile | Unrecognised:
    suffix = Path(info.filename).suffix.lower()
    if suffix not in peek.FORMATS:
        return Unrecognised(path, info.filename, _not_read(suffix, " inside a zip"))
    try:
        with archive.open(info) as member:
            whole = suffix in (".parquet", ".xlsx")
            if whole and info.file_size > MAX_MEMBER:
                return Unrecognised(path, info.filename, "It unpacks to more than any publisher's file.")
            handle = io.BytesIO(member.read()) if whole else cast(BinaryIO, member)
            return _judge(path, info.filename, handle)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        return Unrecognised(path, info.filename, f"The member cannot be read ({error}): fetch the zip again.")


def _judge(path: Path, member: str | None, handle: BinaryIO) -> FoundFile | Unrecognised:
    name = (member or path.name).rsplit("/", 1)[-1]
    first: frozenset[str] = frozenset()
    misnamed = ""
    for columns in peek.candidates(handle, name):
        first = first or columns
        misnamed = misnamed or _other_name(columns)
        best = _best(columns, name)
        if len(best) == 1:
            return FoundFile(path, member, best[0].name)
        if best:
            names = " and ".join(source.name for source in best)
            return Unrecognised(path, member, f"It could be {names}; give it its publisher's name.")
    named = _by_name(name)
    if named:
        return FoundFile(path, member, named.name)
    if not first:
        return Unrecognised(path, member, "It is empty, damaged or holds no table.")
    return Unrecognised(
        path, member, misnamed or f"No source has its columns: {', '.join(sorted(first)[:6])}."
    )


def _best(columns: frozenset[str], name: str) -> list[Source]:
    fitting = [source for source in SOURCES.values() if source.fits(columns, name)]
    asked = {source.name: _asked(source, columns, name) for source in fitting}
    most = max(asked.values(), default=0)
    return [source for source in fitting if asked[source.name] == most]


def _asked(source: Source, columns: frozenset[str], name: str) -> int:
    form = source.form(columns, name)
    return len(form.required) if form else 0


def _other_name(columns: frozenset[str]) -> str:
    """Say whose columns these are where only the file's name tells that it is not one of theirs."""
    for source in SOURCES.values():
        for form in source.forms:
            if form.file_name and len(form.required) > 1 and form.has_columns(columns):
                return (
                    f"Its columns are those of {source.name}, but its name is not: "
                    f"{form.file or source.title}. Take that file, or give this one its publisher's name."
                )
    return ""


def _by_name(name: str) -> Source | None:
    """A police file whose columns are wrong is still a police file: it is read, and refused aloud."""
    for source in SOURCES.values():
        if source.kind == "police" and name.lower().endswith(f"-{source.name.removeprefix('police-')}.csv"):
            return source
    return None
