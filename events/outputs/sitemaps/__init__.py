"""Sitemaps for search engines."""
