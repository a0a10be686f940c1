"""The event log and everything else that is stored in SQL."""
