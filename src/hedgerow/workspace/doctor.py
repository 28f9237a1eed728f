"""The doctor: what a workspace holds, how old it is, what is missing and what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hedgerow import disclosure
from hedgerow.disclosure import Draft, Released, ReleasedColumn
from hedgerow.store.lake import Lake
from hedgerow.workspace.discovery import AtHand, absent_folders, discover, is_damaged
from hedgerow.workspace.manifest import Manifest, read_manifest
from hedgerow.workspace.opening import Workspace, open_workspace
from hedgerow.workspace.step import Step, matches

# The geographies that a region is counted in: name, kind of area, last two digits of the vintage.
_VINTAGE = {
    "lsoa": "lsoa21",
    "msoa": "msoa21",
    "ward": "ward24",
    "lad": "lad24",
    "csp": "csp24",
    "pfa": "pfa24",
}
_GAPS = (
    "SELECT force, from_month, to_month, kind, source, pfa24, note FROM panel_gap ORDER BY force, from_month"
)
_SOURCES = """
    SELECT source AS name, any_value(title) AS title, any_value(publisher) AS publisher,
           any_value(vintage) AS vintage, any_value(licence) AS licence, sha256, any_value(path) AS path,
           max(rows_in) AS rows_in, max(rows_kept) AS rows_kept, max(rows_rejected) AS rows_rejected
    FROM source_file GROUP BY source, sha256, file_id ORDER BY name, path, sha256
"""
_REFUSED = "SELECT path, note FROM source_file WHERE starts_with(note, 'REFUSED: ') ORDER BY path, note"

_RESTATED = "SELECT path, note FROM source_file WHERE contains(note, 'editions of this month') ORDER BY path"


@dataclass(frozen=True)
class Report:
    """What the doctor found; `as_dict` has the keys that programs rely on."""

    workspace: Path
    region: str
    areas: Mapping[str, int]
    steps: tuple[Mapping[str, Any], ...]
    gaps: Released
    sources: Released
    missing: tuple[Mapping[str, Any], ...]
    unrecognised: tuple[str, ...]
    ages: Mapping[str, Any]
    audit: Mapping[str, Any]
    last_backup: str | None
    refused: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()
    reviews: tuple[Mapping[str, Any], ...] = ()

    @property
    def healthy(self) -> bool:
        """Whether every step is done or has nothing to do, no file is refused and what was recorded holds."""
        states = {step["state"] for step in self.steps}
        recorded = {self.audit["state"], *(review["state"] for review in self.reviews)}
        return not (states & {"failed", "pending"} or self.refused) and "broken" not in recorded

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        body = {**vars(self), "workspace": str(self.workspace), "healthy": self.healthy}
        for name in ("gaps", "sources"):
            body[name] = [
                {key.removesuffix("_month"): value for key, value in record.items()}
                for record in body[name].records()
            ]
        return body

    def page(self) -> Page:
        """Return the report as a person reads it."""
        return Page(
            _table("areas", "Areas of the region", ("kind", "areas"), list(self.areas.items())),
            _table(
                "steps",
                "Steps of the build",
                ("step", "state", "reason", "remedy"),
                [(step["title"], step["state"], step["reason"], step["remedy"]) for step in self.steps],
            ),
            self.gaps,
            self.sources,
            tuple(
                f"Missing: {entry['sources']} for “{entry['step']}”. {entry['remedy']}"
                for entry in self.missing
            ),
            (*self.refused, *(f"Not recognised: {text}" for text in self.unrecognised)),
            self.restated,
            f"Audit chain: {self.audit['text']}",
            tuple(f"Review “{one['review']}”, {one['state']}: {one['text']}" for one in self.reviews),
            f"Last build: {self.ages['last_build'] or 'never'}. Last backup: {self.last_backup or 'never'}.",
        )


@dataclass(frozen=True)
class Page:
    """The doctor's report as tables and sentences."""

    areas: Released
    steps: Released
    gaps: Released
    sources: Released
    missing: tuple[str, ...]
    unrecognised: tuple[str, ...]
    restated: tuple[str, ...]
    audit: str
    reviews: tuple[str, ...]
    ages: str


def doctor(path: Path | str) -> Report:
    """Examine the workspace at `path`; nothing is built and nothing changed."""
    from hedgerow.workspace.road import ROAD

    workspace = open_workspace(path)
    manifest = read_manifest(workspace.settings.lake)
    at_hand = discover(workspace)
    lake = workspace.lake
    return Report(
        workspace=workspace.root,
        region=workspace.settings.region.slug,
        areas=_areas(lake),
        steps=tuple(_step(step, manifest) for step in ROAD),
        gaps=_gaps(lake),
        sources=_sources(lake),
        missing=_missing(ROAD, {file.source for file in at_hand.files}),
        unrecognised=tuple(text for text in at_hand.unrecognised if not is_damaged(text)),
        ages=_ages(workspace),
        audit=_audit(workspace),
        last_backup=_last(workspace.state / "backups.jsonl"),
        refused=(*_absent(workspace), *_refused(lake), *_damaged(at_hand)),
        restated=_restated(lake),
        reviews=_reviews(workspace),
    )


