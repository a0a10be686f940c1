"""The history of the restricted database, which has a life of its own."""
