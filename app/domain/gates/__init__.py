"""Who may come in with whom, and after what: what may be said of it and what is kept."""