def _areas(lake: Lake) -> dict[str, int]:
    if not lake.has("area"):
        return {}
    rows = lake.query(
        "SELECT kind, count(*) AS n FROM area WHERE in_region GROUP BY kind ORDER BY kind"
    ).to_pylist()
    counts = {_VINTAGE.get(row["kind"], row["kind"]): int(row["n"]) for row in rows}
    if lake.has("lsoa11_to_lsoa21"):
        older = lake.query(
            "SELECT count(DISTINCT lsoa11) AS n FROM lsoa11_to_lsoa21 SEMI JOIN "
            "(FROM area_lookup WHERE in_region) AS here USING (lsoa21)"
        )
        counts["lsoa11"] = int(older.column("n")[0].as_py())
    return dict(sorted(counts.items()))


def _step(step: Step, manifest: Manifest) -> dict[str, Any]:
    record = manifest.steps.get(step.name)
    if record is None:
        why, remedy = "It has not run yet.", "Run: hedgerow build."
        return {
            "name": step.name,
            "title": step.title,
            "state": "pending",
            "reason": why,
            "remedy": remedy,
            "outputs": [],
        }
    outputs = [output.path for output in record.outputs]
    return {
        "name": step.name,
        "title": step.title,
        "state": record.state,
        "reason": record.reason,
        "remedy": record.remedy,
        "outputs": outputs,
    }


def _missing(road: Sequence[Step], found: set[str]) -> tuple[dict[str, Any], ...]:
    """Return the steps that have none of the sources that they require, with what to do."""
    return tuple(
        {"step": step.title, "sources": ", ".join(step.required), "remedy": step.remedy}
        for step in road
        if step.required and not any(matches(source, step.required) for source in found)
    )


def _gaps(lake: Lake) -> Released:
    rows = lake.query(_GAPS).to_pylist() if lake.has("panel_gap") else []
    names = ("force", "from_month", "to_month", "kind", "source", "pfa24", "note")
    return _table("gaps", "Gap register", names, [tuple(row[name] for name in names) for row in rows])


def _refused(lake: Lake) -> tuple[str, ...]:
    """Return the files of which nothing could be used, each with the reason and what to do."""
    rows = lake.query(_REFUSED).to_pylist() if lake.has("source_file") else []
    return tuple(f"Refused: {row['path']}. {row['note'].removeprefix('REFUSED: ')}" for row in rows)


def _absent(workspace: Workspace) -> tuple[str, ...]:
    return tuple(
        f"Not there: the source folder {folder}. Connect its disk, or take it out of hedgerow.toml."
        for folder in absent_folders(workspace)
    )


def _damaged(at_hand: AtHand) -> tuple[str, ...]:
    return tuple(f"Damaged: {text}" for text in at_hand.unrecognised if is_damaged(text))


def _restated(lake: Lake) -> tuple[str, ...]:
    """Return the months that two files tell of with different rows; the fullest serves, and all are kept."""
    rows = lake.query(_RESTATED).to_pylist() if lake.has("source_file") else []
    return tuple(f"{row['path']}: {row['note']}. The fullest serves; all are kept." for row in rows)


def _sources(lake: Lake) -> Released:
    rows = lake.query(_SOURCES).to_pylist() if lake.has("source_file") else []
    names = (
        "name",
        "vintage",
        "licence",
        "sha256",
        "rows_in",
        "rows_kept",
        "rows_rejected",
        "title",
        "publisher",
        "path",
    )
    return _table("sources", "Sources read", names, [tuple(row[name] for name in names) for row in rows])


def _table(name: str, title: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Released:
    made = tuple(
        ReleasedColumn(column, column.replace("_", " "), missing="not_applicable") for column in columns
    )
    return disclosure.release(Draft(name=name, title=title, columns=made, rows=tuple(rows)))


def _ages(workspace: Workspace) -> dict[str, Any]:
    from datetime import UTC, datetime

    newest = 0.0
    for folder in workspace.settings.source_folders:
        for path in folder.rglob("*") if folder.is_dir() else ():
            newest = max(newest, path.stat().st_mtime)
    moment = datetime.fromtimestamp(newest, UTC).isoformat(timespec="seconds") if newest else None
    return {"last_build": _last(workspace.state / "runs.jsonl"), "newest_source_file": moment}


def _last(path: Path) -> str | None:
    """Return the time in the last line of a history, or nothing where there is none."""
    if not path.is_file():
        return None
    lines = path.read_text("utf-8").splitlines()
    return str(json.loads(lines[-1])["at"]) if lines else None


def _reviews(workspace: Workspace) -> tuple[dict[str, Any], ...]:
    from hedgerow.evidence.tables.review.checked import check_reviews

    return () if _unused(workspace) else tuple(map(asdict, check_reviews(workspace.database)))


def _unused(workspace: Workspace) -> bool:
    """Whether there is no database yet."""
    url = workspace.settings.database_url
    return url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).is_file()


def _audit(workspace: Workspace) -> dict[str, Any]:
    if _unused(workspace):
        return {"state": "empty", "entries": 0, "head": None, "text": "Nothing has been recorded yet."}
    check = workspace.database.verify()
    return {
        "state": "whole" if check.passed else "broken",
        "entries": check.head.count,
        "head": check.head.hash,
        "text": check.text,
    }
