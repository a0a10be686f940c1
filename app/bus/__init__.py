"""Wake-ups between keepers, never content."""
