"""Citations and social cards of pages."""
