"""The cover and thirteen sections of a profile, in order; each is a function of a `Writer`.

Noun: `Part` (number, title and the function that writes it). Verb: `write`.
May import: commissioning.facts, commissioning.profile, disclosure.
"""
