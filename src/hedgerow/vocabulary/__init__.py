"""The controlled words that join evidence, places, plans and action: data with schema, owner and version.

May import: errors.
"""
