"""The routes, over working stand-ins for the world."""
