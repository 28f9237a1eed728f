"""Weights that a person brings: a table of categories, lists in JSON, or a workbook of offences."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hedgerow.errors import NotFoundError, SchemaError, SourceFileError
from hedgerow.places.harm.offences import Spread, category_weights, summarise_offences
from hedgerow.places.harm.schemes import ANY, ASB, Weight, WeightSet
from hedgerow.vocabulary import crime_type_of

LATEST = "9999-12"
NOT_STATED = "not stated in the file"
# What a column may be called, the first that is there serving.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "category": ("category", "crime_type"),
    "weight": ("weight", "cchi_days"),
    "unit": ("unit",),
    "edition": ("edition", "price_year"),
    "source": ("source",),
    "licence": ("licence",),
    "force": ("force",),
    "multiplier": ("multiplier",),
}
_UNITS = {"cchi_days": "days of imprisonment"}
OWN_CAUTION = "Weights of a file that this workspace brought; Hedgerow has not checked them."


@dataclass(frozen=True)
class _Found:
    """What a file holds: its weights, and whether each was multiplied."""

    weights: tuple[Weight, ...]
    multiplied: bool = False
    cautions: tuple[str, ...] = ()


def read_weights(path: Path, name: str = "own", *, title: str = "") -> WeightSet:
    """Return the weights of a CSV, JSON or XLSX file.

    A CSV has the columns category, weight, unit, edition, source; it may have force, licence and multiplier
    (recorded crimes to actual). JSON holds, under ``weights``, a list of weights for each category. A
    workbook is that of the Cambridge index: one row an offence. Of a list of offences the median is taken,
    or the mean where `name` ends in ``_mean``.

    Raises
    ------
    SourceFileError
        When the file cannot be read.
    SchemaError
        When a column, a category or a weight is not what it should be; the error names the row.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceFileError(
            f"{path} cannot be opened.", cause=f"{error.strerror}.", remedy="Check the path."
        ) from error
    return parse_weights(content, path.name, name, title=title or f"Weights of {path.name}")


def parse_weights(content: bytes, file: str, name: str, *, title: str) -> WeightSet:
    """Return the weights of a file's bytes; see `read_weights`."""
    mean = name.endswith("_mean")
    if content.startswith(b"PK\x03\x04"):
        found = _of_workbook(content, file, mean=mean)
    elif content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")):
        found = _of_json(content, file, mean=mean)
    else:
        found = _of_csv(content, file)
    if not any(one.weight is not None for one in found.weights):
        raise SchemaError(f"{file} has no weight.", remedy="Give a number for at least one category.")
    units = sorted({one.unit for one in found.weights})
    if len(units) > 1:
        raise SchemaError(
            f"{file} mixes units: {', '.join(units)}.",
            cause="Days, severity and pounds are scales of their own and are never added.",
            remedy="Give one file for each scheme.",
        )
    first = found.weights[0]
    pounds = "pound" in units[0].lower() or "£" in units[0] or "gbp" in units[0].lower()
    return WeightSet(
        name,
        title + (", means" if mean else ""),
        first.unit,
        "£" if pounds else first.unit,
        _shared(one.edition for one in found.weights),
        "given",
        _shared(one.source for one in found.weights),
        _shared(one.licence for one in found.weights),
        _price_year(first.edition) if pounds else "",
        (OWN_CAUTION, *found.cautions),
        _with_asb(found.weights),
    )


def is_multiplied(weights: WeightSet) -> bool:
    """Whether every weight that there is was raised from recorded crimes to actual ones."""
    held = [one for one in weights.weights if one.weight is not None]
    return bool(held) and all("times" in one.note for one in held)


def _of_csv(content: bytes, file: str) -> _Found:
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceFileError(
            f"{file} cannot be read as CSV.", cause=f"{error}.", remedy="Save it as CSV in UTF-8."
        ) from error
    heads = list(rows[0]) if rows else []
    named = {
        key: next((head for head in heads if head and head.strip().lower() in names), "")
        for key, names in _COLUMNS.items()
    }
    if not rows or not named["category"] or not named["weight"]:
        raise SchemaError(
            f"{file} is no table of weights.",
            cause=f"Its columns are: {', '.join(str(head) for head in heads) or 'none'}.",
            remedy="Give the columns category, weight, unit, edition, source.",
        )
    unit = _UNITS.get(named["weight"].strip().lower(), "")
    found = [_row(row, named, unit, f"Line {line} of {file}") for line, row in enumerate(rows, 2)]
    _once(found, file)
    return _Found(tuple(found))


def _row(row: Mapping[str, Any], named: Mapping[str, str], unit: str, where: str) -> Weight:
    def text(key: str) -> str:
        return str(row.get(named[key]) or "").strip() if named[key] else ""

    kind = _category(text("category"), where)
    weight = _number(text("weight"), where)
    times = _number(text("multiplier"), where)
    if kind == ASB and weight is not None:
        raise SchemaError(
            f"{where} gives anti-social behaviour a weight.",
            cause="It is not crime, and no scheme has a weight for it.",
            remedy="Leave the weight empty.",
        )
    if not (unit or text("unit")):
        raise SchemaError(f"{where} has no unit.", remedy="Write days, severity or pounds in a column unit.")
    return Weight(
        kind,
        _slug(text("force")),
        weight if weight is None or times is None else weight * times,
        text("unit") or unit,
        text("edition") or NOT_STATED,
        "given",
        text("source") or NOT_STATED,
        text("licence") or NOT_STATED,
        note="" if times is None else f"{weight} times {times}: recorded crimes raised to actual ones.",
    )


