"""The demonstration: a small fictional region, made from a seed, with truths planted in it.

It writes files in the publishers' own formats, so that a fresh machine shows everything with no data at
hand, and so that tests can ask whether each planted truth is found. Every name in it is invented and every
page says so.

Nouns: `Truths`. Verbs: `generate`, `make_workspace`, `read_truths`.
May import: every layer below the shells.
"""

from hedgerow.demo.generate import SEED, generate, make_workspace
from hedgerow.demo.truths import Truths, read_truths

__all__ = ["SEED", "Truths", "generate", "make_workspace", "read_truths"]
