"""Put files that a person brings into the workspace; the next build reads them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from hedgerow.errors import RecordError
from hedgerow.provenance import sha256_file
from hedgerow.workspace import durable
from hedgerow.workspace.opening import Workspace


@dataclass(frozen=True)
class AddedEvidence:
    """An evidence file that was added; `already` is true when the same bytes were there before."""

    file: Path
    sha256: str
    records: int
    already: bool
    next: str = "hedgerow build reads it."


def add_evidence(workspace: Workspace, file: Path) -> AddedEvidence:
    """Read a file of records to see that it is one, then copy it into the workspace.

    Raises
    ------
    RecordError
        When it is not there or cannot be read, or another file of that name is held; nothing is copied then.
    """
    from hedgerow.evidence.readers import read_file

    records = len(read_file(file).records)
    target = workspace.imports / file.name
    digest = sha256_file(file)
    already = target.is_file() and sha256_file(target) == digest
    if target.is_file() and not already:
        raise RecordError(
            f"Another file called {file.name} is already held.", remedy="Rename the new one, then add it."
        )
    if not already:
        with durable.machine_faults("adding the file"):
            target.parent.mkdir(parents=True, exist_ok=True)
            waiting = target.with_name(f".{target.name}.part")
            shutil.copyfile(file, waiting)
            durable.move(waiting, target)
    return AddedEvidence(target, digest, records, already)
