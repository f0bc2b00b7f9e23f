"""Articles: their texts, how they are ingested, and their records."""
