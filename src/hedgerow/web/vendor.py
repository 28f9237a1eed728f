"""The built browser files: plain names to the content-hashed ones that pages load."""

from __future__ import annotations

import json
from pathlib import Path

from hedgerow.errors import MachineError

STATIC = Path(__file__).parent / "static"
VENDOR = STATIC / "vendor"


def addresses(folder: Path = VENDOR) -> dict[str, str]:
    """Return the address of each built file by its plain name.

    Raises
    ------
    MachineError
        When the browser libraries have not been built.
    """
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        raise MachineError(
            "The browser libraries are not built.",
            cause=f"There is no {manifest}.",
            remedy="Run: make assets (the installed wheel carries them).",
        )
    names: dict[str, str] = json.loads(manifest.read_text("utf-8"))
    return {plain: f"/static/vendor/{hashed}" for plain, hashed in names.items()}
