"""A caller's dialogue, without a telephone."""
