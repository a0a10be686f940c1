"""Storage, the same tests on SQLite and PostgreSQL."""
