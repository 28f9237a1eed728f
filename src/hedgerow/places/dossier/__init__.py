"""The dossier of a place and its twins: what a person takes to a visit, and how it is written as a file.

Nouns: `Dossier`, `Part`, `Protocol`, `Theme`. Verbs: `protocol` (the shipped site-visit protocol, checked
against its schema), `to_markdown`, `to_html`, `to_word`. Every table is `Released`; a dossier is about a
place, names nobody and asks nobody to gather anything about a person.
May import: disclosure, errors, python-docx.
"""

from hedgerow.places.dossier.document import Dossier, Part
from hedgerow.places.dossier.markdown import to_markdown
from hedgerow.places.dossier.page import to_html
from hedgerow.places.dossier.visit import Protocol, Theme, protocol
from hedgerow.places.dossier.word import to_word

__all__ = ["Dossier", "Part", "Protocol", "Theme", "protocol", "to_html", "to_markdown", "to_word"]
