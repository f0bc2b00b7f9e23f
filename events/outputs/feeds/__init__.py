"""Atom feeds of events."""
