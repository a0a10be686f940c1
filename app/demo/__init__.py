"""Invented conferences to try the service with."""
