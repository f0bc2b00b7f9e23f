"""Earlier versions of records: reading them, restoring them, undoing what was done to many."""
