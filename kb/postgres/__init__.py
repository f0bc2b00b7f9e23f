"""A Django database backend: PostgreSQL from a wheel, started when first connected to."""
