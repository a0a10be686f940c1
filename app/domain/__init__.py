"""The rules of a conference: commands in, events out. Standard library only; no I/O, no clock."""
