"""What the record takes and refuses, and what is remembered of it; its words are in `record`."""
