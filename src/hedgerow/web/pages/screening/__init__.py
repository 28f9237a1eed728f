"""The pages of screening: who is reading, one record at a time, conflicts, agreement, when to stop."""

from hedgerow.web.pages.screening import who

ROUTERS = (who.router,)

__all__ = ["ROUTERS"]
