"""What was counted once for a build need not be counted again for the next page.

Views are pure functions of the lake: a part of an answer may be kept until one of its tables is built again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar, cast

from hedgerow.store.lake import Lake

KEPT = 512
Answer = TypeVar("Answer")
_lock = threading.Lock()
_held: OrderedDict[Hashable, object] = OrderedDict()


def remembered(lake: Lake, tables: Sequence[str], key: Hashable, make: Callable[[], Answer]) -> Answer:
    """Return what `make` gave for this key, made again when one of the tables has changed.

    An answer must be frozen, or never changed by whoever receives it. Nothing kept refers to the lake.
    """
    whole = (str(lake.root), _stamp(lake, tables), key)
    with _lock:
        if whole in _held:
            _held.move_to_end(whole)
            return cast(Answer, _held[whole])
    answer = make()
    with _lock:
        _held[whole] = answer
        while len(_held) > KEPT:
            _held.popitem(last=False)
    return answer


def _stamp(lake: Lake, tables: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return time and size of the tables; a folder of parts has the greatest time of its parts."""
    found = []
    for name in tables:
        path = lake.path(name)
        parts = [path, *path.glob("*.parquet")] if path.is_dir() else [path] if path.exists() else []
        states = [part.stat() for part in parts]
        found.append((max((s.st_mtime_ns for s in states), default=0), sum(s.st_size for s in states)))
    return tuple(found)
