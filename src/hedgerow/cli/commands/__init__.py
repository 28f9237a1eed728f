"""The commands, one file a topic; each file has one function for each command."""
