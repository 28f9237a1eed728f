"""Read a plan (PDF, DOCX, text, Markdown) into paragraphs with their pages and headings.

Nouns: `Document`, `Paragraph`. Verb: `read_document`, which parses in a process of its own with limits, so
that a hostile or broken file cannot hurt.
May import: provenance, errors.
"""

from hedgerow.plans.documents.document import Document, Paragraph
from hedgerow.plans.documents.guard import read_document

__all__ = ["Document", "Paragraph", "read_document"]
