"""Small faults put into app/domain one at a time, to see whether its tests notice."""
