"""Ringing somebody, and what they tell by key: what may be asked for and what is kept."""
