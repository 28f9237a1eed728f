"""Read a specification: a TOML file, with its indicators in it or in a table of metadata beside it."""

from __future__ import annotations

import csv
import difflib
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hedgerow.errors import NotFoundError, SettingsError
from hedgerow.places.composite.parsing import near, noun, unknown
from hedgerow.places.composite.spec import (
    Aggregate,
    Aggregation,
    Agreement,
    Impute,
    Indicator,
    Normalise,
    Screen,
    Spec,
    Treat,
    Uncertainty,
    Vary,
    Weight,
)

SECTIONS: Mapping[str, type] = {
    "screen": Screen,
    "impute": Impute,
    "treat": Treat,
    "normalise": Normalise,
    "weight": Weight,
    "aggregate": Aggregation,
    "coherence": Agreement,
}
PLAIN = ("name", "unit", "worst", "related_to_crime")
KEYS = (*PLAIN, "metadata", "indicators", "aggregates", *SECTIONS, "uncertainty")
DEFAULT_ROOT = "index"
DEFAULT_SAMPLES = 100


@dataclass(frozen=True)
class _Plain:
    """The keys at the top of a specification."""

    name: str = ""
    unit: str = ""
    worst: str = "high"
    related_to_crime: bool = False


def read_document(path: Path) -> dict[str, Any]:
    """Return the values of a specification file, with those of its metadata file put in.

    Raises
    ------
    NotFoundError, SettingsError
        When a file is not there or is not TOML.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no specification {path}.", remedy="Give the path of a TOML file.")
    try:
        document: dict[str, Any] = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name} is not TOML: {error}.", remedy="Correct that line.") from error
    unknown(document, KEYS, "the top")
    if "metadata" in document:
        _with_metadata(document, path)
    files = document.get("impute")
    if isinstance(files, dict) and isinstance(files.get("neighbours"), str):
        files["neighbours"] = str(path.parent / files["neighbours"])
    document.setdefault("name", path.stem)
    return document


def _with_metadata(document: dict[str, Any], path: Path) -> None:
    name = document.pop("metadata")
    if not isinstance(name, str):
        raise SettingsError("metadata must be the name of a CSV file.", remedy='Write metadata = "meta.csv".')
    found = path.parent / name
    if not found.is_file():
        raise NotFoundError(f"There is no metadata file {found}.", remedy="Correct metadata in the file.")
    for key, tables in metadata(found).items():
        own = {one.get("code"): one for one in document.get(key, [])}
        merged = [table | own.pop(table["code"], {}) for table in tables]
        document[key] = merged + list(own.values())


# Headings of a metadata table, as COINr and people write them, and the keys that they fill.
HEADINGS = {"icode": "code", "iname": "name", "standard_error": "se"}
NUMBERS = {"direction": int, "weight": float, "level": int, "target": float}


def metadata(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Read indicators and aggregates from a CSV of metadata; rows of another type are left.

    Empty cells and NA are not given. Without a column `type`, level 1 is an indicator.
    """
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    out: dict[str, list[dict[str, Any]]] = {"indicators": [], "aggregates": []}
    if not rows or not {"code", "icode"} & {name.lower() for name in rows[0]}:
        raise SettingsError(f"{path.name} has no column code (or iCode).", remedy="Give one row an element.")
    _check_headings(path, list(rows[0]))
    for line, row in enumerate(rows, start=2):
        held = {
            HEADINGS.get(name.lower(), name.lower()): text.strip()
            for name, text in row.items()
            if name and isinstance(text, str) and text.strip() not in ("", "NA")
        }
        kind = held.pop("type", "indicator" if held.get("level", "1") == "1" else "aggregate").lower()
        if f"{kind}s" in out:
            out[f"{kind}s"].append(_typed_row(held, kind, f"{path.name}, line {line}"))
    return out


def _check_headings(path: Path, names: list[str]) -> None:
    """Refuse a heading that is nearly one that is known; others are a person's own and are left."""
    known = {*Indicator.__dataclass_fields__, *Aggregate.__dataclass_fields__, "type", *HEADINGS}
    held = [name.lower() for name in names]
    for name in held:
        close = [] if name in known else difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.85)
        if close and close[0] not in held:
            raise SettingsError(
                f"The heading “{name}” of {path.name} is not known.", remedy=f"Did you mean “{close[0]}”?"
            )


def _typed_row(held: dict[str, str], kind: str, where: str) -> dict[str, Any]:
    allowed = set((Indicator if kind == "indicator" else Aggregate).__dataclass_fields__)
    row: dict[str, Any] = {}
    for key, text in held.items():
        if key not in allowed:
            continue
        try:
            row[key] = NUMBERS[key](float(text)) if key in NUMBERS else text
        except ValueError as error:
            raise SettingsError(f"{where}: {key} is “{text}”, no number.", remedy="Correct it.") from error
    return row


