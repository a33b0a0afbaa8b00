"""The databases: one typed base, SQLite embedded and PostgreSQL at scale."""
