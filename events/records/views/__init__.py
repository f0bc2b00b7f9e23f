"""The views of single records and their lists."""
