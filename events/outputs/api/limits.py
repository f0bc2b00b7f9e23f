"""Sizes of the pages of lists."""

DEFAULT_LIMIT, MAX_LIMIT = 50, 200
"""Rows per page: the default and the maximum."""
