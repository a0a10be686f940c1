"""A room's wire protocol and a caller's dialogue; knows nothing of the house."""
