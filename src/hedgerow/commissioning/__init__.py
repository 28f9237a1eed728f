"""What is commissioned, how it lines up, and the document that must be written from it.

Nouns: `Initiative`, `Row` (of the alignment matrix), the facts of a profile, `ProfileResult`.
Verbs: in `tables`: `build_alignment`, `alignment_view`, `add_initiative`, `import_initiatives`,
`initiatives_view`, `partners_view`, `read_facts`; in `profile`: `build_profile`, `compose`.
May import: every domain below, store (in `tables` alone), provenance, disclosure,
vocabulary, settings, errors.
"""
