"""Each person's copy of the record, built up from nothing for that person."""
