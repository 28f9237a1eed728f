"""The seam between places and storage: what is built into the lake, and what is shown of it."""
