"""The pages of screening: who is reading, one record at a time, conflicts, agreement, when to stop."""

from hedgerow.web.pages.screening import agreement, conflicts, screen, stop, who

ROUTERS = (who.router, screen.router, conflicts.router, agreement.router, stop.router)

__all__ = ["ROUTERS"]
