"""What has been promised: plans as paragraphs, commitments with quote and page, and the evidence for each.

Nouns: `Document`, `Paragraph`, `Commitment`, `Mapping`, `Coverage`, `Item` (of the statutory checklist).
Verbs: `read_document`, `find_commitments`, `map_commitment`, `cover`, `check_statutory`; in `tables`:
`add_plan`, `plans_list`, `plan_detail`, `plan_coverage`, `correct_commitment`, `map_plan`.
Rules are data (``rules/*.toml``) with owner, version and review date: they find words, they do not read.
May import: evidence, places, store (in `tables` alone), provenance, disclosure, vocabulary, errors.
"""
