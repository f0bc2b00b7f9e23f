"""Ingest of documents: from files to sources and snapshots."""
