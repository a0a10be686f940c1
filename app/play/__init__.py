"""Plays a written conference into the real service, and compares what comes of it."""
