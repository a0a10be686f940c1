"""The rules of who may come in with whom, and after what."""
