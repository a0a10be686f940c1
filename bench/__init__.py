"""Programs that measure the service. Each ends its output with one JSON line of figures."""
