"""Addresses of images as a page serves them, and as they are."""

from __future__ import annotations

import re
from urllib.parse import unquote

WRAPPED = re.compile(
    r"(?P<name>[?&][\w.-]+=)?(?P<inner>https?(?:://|%3A%2F%2F|:%2F%2F)[^\s]+)", re.I
)
HOST = re.compile(r"https?://[^/?#\s]+\.[^/?#\s]+", re.I)
SOURCE_ATTRIBUTES = ("data-src", "data-original", "data-actualsrc", "data-lazy-src", "src")
PLACEHOLDER = re.compile(
    r"^data:|blank\.gif|spacer\.gif|placeholder|loading\.(?:gif|svg|png)", re.I
)


def without_proxy(address: str) -> str:
    """The address that another one wraps whole in its path or query; else the same address.

    In a named parameter (`?url=…&w=600`) it ends where the next parameter starts; after a bare
    `?` or `/` it is everything that follows.
    """
    wrapped = WRAPPED.search(address, 8)
    if not wrapped:
        return address
    inner = wrapped["inner"]
    encoded = "%2f" in inner[:16].lower()
    if wrapped["name"] or encoded:
        inner = inner.split("&", 1)[0]
    inner = unquote(inner) if encoded else inner
    return inner if HOST.match(inner) else address


def image_source(attributes) -> str:
    """The address an `img` element gives, its lazy-loading attributes before a placeholder."""
    for name in SOURCE_ATTRIBUTES:
        value = (attributes.get(name) or "").strip()
        if value and not PLACEHOLDER.search(value):
            return value
    first = (attributes.get("srcset") or "").split(",")[0].split()
    return first[0] if first else ""
