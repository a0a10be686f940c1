"""What a conference is about and what it decided, as facts: codes, events, commands, state."""
