"""The site's settings, with the bench's own pages and without the seeds.

The project's settings are taken by name: nothing but its entry points imports them.
"""

from importlib import import_module

_site = import_module("kb.settings")
globals().update({name: value for name, value in vars(_site).items() if name.isupper()})

ROOT_URLCONF = "bench.measuring.addresses"
SEEDS_DIR = ORIGINALS_DIR = _site.DATA_DIR / "no-seeds"
# The bench asks for more in a minute than a stranger may.
API_RATE = None
