"""Whose telephone may ring, when and how often; what the chair sees of it."""