def spec_of(document: Mapping[str, Any]) -> Spec:
    """Make a checked specification from the values of a file.

    Raises
    ------
    SettingsError
        Naming the key, value or element that does not fit, and the remedy.
    """
    unknown(document, KEYS, "the top")
    if "metadata" in document:
        raise SettingsError(
            "metadata names a file, which is read with the specification and cannot be changed afterwards.",
            remedy="Write another specification, or change indicators.CODE.KEY.",
        )
    for key in ("indicators", "aggregates"):
        if not isinstance(document.get(key, []), list):
            raise SettingsError(f"{key} must be a list of tables.", remedy=f"Write [[{key}]] for each.")
    indicators = tuple(noun(Indicator, one, "indicators") for one in document.get("indicators", []))
    aggregates = tuple(noun(Aggregate, one, "aggregates") for one in document.get("aggregates", []))
    if not aggregates and not any(one.parent for one in indicators):
        aggregates = (Aggregate(DEFAULT_ROOT),)
        indicators = tuple(
            noun(Indicator, {**one, "parent": DEFAULT_ROOT}, "indicators")
            for one in document.get("indicators", [])
        )
    sections: dict[str, Any] = {key: noun(kind, document.get(key, {}), key) for key, kind in SECTIONS.items()}
    plain = noun(_Plain, {key: document[key] for key in PLAIN if key in document}, "the top")
    made = Spec(
        indicators=indicators,
        aggregates=aggregates,
        uncertainty=_uncertainty(document.get("uncertainty", {})),
        **sections,
        **vars(plain),
    )
    check_tree(made)
    _check_scale(made)
    return made


def _check_scale(spec: Spec) -> None:
    scale, general = spec.normalise, spec.aggregate
    if scale.lower >= scale.upper:
        raise SettingsError(
            f"normalise.lower is {scale.lower:g} and upper is {scale.upper:g}.", remedy="Give lower < upper."
        )
    if 0 in (general.power, *(one.power for one in spec.aggregates)):
        raise SettingsError("A power of 0 makes no mean.", remedy="Use the geometric mean, its limit.")
    for key, words in (("goalposts", "goalposts = [LOW, HIGH]"), ("target", "target = VALUE")):
        needed = {"goalposts": "goalposts", "target": "distance_to_target"}[key]
        bare = [one.code for one in spec.indicators if getattr(one, key) is None]
        if scale.method == needed and bare:
            raise SettingsError(
                f"The scale {needed} needs {key} of every indicator; {bare[0]} has none.",
                remedy=f"Give it {words}, in its unit.",
            )


def _uncertainty(given: Any) -> Uncertainty:
    if not isinstance(given, Mapping):
        raise SettingsError("uncertainty must be a table.", remedy="Write [uncertainty].")
    varied = given.get("vary", [])
    if not isinstance(varied, list):
        raise SettingsError("uncertainty.vary must be a list.", remedy="Write [[uncertainty.vary]] for each.")
    made = []
    for one in varied:
        if not isinstance(one, Mapping) or not isinstance(one.get("values", []), list):
            raise SettingsError(
                f"uncertainty.vary holds {one!r}.", remedy='Give each argument = "…" and values = […].'
            )
        rest = {key: value for key, value in one.items() if key != "values"}
        base = noun(Vary, rest, "uncertainty.vary")
        made.append(Vary(**{**vars(base), "values": tuple(one.get("values", ()))}))
    plain = {key: value for key, value in given.items() if key != "vary"}
    if made:
        plain.setdefault("samples", DEFAULT_SAMPLES)
    return Uncertainty(**{**vars(noun(Uncertainty, plain, "uncertainty")), "vary": tuple(made)})


def check_tree(spec: Spec) -> None:
    """Refuse a tree with unknown parents, cycles, more than one top or bare nodes."""
    codes = [one.code for one in spec.elements]
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        raise SettingsError(f"The code {twice[0]} stands twice.", remedy="Give each element its own code.")
    if len(spec.indicators) < 2:
        raise SettingsError(
            f"An index of {len(spec.indicators)} indicator(s) is that indicator.",
            remedy="Write at least two [[indicators]], or name a metadata file.",
        )
    nodes = [one.code for one in spec.aggregates]
    for element in spec.elements:
        if element.parent and element.parent not in nodes:
            raise SettingsError(
                f"The parent “{element.parent}” of {element.code} is not among the aggregates.",
                remedy=f"{near(element.parent, nodes)}Write [[aggregates]] with that code, or correct it.",
            )
    _check_cycles(spec)
    _check_tops(spec)


def _check_cycles(spec: Spec) -> None:
    parents = {one.code: one.parent for one in spec.aggregates}
    for start in parents:
        path, code = [start], parents[start]
        while code:
            if code in path:
                loop = " → ".join([*path[path.index(code) :], code])
                raise SettingsError(
                    f"The tree goes in a circle: {loop}.",
                    remedy="Leave out the parent of the topmost of them.",
                )
            path.append(code)
            code = parents[code]


def _check_tops(spec: Spec) -> None:
    loose = [one.code for one in spec.indicators if not one.parent]
    tops = [one.code for one in spec.aggregates if not one.parent]
    if len(tops) != 1 or loose:
        raise SettingsError(
            f"A tree has one top; here {', '.join([*tops, *loose]) or 'nothing'} has no parent.",
            remedy="Give each but the index itself a parent.",
        )
    held = {one.parent for one in spec.elements}
    bare = [code for code in (one.code for one in spec.aggregates) if code not in held]
    if bare:
        raise SettingsError(
            f"The aggregate {bare[0]} has no children.", remedy="Leave it out, or give it some."
        )
    for one in spec.elements:
        above = next((up for up in spec.aggregates if up.code == one.parent), None)
        if above and one.level and above.level and above.level <= one.level:
            raise SettingsError(
                f"{one.code} (level {one.level}) stands under {above.code} (level {above.level}).",
                remedy="A parent has a higher level than its children.",
            )
    _check_weights(spec)


def _check_weights(spec: Spec) -> None:
    for node in spec.aggregates:
        held = [one for one in spec.elements if one.parent == node.code]
        if sum(one.weight for one in held) <= 0:
            raise SettingsError(
                f"The children of {node.code} all weigh nothing.", remedy="Give one a weight."
            )
