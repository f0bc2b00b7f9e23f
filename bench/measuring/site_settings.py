"""Settings of the measured site: those of the project, with the bench pages and without seeds.

They are imported by name, because only entry points may import `kb`.
"""

from importlib import import_module

_site = import_module("kb.settings")
globals().update({name: value for name, value in vars(_site).items() if name.isupper()})

ROOT_URLCONF = "bench.measuring.addresses"
SEEDS_DIR = ORIGINALS_DIR = _site.DATA_DIR / "no-seeds"
# The bench sends more requests per minute than the limit allows.
API_RATE = None
