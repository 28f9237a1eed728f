"""Add a plan: its document, paragraphs and commitments, all in one transaction."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hedgerow.plans.commitments import Commitment, find_commitments
from hedgerow.plans.documents import Document, Paragraph, read_document
from hedgerow.plans.mapping import Mapping, map_commitment
from hedgerow.plans.rulebook import rulebook
from hedgerow.store.database import Database, Row, Writer, as_json
from hedgerow.store.lake import Lake

RULES = ("commitments", "approach", "intervention", "plan_hook")


def add_plan(
    database: Database,
    lake: Lake,  # noqa: ARG001 - part of the house's signature; nothing of a plan lies in the lake
    path: Path,
    title: str | None = None,
    body: str | None = None,
    period: str | None = None,
    *,
    actor: str = "local",
) -> str:
    """Read a plan, find its commitments, keep both and the original; return the plan's id.

    A document that is already held is not added twice: the id of the plan that holds it is returned.

    Raises
    ------
    DocumentError
        When it cannot be read as text; nothing is kept then.
    """
    document = read_document(path)
    content = path.read_bytes()
    held = database.current("plan", sha256=document.sha256)
    if held:
        return str(held[0]["id"])
    commitments = find_commitments(document.paragraphs)
    with database.writing(actor, "added from a file") as writer:
        plan = writer.add("plan", _plan(document, path, title, body, period))
        _keep_document(writer, document, content)
        writer.rows("plan_paragraph", [_paragraph(plan, paragraph) for paragraph in document.paragraphs])
        for commitment in commitments:
            writer.add("commitment", commitment_values(plan, commitment))
    return plan


def remove_plan(database: Database, plan: str, *, actor: str = "local", reason: str | None = None) -> None:
    """Take a plan and its commitments off the lists; every version stays and can be brought back."""
    found = database.current("commitment", plan=plan)
    with database.writing(actor, reason) as writer:
        writer.remove("plan", plan)
        for row in found:
            writer.remove("commitment", str(row["id"]))


def paragraphs_of(database: Database, plan: str) -> list[Paragraph]:
    """Return the paragraphs of a plan as they were read."""
    return [
        Paragraph(
            number=row["number"],
            kind=row["kind"],
            text=row["text"],
            page=row["page"],
            turns=tuple((offset, page) for offset, page in json.loads(row["turns"] or "[]")),
            pillar=row["pillar"] or "",
        )
        for row in database.rows("plan_paragraph", plan=plan)
    ]


def commitment_values(plan: str, commitment: Commitment, status: str = "found") -> Row:
    """Return a commitment as its record holds it, with where its words point."""
    mapping = map_commitment(commitment.quote, commitment.pillar)
    return {
        "plan": plan,
        "number": commitment.number,
        "paragraph": commitment.paragraph,
        "status": status,
        "quote": commitment.quote,
        "page": commitment.page,
        "pillar": commitment.pillar or None,
        **asdict(commitment.parts),
        **_mapped(mapping, commitment.strength),
    }


def _mapped(mapping: Mapping, strength: str) -> Row:
    groups = {
        "approaches": mapping.approaches,
        "interventions": mapping.interventions,
        "hooks": mapping.hooks,
    }
    ids = {name: "|".join(match.term for match in found) or None for name, found in groups.items()}
    words: dict[str, Any] = {
        name: {match.term: {"strength": match.strength, "words": list(match.words)} for match in found}
        for name, found in groups.items()
    }
    return {**ids, "confidence": mapping.confidence, "matched": as_json({"form": strength, **words})}


def _plan(document: Document, path: Path, title: str | None, body: str | None, period: str | None) -> Row:
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.kind == "heading"]
    return {
        "title": title or document.title or (headings[0] if headings else path.stem),
        "body": body,
        "period": period,
        "file_name": path.name,
        "sha256": document.sha256,
        "media": document.media,
        "pages": document.pages,
        "reader": "; ".join(rulebook(name).name for name in RULES),
        "note": " ".join(document.notes) or None,
    }


def _paragraph(plan: str, paragraph: Paragraph) -> Row:
    return {
        "plan": plan,
        "number": paragraph.number,
        "page": paragraph.page,
        "kind": paragraph.kind,
        "pillar": paragraph.pillar or None,
        "text": paragraph.text,
        "turns": as_json(paragraph.turns) if paragraph.turns else None,
    }


def _keep_document(writer: Writer, document: Document, content: bytes) -> None:
    """Keep the original once, whatever number of plans were made from it."""
    row = {
        "sha256": document.sha256,
        "media": document.media,
        "bytes": len(content),
        "content": content,
    }
    writer.once("document", "sha256", row)
