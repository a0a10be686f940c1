"""Callers by real SIP in a whole running service, with browsers beside them."""
