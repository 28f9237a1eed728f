"""Jobs: how far a piece of work is, and what it made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from hedgerow.disclosure import Released
from hedgerow.errors import NotFoundError
from hedgerow.web.blocks import OwnBlock, TableBlock, TextBlock
from hedgerow.web.page import Crumb, Page, Section
from hedgerow.web.render import respond, template
from hedgerow.web.site import Site, site
from hedgerow.workspace.jobs import newest

router = APIRouter()
OVER = ("done", "failed", "cancelled")
WORDS = {
    "queued": "It waits for its turn.",
    "running": "It is being made.",
    "done": "It is finished.",
    "failed": "It failed; nothing was half-kept.",
    "cancelled": "It was cancelled.",
}


@router.get("/jobs")
def jobs(request: Request) -> Response:
    """List the newest jobs."""
    table = newest(site(request).workspace)
    columns = ("id", "kind", "state", "phase", "message", "created_at", "finished_at")
    block = TableBlock(table, links_of(table), columns)
    if not len(table):
        empty = TextBlock(("Making a profile starts one.",), tone="empty", heading="No job has run yet")
        return respond(request, _listing((Section((empty,)),), 0))
    return respond(request, _listing((Section((block,)),), len(table)))


def _listing(sections: tuple[Section, ...], count: int) -> Page:
    return Page(
        "Jobs", "What is being worked on?", f"{count} jobs, the newest first.", sections, area="profile"
    )


def links_of(table: Released) -> dict[tuple[int, str], str]:
    """Return the way to each job's page."""
    return {(i, "id"): f"/jobs/{row['id']}" for i, row in enumerate(table.records())}


@router.get("/jobs/{job}")
def job_page(request: Request, job: str) -> Response:
    """Show one job."""
    row = site(request).database.jobs.get(job)
    values = state_of(row)
    said = {
        name: row[name] for name in ("id", "kind", "state", "phase", "done", "total", "message", "result")
    }
    page = Page(
        f"Job {job}",
        "Is it ready?",
        WORDS.get(str(row["state"]), str(row["state"])),
        (Section((OwnBlock("job", values, said=said),)),),
        (Crumb("Profile", "/profile"), Crumb("Jobs", "/jobs")),
        area="profile",
    )
    return respond(request, page)


@router.get("/jobs/{job}/progress")
def progress(request: Request, job: str) -> Response:
    """Return the part of the page that moves."""
    values = state_of(site(request).database.jobs.get(job))
    block = OwnBlock("job", values)
    text = template("blocks/job.html").render(block=block)
    return HTMLResponse(text, headers={"Cache-Control": "no-store"})


def state_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is shown of a job."""
    files = (
        [part for part in str(row["result"] or "").split(", ") if part] if row["kind"] == "profile" else []
    )
    return {
        "id": row["id"],
        "state": row["state"],
        "words": WORDS.get(str(row["state"]), ""),
        "over": row["state"] in OVER,
        "phase": row["phase"] or "",
        "message": row["message"] or "",
        "done": row["done"] or 0,
        "total": row["total"] or 0,
        "error": json.loads(row["error"]) if row["error"] else None,
        "files": [(path.rpartition("/")[2], f"/jobs/files/{row['id']}/{n}") for n, path in enumerate(files)],
    }


@router.get("/jobs/files/{job}/{number}")
def made(request: Request, job: str, number: int) -> Response:
    """Return a file that a job made."""
    here: Site = site(request)
    files = [part for part in str(here.database.jobs.get(job)["result"] or "").split(", ") if part]
    root = here.workspace.settings.root.resolve()
    path = (root / files[number]).resolve() if 0 <= number < len(files) else root
    if not path.is_file() or not path.is_relative_to(here.workspace.settings.out.resolve()):
        raise NotFoundError("That file is no longer there.", remedy="Make the profile again.")
    return FileResponse(path, filename=path.name, headers={"Cache-Control": "no-store"})
