"""The service: rules, use cases, and the adapters that connect them to the world."""
