"""Where things are kept: the lake (rebuildable tables), the database (what people typed), the audit chain.

Nouns: `Lake`, the catalogue's `TableSpec`. Only `*/tables` modules, `workspace` and the shells may import
this.
May import: settings, vocabulary, provenance, disclosure, errors.
"""
