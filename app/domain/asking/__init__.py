"""Asking to speak, asking for a break, and the silent signal: what is asked and kept."""
