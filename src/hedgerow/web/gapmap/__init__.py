"""The evidence and gap map for the browser: its address, its drawing, and the file that stands alone."""
