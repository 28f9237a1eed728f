"""Codes as they were applied: by whom, with which words of the text, and what two people agreed on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quote:
    """Words of the text that a code rests on.

    Attributes
    ----------
    text
        The words.
    page
        As the document numbers it.
    start, end
        Offsets of the words in the text that was shown; `None` where they were typed.
    document
        Which text: ``abstract``, or the name of a file.
    """

    text: str
    page: str = ""
    start: int | None = None
    end: int | None = None
    document: str = ""


@dataclass(frozen=True)
class Application:
    """One code on one study.

    Attributes
    ----------
    study, code, arm
        What was said of what; `arm` is empty for the whole study.
    actors
        Who said it: one coder, or all whose codes were taken together.
    at
        When it was first said.
    quotes, note, value
        What it rests on; `value` for codes of a number or a text.
    events
        Ids of the events behind it.
    """

    study: str
    code: str
    arm: str = ""
    actors: tuple[str, ...] = ()
    at: str = ""
    quotes: tuple[Quote, ...] = ()
    note: str = ""
    value: str = ""
    events: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Code and arm: what two coders are compared on."""
        return self.code, self.arm


@dataclass(frozen=True)
class Agreed:
    """What was agreed where two coders differed."""

    study: str
    code: str
    arm: str
    applied: bool
    value: str
    note: str
    actor: str
    at: str
    event: str


def joined(applications: tuple[Application, ...]) -> Application:
    """Return one application that says what several coders said of the same code."""
    first = min(applications, key=lambda one: (one.at, one.actors))
    quotes = dict.fromkeys(quote for one in applications for quote in one.quotes)
    notes = dict.fromkeys(one.note for one in applications if one.note)
    values = [one.value for one in applications if one.value]
    return Application(
        first.study,
        first.code,
        first.arm,
        tuple(sorted({actor for one in applications for actor in one.actors})),
        first.at,
        tuple(quotes),
        " / ".join(notes),
        values[0] if values else "",
        tuple(dict.fromkeys(event for one in applications for event in one.events)),
    )
