"""The pages of screening: who is reading, one record at a time, conflicts, agreement, when to stop."""

from hedgerow.web.pages.screening import screen, who

ROUTERS = (who.router, screen.router)

__all__ = ["ROUTERS"]
