"""Identity of articles: which source a document belongs to."""
