"""The build: run the steps of the road in order, each only when something that it depends on has changed."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hedgerow.errors import BuildError, HedgerowError
from hedgerow.store.lake import Lake
from hedgerow.workspace import durable, staging
from hedgerow.workspace.discovery import AtHand, discover, require_folders
from hedgerow.workspace.hashes import Hashes
from hedgerow.workspace.inputs import Inputs, gather
from hedgerow.workspace.lock import only_build
from hedgerow.workspace.log import log_fault, open_log
from hedgerow.workspace.manifest import Manifest, StepRecord, read_manifest, write_manifest
from hedgerow.workspace.opening import Workspace, open_workspace
from hedgerow.workspace.step import Step, Task
from hedgerow.workspace.watch import Silent, Watcher


@dataclass(frozen=True)
class StepResult:
    """How one step of this run went; `ran` is false when nothing had changed."""

    name: str
    title: str
    state: str
    ran: bool
    seconds: float
    cpu_seconds: float
    code: str = ""
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class BuildResult:
    """How one run of the build went."""

    steps: tuple[StepResult, ...]
    seconds: float
    cpu_seconds: float
    peak_rss_mb: float
    unrecognised: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[StepResult, ...]:
        """The steps that failed."""
        return tuple(step for step in self.steps if step.state == "failed")

    def as_dict(self) -> dict[str, object]:
        """Return JSON-ready values."""
        return {**vars(self), "steps": [vars(step) for step in self.steps]}


def build(
    path: Path | str,
    *,
    watcher: Watcher | None = None,
    steps: Sequence[Step] | None = None,
    only: Sequence[str] = (),
) -> BuildResult:
    """Build the workspace at `path` and return how it went.

    A step that fails is recorded and reported, and the steps that do not depend on it still run.

    Parameters
    ----------
    path
        Folder of the workspace.
    watcher
        Who is told how it goes.
    steps
        The road; the product's own by default.
    only
        Names of the steps that may run; all by default. The others stay as they are.

    Raises
    ------
    SourceFileError
        When a source folder that the settings name is not there.
    MachineError
        When another build is running, the disk is full, or a folder may not be written.
    """
    workspace = open_workspace(path)
    if steps is None:
        from hedgerow.workspace.road import ROAD

        steps = ROAD
    with durable.machine_faults("the build"), only_build(workspace.state):
        return _Run(workspace, tuple(steps), watcher or Silent()).all(frozenset(only))


class _Run:
    """One run of the build."""

    def __init__(self, workspace: Workspace, steps: tuple[Step, ...], watcher: Watcher) -> None:
        self.workspace = workspace
        self.steps = steps
        self.order = tuple(step.name for step in steps)
        self.watcher = watcher
        self.hashes = Hashes(workspace.state / "hashes.json")
        self.log = open_log(workspace.state)

    def all(self, only: frozenset[str] = frozenset()) -> BuildResult:
        require_folders(self.workspace)
        root, lake = self.workspace.root, self.workspace.settings.lake
        lake.mkdir(exist_ok=True)
        began, cpu = time.perf_counter(), _cpu()
        manifest = staging.recover(root, read_manifest(lake), self.order)
        at_hand = discover(self.workspace)
        kept = {name: record for name, record in manifest.steps.items() if name in self.order}
        manifest = Manifest(kept, self._strange(at_hand))
        results = []
        for number, step in enumerate(self.steps, 1):
            if only and step.name not in only:
                continue
            manifest, result = self._step(step, number, manifest, at_hand)
            results.append(result)
        write_manifest(lake, manifest, self.order)
        self.hashes.save()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        total = time.perf_counter() - began
        done = BuildResult(tuple(results), total, _cpu() - cpu, peak, manifest.unrecognised)
        self._remember(done)
        return done

    def _strange(self, at_hand: AtHand) -> tuple[str, ...]:
        return tuple(sorted(at_hand.unrecognised))

    def _step(
        self, step: Step, number: int, manifest: Manifest, at_hand: AtHand
    ) -> tuple[Manifest, StepResult]:
        began, cpu = time.perf_counter(), _cpu()
        before = manifest.steps.get(step.name)
        inputs = gather(self.workspace, step, self.steps, manifest, at_hand, self.hashes)
        ran = False
        if inputs.obstacle:
            manifest = self._stand_aside(inputs.obstacle, before, manifest)
        elif not self._unchanged(before, inputs):
            ran = True
            self.watcher.began(step, number, len(self.steps))
            manifest = self._work(step, inputs, before, manifest)
        record = manifest.steps[step.name]
        self.watcher.ended(step, record, ran=ran)
        spent = time.perf_counter() - began, _cpu() - cpu
        self.log.info("step", step=step.name, state=record.state, ran=ran, seconds=round(spent[0], 3))
        return manifest, StepResult(
            step.name, step.title, record.state, ran, *spent, record.code, record.reason, record.remedy
        )

    def _unchanged(self, before: StepRecord | None, inputs: Inputs) -> bool:
        if before is None or before.state != "done" or before.fingerprint != inputs.fingerprint:
            return False
        for output in before.outputs:
            path = self.workspace.root / output.path
            if not path.is_file() or self.hashes.of(path) != output.sha256:
                return False
        return True

    def _stand_aside(self, record: StepRecord, before: StepRecord | None, manifest: Manifest) -> Manifest:
        """Record a step that cannot run; what a skipped step once made no longer stands on anything."""
        if record.state == "skipped" and before is not None:
            staging.remove(self.workspace.root, [output.path for output in before.outputs])
        elif before is not None:
            record = StepRecord(**{**vars(record), "outputs": before.outputs})
        manifest = manifest.with_step(record)
        write_manifest(self.workspace.settings.lake, manifest, self.order)
        return manifest

    def _work(self, step: Step, inputs: Inputs, before: StepRecord | None, manifest: Manifest) -> Manifest:
        stage, links = staging.prepare(self.workspace.root, step, inputs.tables)
        try:
            step.run(self._task(stage, inputs))
            record = StepRecord(
                step.name, "done", inputs.fingerprint, inputs.named, staging.made(stage, step, links)
            )
            return staging.publish(stage, record, before, manifest, self.order)
        except Exception as error:  # whatever a step raises is recorded, and the road goes on
            staging.discard(stage)
            if fault := durable.as_machine_error(error, f"the step {step.name}"):
                raise fault from error
            record = self._failure(step, error, before)
        manifest = manifest.with_step(record)
        write_manifest(self.workspace.settings.lake, manifest, self.order)
        return manifest

    def _task(self, stage: staging.Stage, inputs: Inputs) -> Task:
        workspace = self.workspace
        return Task(
            lake=Lake(stage.lake),
            out=stage.out,
            files=inputs.files,
            imports=inputs.imports,
            region=workspace.settings.region,
            progress=self.watcher.moved,
            workspace=workspace,
        )

    def _failure(self, step: Step, error: Exception, before: StepRecord | None) -> StepRecord:
        if not isinstance(error, HedgerowError):
            reference = log_fault(self.workspace.state, f"step {step.name}", error)
            error = BuildError(
                f"The step {step.name} met a fault that Hedgerow did not foresee ({type(error).__name__}).",
                cause=f"The log .hedgerow/hedgerow.log has it under {reference}.",
                remedy="Please report it with that reference; the other steps are not affected.",
            )
        outputs = before.outputs if before else ()
        reason = " ".join(part for part in (error.message, error.cause) if part)
        return StepRecord(
            step.name, "failed", outputs=outputs, code=error.code, reason=reason, remedy=error.remedy
        )

    def _remember(self, done: BuildResult) -> None:
        entry = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **done.as_dict()}
        with (self.workspace.state / "runs.jsonl").open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(entry) + "\n")


def _cpu() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(entry.ru_utime + entry.ru_stime for entry in usage)
