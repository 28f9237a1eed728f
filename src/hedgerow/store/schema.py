"""The tables of what people typed, and the few rows that go with them.

A *versioned* table holds one row for each version of a record: an edit appends a row with the next `version`,
a removal appends one with `removed` set, and nothing is overwritten. Times are UTC in ISO 8601; lists inside
a cell are joined by "|", as in the lake. A missing value is NULL and never zero.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def _text(name: str, *, null: bool = True) -> Column[str]:
    return Column(name, Text, nullable=null)


def _versioned(name: str, *columns: Column[Any] | CheckConstraint) -> Table:
    """A table of records, one row a version."""
    return Table(
        name,
        metadata,
        Column("id", String(40), primary_key=True),
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("removed", Boolean, nullable=False),
        Column("recorded_at", String(32), nullable=False),
        Column("actor", Text, nullable=False),
        Column("reason", Text, nullable=True),
        *columns,
    )


# A plan that was read: its document, and which text of which page it holds.
plan = _versioned(
    "plan",
    _text("title", null=False),
    _text("body"),  # who made it, for example a police and crime commissioner's office
    _text("period"),
    _text("file_name", null=False),
    Column("sha256", String(64), nullable=False),
    _text("media", null=False),  # pdf, docx, text
    Column("pages", Integer, nullable=True),  # missing: the format has no pages
    _text("reader", null=False),  # which reader and rules made the paragraphs and commitments
    _text("note"),
)

# The original files, by content: never changed.
document = Table(
    "document",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("media", Text, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# The text of a plan, in order; it belongs to one version of the document and never changes.
plan_paragraph = Table(
    "plan_paragraph",
    metadata,
    Column("plan", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("page", Integer, nullable=True),  # missing: the format has no pages
    Column("kind", String(12), nullable=False),  # heading, paragraph, bullet, cell
    Column("pillar", Text, nullable=True),  # the headings above it, joined by " > "
    Column("text", Text, nullable=False),
    Column("turns", Text, nullable=True),  # JSON: [offset, page] wherever it runs on to a further page
)

# What a plan promises. `status` says who stands behind it: found by the rules, or a reviewer's word.
commitment = _versioned(
    "commitment",
    Column("plan", String(40), nullable=False),
    Column("number", Integer, nullable=False),  # order in the plan
    Column("paragraph", Integer, nullable=False),
    Column("status", String(12), nullable=False),  # found, confirmed, corrected, rejected, added
    _text("quote", null=False),
    Column("page", Integer, nullable=True),
    _text("pillar"),
    _text("verb"),
    _text("object"),
    _text("population"),
    _text("place"),
    _text("partner"),
    _text("money"),
    _text("measure"),
    _text("date"),
    _text("approaches"),  # ids joined by |; missing: none found
    _text("interventions"),
    _text("hooks"),  # PCP1-PCP6, SPR, S17, SVD
    Column("confidence", Float, nullable=True),  # of the strongest approach, 0 to 1; not calibrated
    _text("matched"),  # JSON: which words led to which approach, intervention and hook
    CheckConstraint("status IN ('found','confirmed','corrected','rejected','added')", name="status"),
)
Index("ix_commitment_plan", commitment.c.plan, commitment.c.number)

# What is commissioned or done.
initiative = _versioned(
    "initiative",
    _text("name", null=False),
    _text("approach"),  # id of the vocabulary
    _text("activity"),
    _text("interventions"),  # ids joined by |
    _text("places"),  # area codes joined by |
    Column("starts", String(10), nullable=True),  # YYYY, YYYY-MM or YYYY-MM-DD
    Column("ends", String(10), nullable=True),
    Column("status", String(20), nullable=True),
    _text("partners"),  # names joined by |
    _text("lead"),
    Column("cost", Float, nullable=True),  # pounds, in prices of `price_year`
    Column("price_year", Integer, nullable=True),
    _text("outcome_measured"),
    _text("source"),
    _text("note"),
)

# Documents that were made: profiles and packs.
profile_report = _versioned(
    "profile_report",
    _text("area", null=False),  # code
    _text("area_name"),
    _text("kind", null=False),  # for example soc_local_profile
    _text("edition", null=False),
    _text("format", null=False),
    _text("path"),  # below the workspace
    Column("sha256", String(64), nullable=True),
    Column("data_cut", String(10), nullable=True),
    Column("next_review", String(10), nullable=True),
    _text("owner"),
    Column("status", String(20), nullable=False),
    Column("completeness", Float, nullable=True),  # 0 to 1
    _text("manifest"),  # JSON
    _text("note"),
)

# What a person says of one condition of a finding in one place, instead of the written rule or with it.
transfer_judgement = _versioned(
    "transfer_judgement",
    _text("record", null=False),  # id of the evidence record
    _text("area", null=False),  # code
    _text("factor", null=False),  # condition of the vocabulary, and the crime where it names one
    Column("judgement", String(20), nullable=False),
    _text("why", null=False),
    Column("suggested", String(20), nullable=False),  # what the rule suggested at that time
    CheckConstraint("judgement IN ('holds','partly','does_not_hold','cannot_tell')", name="judgement"),
)
Index("ix_transfer_judgement_record", transfer_judgement.c.record, transfer_judgement.c.area)

# Files that a person brought in: evidence, their own tables, plans.
import_record = _versioned(
    "import_record",
    _text("kind", null=False),  # ris, csv, own_table, plan
    _text("name", null=False),
    Column("sha256", String(64), nullable=False),
    _text("path"),  # below the workspace
    Column("rows_in", Integer, nullable=True),
    Column("rows_kept", Integer, nullable=True),
    Column("rows_rejected", Integer, nullable=True),
    _text("note"),
)

# The evidence and gap map as it stood: kept by a build that changed it, or by a person under a name.
map_version = _versioned(
    "map_version",
    _text("name"),  # missing: kept by a build
    Column("sha256", String(64), nullable=False),  # of the content
    _text("content", null=False),  # JSON: cells with their records, records with standing and grades, gaps
    _text("counts", null=False),  # JSON: cells by state, records by standing
    _text("library", null=False),  # edition of the library
    _text("searched"),  # JSON: source and date of each search that was logged
    Column("frame", String(64), nullable=False),  # hash of rows, columns and named gaps
    _text("protocols"),  # JSON: review to the hash of its protocol
)

# A published map of somebody else, laid over ours and never added to our counts.
map_layer = _versioned(
    "map_layer",
    _text("title", null=False),
    _text("owner", null=False),
    _text("terms", null=False),
    _text("made"),  # date of the map, as its owner gives it
    _text("file_name", null=False),
    Column("sha256", String(64), nullable=False),  # the page, kept in `document`
    _text("content", null=False),  # JSON: axes with their codes, references with the codes that place them
    _text("crosswalk", null=False),  # JSON: their code to our value, by axis
    Column("status", String(12), nullable=False),  # suggested, confirmed
    CheckConstraint("status IN ('suggested','confirmed')", name="status"),
)

# The log of a review: what happened, in whose hands, append-only. State is a fold of it; an undo is one more
# event. The id is the hash of the event, so that two people's logs merge by it.
review_event = Table(
    "review_event",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("sequence", Integer, nullable=False, unique=True),  # order of arrival in this database
    Column("review", String(60), nullable=False),
    Column("at", String(32), nullable=False),  # UTC to the microsecond, strictly rising within a log
    Column("actor", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("type", String(40), nullable=False),
    Column("targets", Text, nullable=False),  # JSON list of ids
    Column("payload", Text, nullable=False),  # canonical JSON
    Column("software", Text, nullable=False),
    Column("previous", String(64), nullable=False),
)
Index("ix_review_event_review", review_event.c.review, review_event.c.type, review_event.c.at)

# What a file said of one publication: never changed. Corrections and merges are events.
reference = Table(
    "reference",
    metadata,
    Column("review", String(60), primary_key=True),
    Column("id", String(40), primary_key=True),  # hash of the file's hash and the ordinal
    Column("file", String(64), nullable=False),  # sha256 of the original, kept in `document`
    Column("ordinal", Integer, nullable=False),  # record of the file, the first is 1
    Column("line", Integer, nullable=True),  # missing: the format has no lines
    Column("source", Text, nullable=False),  # the database or organisation that the file came from
    Column("fields", Text, nullable=False),  # JSON of what was read
    Column("raw", Text, nullable=False),  # the record as the file had it
)
Index("ix_reference_file", reference.c.review, reference.c.file, reference.c.ordinal)

# Work in progress. These rows say how far a job is; they are not authored and are changed in place.
job = Table(
    "job",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("arguments", Text, nullable=True),  # JSON
    Column("state", String(12), nullable=False),  # queued, running, done, failed, cancelled
    Column("phase", Text, nullable=True),
    Column("done", Integer, nullable=True),
    Column("total", Integer, nullable=True),
    Column("message", Text, nullable=True),
    Column("result", Text, nullable=True),  # JSON, or the address of the result
    Column("error", Text, nullable=True),  # JSON of the error
    Column("log", Text, nullable=True),
    Column("actor", Text, nullable=True),
    Column("created_at", String(32), nullable=False),
    Column("started_at", String(32), nullable=True),
    Column("finished_at", String(32), nullable=True),
    Column("updated_at", String(32), nullable=False),
    CheckConstraint("state IN ('queued','running','done','failed','cancelled')", name="state"),
)
Index("ix_job_state", job.c.state, job.c.created_at)

# The append-only chain: each row's hash covers the row and the hash before it.
audit = Table(
    "audit",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", String(40), nullable=False),
    Column("object", Text, nullable=False),  # table/id, or what was shown or made
    Column("detail", Text, nullable=False),  # canonical JSON
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

VERSIONED = {
    table.name: table
    for table in (
        plan,
        commitment,
        initiative,
        profile_report,
        import_record,
        map_version,
        map_layer,
        transfer_judgement,
    )
}
