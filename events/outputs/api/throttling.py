"""So many requests from one address in so much time: `KB_API_RATE`.

Counted in the cache called "throttle", which as it is set up each worker process has for itself:
with two workers one address may get up to twice the rate. A shared cache makes it exact.
"""

from __future__ import annotations

import ipaddress
import time

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle


class AddressThrottle(BaseThrottle):
    """Counts an address's requests in windows of the clock, each of the rate's length."""

    def allow_request(self, request: Request, view: object) -> bool:
        if settings.API_RATE is None:
            return True
        count, seconds = settings.API_RATE
        window, elapsed = divmod(time.time(), seconds)
        self.seconds_left = seconds - elapsed
        key = f"api:{client_network(self.get_ident(request))}:{int(window)}"
        cache = caches["throttle"]
        # Adding and counting up are atomic each, so that no request of two at once goes uncounted.
        cache.add(key, 0, timeout=seconds)
        try:
            return cache.incr(key) <= count
        except ValueError:  # The window ended between the two.
            return True

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.seconds_left


def client_network(address: str) -> str:
    """Whom an address stands for: in IPv6 a whole /64, which is what one customer gets."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
