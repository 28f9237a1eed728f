"""Static files: named after their content, so kept for a year; compressed copies where they are welcome."""

from __future__ import annotations

import os

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


class BuiltFiles(StaticFiles):
    """The built browser files."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file; the compressed copy when there is one and the browser takes it."""
        kind = TYPES.get(os.path.splitext(path)[1])  # noqa: PTH122 (a URL's path, not a file's)
        squeezed = kind and "gzip" in Headers(scope=scope).get("accept-encoding", "")
        full, found = self.lookup_path(f"{path}.gz") if squeezed else ("", None)
        if found:
            headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            response: Response = FileResponse(full, media_type=kind, headers=headers, stat_result=found)
        else:
            response = await super().get_response(path, scope)
        lasting = path.startswith("vendor") and response.status_code == 200
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if lasting else "public, max-age=3600"
        )
        return response
