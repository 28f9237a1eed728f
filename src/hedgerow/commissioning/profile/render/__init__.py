"""One document, three kinds of file: accessible HTML, tagged PDF and Word; each a function to bytes.

Verbs: `html.render`, `pdf.render`, `docx.render`. The same document gives the same bytes.
May import: commissioning.profile, disclosure.
"""
