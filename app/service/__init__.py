"""The use cases; the world comes in through ports only."""
