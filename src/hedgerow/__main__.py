"""Run the command line as ``python -m hedgerow``."""

from hedgerow.cli import main

main()
