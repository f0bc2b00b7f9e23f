"""Settings of a Django hello-world: those of the site, without middleware, with one page."""

from importlib import import_module

_site = import_module("bench.measuring.site_settings")
globals().update({name: value for name, value in vars(_site).items() if name.isupper()})

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.measuring.bare_addresses"
SILENCED_SYSTEM_CHECKS = ["admin.E408", "admin.E409", "admin.E410"]
