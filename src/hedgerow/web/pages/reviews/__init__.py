"""The pages of a review: overview, import, references, duplicates, merging, people; one file a page.

`frame` is what they share; pages of other parts of a review hang below the same addresses.
"""
