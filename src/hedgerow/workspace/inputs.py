"""What a step depends on right now: its files, tables, settings and code, each with a content hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hedgerow.provenance import sha256_value
from hedgerow.workspace.code import sha256_code
from hedgerow.workspace.discovery import AtHand, below
from hedgerow.workspace.hashes import Hashes
from hedgerow.workspace.manifest import Manifest, StepRecord
from hedgerow.workspace.opening import Workspace
from hedgerow.workspace.step import Step, belongs, matches

if TYPE_CHECKING:
    from hedgerow.places.sources import FoundFile


@dataclass(frozen=True)
class Inputs:
    """The inputs of one step.

    Attributes
    ----------
    obstacle
        The record to keep when the step cannot run, or `None`.
    files, imports, tables
        Source files, evidence files, and lake files (below the workspace's folder) that it is handed.
    named
        Every input with its hash.
    """

    obstacle: StepRecord | None = None
    files: tuple[FoundFile, ...] = ()
    imports: tuple[Path, ...] = ()
    tables: tuple[str, ...] = ()
    named: dict[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """One hash of all of them: when it is the same, so are the outputs."""
        return sha256_value(self.named)


def gather(
    workspace: Workspace,
    step: Step,
    road: Sequence[Step],
    manifest: Manifest,
    at_hand: AtHand,
    hashes: Hashes,
) -> Inputs:
    """Return what `step` depends on, or the obstacle that keeps it from running."""
    earlier = list(road[: [entry.name for entry in road].index(step.name)])
    obstacle = _no_source(step, at_hand) or _no_table(step, earlier, manifest)
    if obstacle:
        return Inputs(obstacle)
    folders = workspace.settings.source_folders
    files = tuple(file for file in at_hand.files if step.takes(file.source))
    imports = at_hand.imports if step.imports else ()
    tables = _tables(step, earlier, manifest)
    named = {f"source:{below(path, folders)}": hashes.of(path) for path in {file.path for file in files}}
    named |= {f"import:{path.name}": hashes.of(path) for path in imports}
    named |= {f"table:{path}": sha for path, sha in tables.items()}
    named["members"] = sha256_value([[below(f.path, folders), f.member, f.source] for f in files])
    named["settings"] = sha256_value(step.settings(workspace.settings))
    named["code"] = sha256_value([step.version, sha256_code(step.code)])
    named["authored"] = step.authored(workspace)
    return Inputs(None, files, imports, tuple(tables), dict(sorted(named.items())))


def _no_source(step: Step, at_hand: AtHand) -> StepRecord | None:
    if not step.required or any(matches(file.source, step.required) for file in at_hand.files):
        return None
    names = ", ".join(step.required)
    return StepRecord(step.name, "skipped", reason=f"No file of {names} is at hand.", remedy=step.remedy)


def _giver(need: str, earlier: Sequence[Step]) -> list[Step]:
    table = need.split("/")[0]
    return [step for step in earlier if any(given in {need, table} for given in step.gives)]


def _no_table(step: Step, earlier: Sequence[Step], manifest: Manifest) -> StepRecord | None:
    for need in step.needs:
        for giver in _giver(need, earlier):
            record = manifest.steps.get(giver.name)
            if record is None or record.state in {"failed", "pending"}:
                why = f"It waits for the step {giver.name}, which failed or waits itself."
                return StepRecord(step.name, "pending", reason=why, remedy="See that step's remedy.")
            if record.state == "skipped":
                why = f"It needs {need}, which the skipped step {giver.name} would give."
                return StepRecord(step.name, "skipped", reason=why, remedy=record.remedy)
    return None


def _tables(step: Step, earlier: Sequence[Step], manifest: Manifest) -> dict[str, str]:
    """Return the lake files that the step may read: its declared tables, made by earlier steps."""
    wanted = (*step.needs, *step.uses)
    found = {}
    for giver in earlier:
        record = manifest.steps.get(giver.name)
        for output in record.outputs if record and record.state == "done" else ():
            if any(belongs(output.path, table) for table in wanted):
                found[output.path] = output.sha256
    return dict(sorted(found.items()))
