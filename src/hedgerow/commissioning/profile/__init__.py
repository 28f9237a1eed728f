"""The local profile on serious and organised crime: a document model, three editions and three renderers.

Nouns: `Document`, `Section`, `ProfileResult`. Verbs: `build_profile` (from a workspace to files),
`compose` (facts to document). `allow.toml` lists what each edition may show; `guide.toml` lists what a
profile should hold and who usually holds it.
May import: commissioning.facts, commissioning.tables, disclosure, provenance, settings, errors.
"""

from hedgerow.commissioning.profile.build import FORMATS, ProfileOptions, ProfileResult, build_profile
from hedgerow.commissioning.profile.compose import compose
from hedgerow.commissioning.profile.model import Document, Section

__all__ = ["FORMATS", "Document", "ProfileOptions", "ProfileResult", "Section", "build_profile", "compose"]