def _of_json(content: bytes, file: str, *, mean: bool) -> _Found:
    try:
        body = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise SourceFileError(f"{file} is not JSON.", cause=f"{error}.", remedy="Give valid JSON.") from error
    held = body.get("weights") if isinstance(body, dict) else None
    if not isinstance(held, dict) or not held:
        raise SchemaError(
            f"{file} has no weights.",
            remedy='Give {"unit": "...", "weights": {"robbery": [746, 746]}}: a list for each category.',
        )
    groups: list[str] = []
    values: list[float] = []
    for name, several in held.items():
        where = f"“{name}” of {file}"
        kind = _category(str(name), where)
        for one in several if isinstance(several, list) else [several]:
            number = _number(str(one), where)
            groups.append(kind)
            values.append(math.nan if number is None else number)
    said = [str(body.get(key, default)) for key, default in (("unit", "weight"), ("edition", NOT_STATED))]
    source, licence = (str(body.get(key, NOT_STATED)) for key in ("source", "licence"))
    spreads = summarise_offences(groups, np.array(values))
    return _Found(
        _of_spreads(spreads, (said[0], said[1], source, licence), mean=mean), cautions=_cautions(spreads)
    )


def _of_workbook(content: bytes, file: str, *, mean: bool) -> _Found:
    groups, values = offences_of(content, file)
    spreads = category_weights(groups, np.array(values))
    said = (
        "days of imprisonment",
        file,
        "Cambridge Crime Harm Index, offence by offence",
        "as its publisher says",
    )
    return _Found(_of_spreads(spreads, said, mean=mean), cautions=_cautions(spreads))


def offences_of(content: bytes, file: str) -> tuple[list[str], list[float]]:
    """Return subgroup and weight of each notifiable offence of the Cambridge index's workbook.

    Raises
    ------
    SourceFileError, SchemaError
        When it is no workbook, or has no sheet with the columns CCHI Score and SUB_GROUP.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_index(n).to_python() for n in range(len(book.sheet_names))]
    except (CalamineError, OSError, ValueError) as error:
        raise SourceFileError(f"{file} is not a whole workbook.", cause=f"{error}.") from error
    for rows in sheets:
        heads = [" ".join(str(cell).lower().split()) for cell in (rows[0] if rows else [])]
        if {"cchi score", "sub_group"} <= set(heads):
            return _offences(rows, heads)
    raise SchemaError(
        f"{file} has no sheet of offences.",
        remedy="Give the workbook of the Cambridge index, with the columns CCHI Score and SUB_GROUP.",
    )


def _offences(rows: Sequence[Sequence[object]], heads: Sequence[str]) -> tuple[list[str], list[float]]:
    score, group = heads.index("cchi score"), heads.index("sub_group")
    kept = [row for row in rows[1:] if isinstance(row[score], int | float) and str(row[group]).strip()]
    return [str(row[group]).strip() for row in kept], [float(str(row[score])) for row in kept]


def _of_spreads(
    spreads: Iterable[Spread], said: tuple[str, str, str, str], *, mean: bool
) -> tuple[Weight, ...]:
    unit, edition, source, licence = said
    figure = "Mean" if mean else "Median"
    return tuple(
        Weight(
            one.group,
            ANY,
            one.mean if mean else one.median,
            unit,
            edition,
            "given",
            source,
            licence,
            one.lowest,
            one.highest,
            f"{figure} of {one.n} listed weights; median {one.median:g}, mean {one.mean:.1f}.",
        )
        for one in spreads
    )


def _cautions(spreads: Sequence[Spread]) -> tuple[str, ...]:
    split = [f"{one.group} (median {one.median:g}, mean {one.mean:.1f})" for one in spreads if one.two_kinds]
    said = "Each listed offence counts once: the crimes recorded are another mix."
    return (said, f"Median and mean are far apart in: {'; '.join(split)}.") if split else (said,)


def _category(text: str, where: str) -> str:
    try:
        return crime_type_of(text, LATEST).id
    except NotFoundError as error:
        raise SchemaError(
            f"{where}: “{text}” is no category of police.uk.", cause=error.message, remedy=error.remedy
        ) from error


def _number(text: str, where: str) -> float | None:
    """Return a weight; nothing, or the words for it, is no weight."""
    if text.lower() in {"", "na", "n/a", "none", "null", "no weight", "nan"}:
        return None
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0):
        raise SchemaError(
            f"{where} has the number “{text}”.",
            remedy="Give a number from nought; leave it empty where there is no weight.",
        )
    return value


def _once(weights: Sequence[Weight], file: str) -> None:
    seen: set[tuple[str, str]] = set()
    for one in weights:
        if (one.crime_type, one.force) in seen:
            raise SchemaError(
                f"{file} gives {one.crime_type}{f' in {one.force}' if one.force else ''} twice.",
                remedy="Give each category one row, for each force where it has the column force.",
            )
        seen.add((one.crime_type, one.force))


def _slug(force: str) -> str:
    return "-".join(force.lower().replace("&", "and").split())


def _with_asb(weights: tuple[Weight, ...]) -> tuple[Weight, ...]:
    if any(one.crime_type == ASB for one in weights):
        return weights
    one = weights[0]
    none = Weight(
        ASB, ANY, None, one.unit, one.edition, "given", one.source, one.licence, note="No weight exists."
    )
    return (*weights, none)


def _shared(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(values))


def _price_year(edition: str) -> str:
    import re

    found = re.search(r"\d{4}/\d{2}", edition)
    return found.group(0) if found else ""
