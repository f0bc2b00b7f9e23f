"""Synthetic rows for `bench.generate`, the same for the same seed."""
