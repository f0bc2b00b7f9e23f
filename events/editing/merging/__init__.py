"""Merges of two records of one kind: what refers to one moves to the other, and back."""
