"""What there is to say of the record: its commands and events, its codes, what is remembered."""
