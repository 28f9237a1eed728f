"""A table of effects in a CSV file: which column is what, and words made into columns of a design."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hedgerow.errors import EstimateError
from hedgerow.evidence.synthesis.data import Array, SynthesisData
from hedgerow.evidence.synthesis.effects_table import EffectsTable, number_of, read_table
from hedgerow.stats.meta.studies import Truth

_SIGNS = ("positive_means", "sign_convention")


@dataclass(frozen=True)
class EffectColumns:
    """Names of the columns: effects, variances, moderators, clusters, units within them."""

    yi: str
    vi: str
    mods: tuple[str, ...] = ()
    cluster: str = ""
    nested: str = ""


@dataclass(frozen=True)
class EffectsFile:
    """What was read: the data, and a name for each column of the moderators (one a level for words)."""

    data: SynthesisData
    moderators: tuple[str, ...]


def read_effects(path: Path, columns: EffectColumns, where: tuple[tuple[str, str], ...] = ()) -> EffectsFile:
    """Read a table of effects.

    Columns named positive_means or sign_convention, measure, and bounds_type are read for the checks before
    pooling. `where` keeps the rows whose columns have these values.

    Raises
    ------
    RecordError
        When the file, a column or a number cannot be read, naming the line.
    """
    whole = read_table(path)
    for name in filter(None, (columns.yi, columns.vi)):
        whole.need(name)
    table = whole.where(where)
    return described(table, columns, table.numbers(columns.yi), table.numbers(columns.vi))


def described(table: EffectsTable, columns: EffectColumns, y: Array, v: Array) -> EffectsFile:
    """Return effects with what the table says of them: names, moderators, clusters, signs and measures."""
    for name in filter(None, (*columns.mods, columns.cluster, columns.nested)):
        table.need(name)
    sign = next((name for name in _SIGNS if name in table.heads), "")
    names, parts = [], []
    for name in columns.mods:
        more, block = _moderator(table, name, np.isfinite(y) & np.isfinite(v))
        names += more
        parts.append(block)
    data = SynthesisData(
        studies=table.studies(),
        y=y,
        v=v,
        moderators=np.hstack(parts) if parts else np.empty((len(table.rows), 0)),
        cluster=table.words(columns.cluster),
        nested=table.words(columns.nested),
        signs=table.words(sign),
        measures=table.words("measure"),
        bounds=table.words("bounds_type"),
    )
    return EffectsFile(data, tuple(names))


def _moderator(table: EffectsTable, name: str, known: Truth) -> tuple[list[str], Array]:
    """Return a column of numbers, or one column a level of words beside the first in the alphabet.

    A column most of whose cells are numbers is one of numbers: a stray word in it is refused by its line.
    Levels that stand only in rows without an effect are none.
    """
    words = table.words(name)
    numbers = [number_of(word) for word in words]
    given = [number for word, number in zip(words, numbers, strict=True) if word]
    if 2 * given.count(None) < len(given) or not given:
        return [name], table.numbers(name)[:, None]
    levels = sorted({word for word, here in zip(words, known, strict=True) if word and here})
    if len(levels) < 2:
        raise EstimateError(
            f"The moderator “{name}” is the same in every row that has an effect.",
            cause=f"Its only value is “{''.join(levels)}”.",
            remedy="Leave it out.",
        )
    block = np.array([[float(word == level) if word else np.nan for level in levels[1:]] for word in words])
    return [f"{name}: {level}" for level in levels[1:]], block
