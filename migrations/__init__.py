"""The schema's history. The same files run on SQLite and PostgreSQL; none imports the models."""
