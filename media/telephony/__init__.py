"""Telephone calls: a process of their own, which plays what it is sent and holds no rule."""
