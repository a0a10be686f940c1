"""The rules of the running order: what the chair changes, grants, ticks off and is reminded of."""
