"""Items, kept in PostgreSQL and read through Redis."""
