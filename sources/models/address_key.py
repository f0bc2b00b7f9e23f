"""Comparison of web addresses, to recognise two of them as the address of one page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

# Parameters that record how a reader came to the page.
_TRACKING = re.compile(r"utm_.*|from|fbclid|gclid|spm", re.IGNORECASE)
# Of the many parameters of an article on WeChat, these identify it.
_WECHAT, _WECHAT_PARAMETERS = "mp.weixin.qq.com", ("__biz", "mid", "idx", "sn")
_PREFIXES = ("www.", "m.")
_DEFAULT_PORTS = (80, 443)
# Characters that a path may contain unescaped (RFC 3986, section 3.3), without "%".
_PATH_SAFE = "/:@!$&'()*+,;=-._~"


def address_key(address: str) -> str:
    """Return an address in normal form, without scheme; equal forms mean the same page.

    Scheme, case of the host, `www.` and `m.`, default ports, a trailing slash, fragments, tracking
    parameters, the order of parameters and the spelling of percent-encoding do not count. A
    fragment that is a route (`#/…`, `#!…`) does. Return an empty string for text that is no web
    address, and for the front page of a site, which many pages wrongly state as their own address.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    for prefix in _PREFIXES:
        if host.startswith(prefix) and "." in host.removeprefix(prefix):
            host = host.removeprefix(prefix)
    if port and port not in _DEFAULT_PORTS:
        host = f"{host}:{port}"
    path = _normal_path(parts.path)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if host == _WECHAT:
        pairs = [pair for pair in pairs if pair[0] in _WECHAT_PARAMETERS]
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0])))
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    rest = path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    return _ascii_host(host) + rest if rest else ""


def _normal_path(path: str) -> str:
    """Return the path with only the necessary characters escaped, in one spelling."""
    # An escaped slash, question mark or number sign is a part of a name, so it stays escaped.
    segments = re.split(r"(%2f|%3f|%23|%25)", path, flags=re.IGNORECASE)
    normal = "".join(
        segment.upper() if index % 2 else quote(unquote(segment), safe=_PATH_SAFE)
        for index, segment in enumerate(segments)
    )
    return normal.rstrip("/")


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
