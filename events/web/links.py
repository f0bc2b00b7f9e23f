"""External links."""

from __future__ import annotations

from urllib.parse import urlsplit


def web_address(address: str) -> str:
    """Return the address if its scheme is http or https, else "": no script, data or file."""
    try:
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""
