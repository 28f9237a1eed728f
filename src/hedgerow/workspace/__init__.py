"""A workspace: the folder that a person owns, the build that fills it and the questions one may ask of it.

Nouns: `Workspace`, `Step`, `Manifest`, `BuildResult`, `Job`. Verbs: `create_workspace`, `open_workspace`,
`build`, `doctor`, `trace`, `backup`.
May import: every domain, store, disclosure, provenance, settings, errors; never a shell.
"""

from hedgerow.workspace.opening import Workspace, create_workspace, open_workspace

__all__ = ["Workspace", "create_workspace", "open_workspace"]
