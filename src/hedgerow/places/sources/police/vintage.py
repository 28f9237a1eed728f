"""Which edition of LSOA codes a row uses, decided row by row: files mix both inside one month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True)
class Vintages:
    """The codes of both editions; empty where no lookup is at hand, and then no vintage is stated.

    `of_code` maps a code to ``2011``, ``2021`` or ``both`` (the code did not change).
    """

    of_code: Mapping[str | None, str] = field(default_factory=dict)

    @classmethod
    def of(cls, lookup: pa.Table) -> Vintages:
        """Take the codes from a lookup with the columns lsoa11_code and lsoa21_code."""
        old = set(lookup.column("lsoa11_code").to_pylist()) - {None}
        new = set(lookup.column("lsoa21_code").to_pylist()) - {None}
        codes = dict.fromkeys(old, "2011") | dict.fromkeys(new, "2021") | dict.fromkeys(old & new, "both")
        return cls(codes)

    def of_column(self, column: pa.DictionaryArray) -> tuple[pa.Array, tuple[str, ...]]:
        """Return the vintage of each row of a dictionary column, and the codes that are in neither."""
        codes = column.dictionary.to_pylist()
        words = [self.of_code.get(code) for code in codes]
        strange = (
            [code for code, word in zip(codes, words, strict=True) if word is None] if self.of_code else []
        )
        return pa.array(words, pa.string()).take(column.indices), tuple(sorted(strange))
