"""What do residents and partners notice, and how can it be heard without putting anyone at risk?

Not yet built. This room will hold intake of structured signs (no free text, no names, area and week only),
moderation and publication of counts that are large and late enough to be safe. Raw reports will never be
reachable from any analysis, and nothing in Hedgerow takes reports until this room is built.
May import: stats, store (tables only), disclosure, provenance, vocabulary, settings, errors.
"""
