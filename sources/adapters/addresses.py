"""Addresses of images: as served in a page, and without a proxy around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    """Return the address that is embedded in the path or query of another one.

    Return the same address if there is none. In a named parameter (`?url=…&w=600`) the inner
    address ends before the next parameter; after a bare `?` or `/` it is everything that follows.
    """
    wrapped = WRAPPED.search(address, 8)
    if not wrapped:
        return address
    inner = wrapped["inner"]
    is_encoded = "%2f" in inner[:16].lower()
    if wrapped["name"] or is_encoded:
        inner = inner.split("&", 1)[0]
    inner = unquote(inner) if is_encoded else inner
    return inner if HOST.match(inner) else address


def image_source(attributes: Mapping[str, str]) -> str:
    """Return the address of an `img` element.

    Lazy-loading attributes have priority over `src`, which may be a placeholder.
    """
    for name in SOURCE_ATTRIBUTES:
        value = (attributes.get(name) or "").strip()
        if value and not PLACEHOLDER.search(value):
            return value
    candidate = (attributes.get("srcset") or "").split(",")[0].split()
    return candidate[0] if candidate else ""
