"""The tree of commands: what `hedgerow --help` shows, in the order in which a person meets it."""

from __future__ import annotations

import typer

from hedgerow.cli.commands import (
    action,
    build,
    coding,
    dedupe,
    evidence,
    fetch,
    flow,
    gapmap,
    intake,
    look,
    places,
    places_contrast,
    places_dossier,
    places_export,
    places_forecast,
    places_harm,
    places_hidden,
    places_index,
    places_lisa,
    places_patterns,
    places_shocks,
    places_signals,
    places_slavery,
    places_surveillance,
    plans,
    practice,
    protocol,
    reviews,
    serve,
    source,
    synthesis,
    transfer,
    words,
)

START = "1. Start here"
PLACES = "2. Places: where need and strength are"
KNOWN = "3. Evidence and plans: what works, and what is promised"
ACTION = "4. Action: what is done, and the document to write"
CARE = "5. Sources, checks and care"

app = typer.Typer(
    name="hedgerow",
    help="One living map of evidence, places, plans and action for community resilience against serious and "
    "organised crime.",
    epilog="Every command has --json. A workspace is a folder: --workspace or HEDGEROW_WORKSPACE names it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)

app.command(rich_help_panel=START)(build.init)
app.command(rich_help_panel=START)(build.build)
app.command(rich_help_panel=START)(serve.serve)
app.command(rich_help_panel=START)(serve.demo)
app.add_typer(look.area, name="area", rich_help_panel=PLACES)
app.command(rich_help_panel=PLACES)(look.gaps)
places.app.command("contrast")(places_contrast.contrast)
places.app.command("dossier")(places_dossier.dossier)
places.app.command("export")(places_export.export)
places.app.command("forecast")(places_forecast.forecast)
places.app.command("harm")(places_harm.harm)
places.app.command("hidden")(places_hidden.hidden)
places.app.command("index")(places_index.index)
places.app.command("shocks")(places_shocks.shocks)
places.app.command("slavery")(places_slavery.slavery)
places.app.command("lisa")(places_lisa.lisa)
places.app.command("checklist")(places_signals.checklist)
places.app.command("signals")(places_signals.signals)
places.app.command("surveillance")(places_surveillance.surveillance)
places.app.command("watch")(places_signals.watch)
places.app.command("patterns")(places_patterns.patterns)
places.app.command("shortlist")(places_dossier.shortlist)
app.add_typer(places.app, name="places", rich_help_panel=PLACES)
evidence.app.command("fetch")(fetch.fetch)
evidence.app.command("import")(intake.import_files)
evidence.app.command("dedupe")(dedupe.dedupe)
evidence.app.command("merge")(reviews.merge)
evidence.app.command("reviews")(reviews.reviews)
evidence.app.command("protocol")(protocol.protocol)
evidence.app.command("searched")(flow.searched)
evidence.app.command("prisma")(flow.prisma)
evidence.app.command("export")(flow.export)
evidence.app.add_typer(coding.app, name="code")
evidence.app.add_typer(practice.app, name="practice")
evidence.app.command("synthesise")(synthesis.synthesise)
evidence.app.command("transfer")(transfer.transfer)
evidence.app.command("map")(gapmap.gap_map)
app.add_typer(evidence.app, name="evidence", rich_help_panel=KNOWN)
app.add_typer(plans.app, name="plans", rich_help_panel=KNOWN)
app.command(rich_help_panel=KNOWN)(words.vocabulary)
app.command(rich_help_panel=ACTION)(action.alignment)
app.add_typer(action.initiative, name="initiative", rich_help_panel=ACTION)
app.add_typer(action.profile, name="profile", rich_help_panel=ACTION)
app.add_typer(source.app, name="source", rich_help_panel=CARE)
app.command(rich_help_panel=CARE)(build.doctor)
app.command(rich_help_panel=CARE)(build.trace)
app.command(rich_help_panel=CARE)(build.jobs)
app.command(rich_help_panel=CARE)(build.backup)
app.command(rich_help_panel=CARE)(build.restore)
app.command(rich_help_panel=CARE)(words.version)
