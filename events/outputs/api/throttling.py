"""A limit on the requests from one address in a period: `KB_API_RATE`.

The counters are in the cache called "throttle". As configured, each worker process has its own:
with two workers, one address may get up to twice the rate. A shared cache makes the limit exact.
"""

from __future__ import annotations

import ipaddress
import time

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView


class AddressThrottle(BaseThrottle):
    """Counts the requests of an address in fixed windows, each as long as the rate's period."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count a request; return whether it is within the limit."""
        if settings.API_RATE is None:
            return True
        count, seconds = settings.API_RATE
        window, elapsed = divmod(time.time(), seconds)
        self.seconds_left = seconds - elapsed
        key = f"api:{client_network(self.get_ident(request))}:{int(window)}"
        cache = caches["throttle"]
        # `add` and `incr` are each atomic, so concurrent requests are all counted.
        cache.add(key, 0, timeout=seconds)
        try:
            return cache.incr(key) <= count
        except ValueError:  # The key expired between the two calls.
            return True

    def wait(self) -> float:
        """Return the seconds until the next window."""
        return self.seconds_left


def client_network(address: str) -> str:
    """Return the network that an address is counted as.

    In IPv6 it is the whole /64, which is what one customer gets. Text that is no IP address is
    returned as it is, cut to 64 characters.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
