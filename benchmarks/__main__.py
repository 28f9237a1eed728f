"""Run the benchmarks, print their figures and keep them with the machine and the date."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import ROOT, Skipped, cost, peak_rss

KEPT = ROOT / "docs" / "benchmarks.json"
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"


def names() -> list[str]:
    """Return the modules that can be run."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def machine() -> str:
    """Return the machine in words: processor, cores, memory, system, Python."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        models = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line
        ]
        cpu = models[0] if models else cpu
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}"


def run_one(name: str) -> dict[str, Any]:
    """Run one module in this process and return its figures and what it took."""
    module = importlib.import_module(f"benchmarks.{name}")
    answer: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "about": (module.__doc__ or "").strip(),
    }
    try:
        with cost() as spent:
            figures = module.run()
    except Skipped as reason:
        return answer | {"skipped": str(reason), "figures": []}
    answer["cpu_seconds"] = round(spent.cpu, 2)
    answer["wall_seconds"] = round(spent.wall, 2)
    answer["peak_rss_mb"] = round(peak_rss(), 1)
    answer["figures"] = [
        {**figure.__dict__, "value": float(f"{figure.value:.4g}"), "reached": figure.reached}
        for figure in figures
    ]
    return answer


def in_a_process_of_its_own(name: str) -> dict[str, Any]:
    """Run one module in a fresh process, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--one", name],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1] if done.stderr else "no reason", "figures": []}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def page(kept: dict[str, Any]) -> str:
    """Return the page of figures in Markdown."""
    parts = ["# Benchmarks\n", "Made by `make bench`. CPU seconds are user and system time of one process.\n"]
    for name, entry in sorted(kept.items()):
        parts.append(f"## {name}\n\n{entry['about']}\n")
        parts.append(
            f"{entry['date']}, {entry['machine']}. The whole module took {entry['cpu_seconds']} CPU seconds; "
            f"peak memory {entry['peak_rss_mb']:.0f} MB.\n"
        )
        rows = ["| Figure | Value | Goal | |", "|---|---:|---:|---|"]
        for figure in entry["figures"]:
            goal = "" if figure["goal"] is None else f"{figure['goal']:,g} {figure['unit']}"
            mark = {True: "reached", False: "not reached", None: ""}[figure["reached"]]
            note = "; ".join(part for part in (mark, figure["note"]) if part)
            rows.append(f"| {figure['title']} | {figure['value']:,g} {figure['unit']} | {goal} | {note} |")
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def keep(results: dict[str, Any]) -> None:
    """Put new figures beside those of modules that were not run."""
    kept: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else {}
    kept |= {name: entry for name, entry in results.items() if entry["figures"]}
    KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(kept), "utf-8")


def main() -> int:
    """Read the command line and run what it asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which to run, of: {', '.join(names())}; all by default")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--no-write", action="store_true", help="do not change docs/")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        sys.stdout.write(json.dumps(run_one(chosen.one)))
        return 0
    unknown = sorted(set(chosen.names) - set(names()))
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are: {', '.join(names())}")
    results = {name: in_a_process_of_its_own(name) for name in chosen.names or names()}
    if not chosen.no_write:
        keep(results)
    sys.stdout.write(json.dumps(results, indent=1) + "\n" if chosen.json else in_words(results))
    return int(any("failed" in entry for entry in results.values()))


def in_words(results: dict[str, Any]) -> str:
    """Return the figures as lines of text."""
    lines = [machine()]
    for name, entry in results.items():
        said = entry.get("failed") or entry.get("skipped")
        lines.append(
            f"{name}: {said}" if said else f"{name}: {entry['cpu_seconds']} CPU s, {entry['peak_rss_mb']} MB"
        )
        for figure in entry["figures"]:
            goal = "" if figure["goal"] is None else f"  (goal {figure['goal']:,g})"
            lines.append(f"  {figure['value']:>14,g} {figure['unit']:<18} {figure['title']}{goal}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
