"""Calls from end to end inside the service, on a loop with its own time."""
