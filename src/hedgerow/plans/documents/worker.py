"""The reader's own process: limits first, then one document in, plain values out as JSON.

Called as ``python -m hedgerow.plans.documents.worker PATH MEDIA``; never by a person.
"""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module
from pathlib import Path

from hedgerow.plans.documents.refusal import Refused

MEMORY = 1 << 30
CPU_SECONDS = 30
FILE_BYTES = 0  # it writes no file
READERS = {"pdf": "pdf", "docx": "word", "text": "plain"}


def limit() -> None:
    """Give up rights that reading does not need; the kernel ends a process that goes beyond."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Read the document and print what was found, or why not."""
    path, media = Path(sys.argv[1]), sys.argv[2]
    limit()
    try:
        found = import_module(f"hedgerow.plans.documents.{READERS[media]}").read(path)
        if not any(row["text"].strip() for row in found["paragraphs"]):
            raise Refused("empty")
    except Refused as refused:
        found = {"refused": refused.reason}
    except MemoryError:
        found = {"refused": "slow"}
    except Exception as error:  # noqa: BLE001 - whatever a broken file does to a parser, it is a broken file
        found = {"refused": "broken", "error": f"{type(error).__name__}"}
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
