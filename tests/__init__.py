"""A package of its own name, because an installed package is called `tests` too."""
