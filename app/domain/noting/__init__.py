"""What somebody notes in passing: a concern, an incident, a goodbye, a call to be made."""
