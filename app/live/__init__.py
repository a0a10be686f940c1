"""Where a conference meets the world: sockets, calls and flows."""
