"""Where need and strength are: what is recorded about places, and how much of it can be believed.

Nouns: `sources.FoundFile` (a file as published), areas, the panel (area by month by crime type), its gaps,
indicators, indices, contrasts. Verbs: discover, read, build, view.
Storage is touched in `tables` alone; everything else takes data as arguments.
May import: stats, disclosure, provenance, vocabulary, settings, errors (and store, in `tables`).
"""
