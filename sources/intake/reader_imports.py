"""Imported once by the process from which readers are forked, so that each of them starts at once.

This process belongs to multiprocessing: it has no connection to the database, and only forks.
"""

import django

django.setup()

from sources import adapters  # noqa: E402, F401
