"""Telephone calls as legs: from the line's frames to packets, and from packets to a mix."""
