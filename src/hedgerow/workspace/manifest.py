"""The manifest: what each step made, from which inputs. The same build, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from hedgerow.errors import BuildError
from hedgerow.workspace import durable

FILE_NAME = "manifest.json"
FORMAT = 1
STATES = ("done", "skipped", "failed", "pending")


@dataclass(frozen=True)
class Output:
    """One file that a step made; `path` is below the workspace's folder."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class StepRecord:
    """What is known of one step.

    Attributes
    ----------
    name, state
        Which step, and done, skipped, failed or pending.
    fingerprint
        Hash of everything that could change its outputs.
    inputs
        Name of each input to its SHA-256: ``source:path``, ``table:path``, ``settings``, ``code`` and so on.
    outputs
        The files that it made.
    code, reason, remedy
        For a step that is not done: the error's code, why, and what to do.
    """

    name: str
    state: str
    fingerprint: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()
    code: str = ""
    reason: str = ""
    remedy: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> StepRecord:
        """Read a record as `as_dict` wrote it."""
        return cls(**{**data, "outputs": tuple(Output(**entry) for entry in data["outputs"])})

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True)
class Manifest:
    """Every step of the last build, in the order of the road."""

    steps: Mapping[str, StepRecord] = field(default_factory=dict)
    unrecognised: tuple[str, ...] = ()

    def with_step(self, record: StepRecord) -> Manifest:
        """Return the manifest with one step's record replaced."""
        return Manifest({**self.steps, record.name: record}, self.unrecognised)

    def output(self, path: str) -> Output | None:
        """Return the recorded output at `path`, below the workspace's folder."""
        for record in self.steps.values():
            for output in record.outputs:
                if output.path == path:
                    return output
        return None


def read_manifest(lake: Path) -> Manifest:
    """Return the lake's manifest; an empty one where nothing was built.

    Raises
    ------
    BuildError
        When the file is there but cannot be understood.
    """
    path = lake / FILE_NAME
    if not path.is_file():
        return Manifest()
    try:
        data = json.loads(path.read_text("utf-8"))
        records = [StepRecord.from_dict(entry) for entry in data["steps"]]
        return Manifest({record.name: record for record in records}, tuple(data["unrecognised"]))
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(
            f"The manifest {path} cannot be understood.",
            cause=f"{type(error).__name__}: {error}.",
            remedy="Delete the folder lake/ and build again; nothing that a person typed is kept there.",
        ) from error


def write_manifest(lake: Path, manifest: Manifest, order: Iterable[str]) -> None:
    """Write the manifest in one move, in the order of the road; the same content gives the same bytes."""
    steps = [manifest.steps[name].as_dict() for name in order if name in manifest.steps]
    data = {"format": FORMAT, "steps": steps, "unrecognised": sorted(manifest.unrecognised)}
    durable.write_text(
        lake / FILE_NAME, json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    )
