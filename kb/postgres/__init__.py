"""Django database backend: PostgreSQL from a wheel, started on the first connection."""
