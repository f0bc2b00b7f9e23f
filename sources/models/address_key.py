"""Comparison of web addresses, to recognise two of them as the address of one page.

Two pages must never have one key, because their texts would be stored under one article. Where a
spelling may also be the address of another page, both keep a key of their own.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

# Parameters that record how a reader came to the page.
_TRACKING = re.compile(r"utm_.*|from|fbclid|gclid|spm|usqp|amp_js_v|amp_gsa", re.IGNORECASE)
# Parameters that select the AMP edition of a page.
_AMP_PARAMETERS = re.compile(r"amp=(?:1|true)?|outputType=amp", re.IGNORECASE)
# Of the many parameters of an article on WeChat, these identify it if all of them are there.
_WECHAT, _WECHAT_PARAMETERS = "mp.weixin.qq.com", {"__biz", "mid", "idx", "sn"}
# Not "mobile.": on many sites it is the section about telephones.
_EDITIONS = ("www", "m", "wap", "amp")
# Domains below which each name is another site: m.co.uk is not an edition of co.uk.
_SHARED_DOMAIN = re.compile(r"(?:ac|co|com|edu|go|gov|ne|net|or|org)\.[a-z]{2}")
# The same, except that the host itself is at "www.".
_HOSTING = re.compile(
    r"(?:github|gitlab)\.io|(?:netlify|vercel|web)\.app|pages\.dev"
    r"|(?:blogspot|herokuapp|substack|tumblr|weebly|wixsite|wordpress)\.com"
)
_DEFAULT_PORTS = (80, 443)
# Characters that a path may contain unescaped (RFC 3986, section 3.3), without "%".
_PATH_SAFE = "/:@!$&'()*+,;=-._~"
# The file that a server sends for its folder.
_INDEX_FILE = re.compile(
    r"/(?:index\.(?:[sx]?html?|php|aspx?|jsp)|default\.(?:html?|aspx?))$", re.I
)
_AMP_SEGMENT, _AMP_SUFFIX = re.compile(r"/amp$"), re.compile(r"(?<=[^/])\.amp(?=$|\.html$)")
# Paths that name an article, not a section: "/how-to/amp" may be an article about AMP.
_ARTICLE = re.compile(
    r"/(?:19|20)\d\d/\d\d?(?:/\d\d?)?/[^/]*[^\d/][^/]*$|/\d+$|/(?:[^/-]+-){3,}[^/-]+$|/[^/]+\.s?html?$"
)
_DATE = re.compile(r"/(?:19|20)\d\d(?:[/-]?\d\d?){0,2}$")
# Copies of AMP pages: https://www.google.com/amp/s/HOST/PATH, with "s/" for https, and the caches.
_AMP_VIEWER = re.compile(r"(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}")
_AMP_CACHE = re.compile(r"(?:.+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)")
_AMP_COPY = re.compile(r"/(?P<kind>amp|c|v)/(?:s/)?(?P<address>[^/]+\.[^/]+(?:/.*)?)$", re.DOTALL)


def address_key(address: str) -> str:
    """Return an address in normal form, without scheme; equal forms mean the same page.

    Scheme, case of the host, `www.` and `m.`, default ports, a trailing slash, the file name of an
    index page, fragments, tracking parameters, the order of parameters, the spelling of
    percent-encoding and the AMP edition do not count. A fragment that is a route (`#/…`, `#!…`)
    does. Return an empty string for text that is no web address, and for the front page of a site,
    which many pages wrongly state as their own address.
    """
    try:
        parts = _without_amp_cache(urlsplit(address.strip()))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    path = _normal_path(parts.path)
    query = _normal_query(host, path, parts.query)
    path = _without_amp(path, has_query=bool(query))
    if not query:
        path = _INDEX_FILE.sub("", path).rstrip("/")
    is_route = parts.fragment.startswith(("/", "!")) and parts.fragment.strip("/!")
    rest = path + (f"?{query}" if query else "") + (f"#{parts.fragment}" if is_route else "")
    host = _ascii_host(_without_edition(host))
    return host + (f":{port}" if port and port not in _DEFAULT_PORTS else "") + rest if rest else ""


def _without_amp_cache(parts: SplitResult) -> SplitResult:
    """Return the address of the page that a search engine shows a copy of, or the same address."""
    host = parts.hostname or ""
    is_viewer, is_cache = _AMP_VIEWER.fullmatch(host), _AMP_CACHE.fullmatch(host)
    copy = _AMP_COPY.match(parts.path) if is_viewer or is_cache else None
    if not copy or (copy["kind"] == "amp") != bool(is_viewer):
        return parts
    page = urlsplit(f"https://{copy['address']}")
    return page._replace(query=parts.query, fragment=parts.fragment)


def _without_edition(host: str) -> str:
    """Return the host without `www.`, `m.`, `wap.` and `amp.` before the domain of a site."""
    edition, _, site = host.partition(".")
    if edition not in _EDITIONS or "." not in site or _SHARED_DOMAIN.fullmatch(site):
        return host
    if edition != "www" and _HOSTING.fullmatch(site):
        return host
    return _without_edition(site)


def _normal_path(path: str) -> str:
    """Return the path with only the necessary characters escaped, in one spelling."""
    # An escaped slash, question mark or number sign is a part of a name, so it stays escaped.
    segments = re.split(r"(%2f|%3f|%23|%25)", path, flags=re.IGNORECASE)
    normal = "".join(
        segment.upper() if index % 2 else quote(unquote(segment), safe=_PATH_SAFE)
        for index, segment in enumerate(segments)
    )
    return normal.rstrip("/")


def _normal_query(host: str, path: str, query: str) -> str:
    """Return the parameters that identify a page, sorted."""
    pairs = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name) and not _AMP_PARAMETERS.fullmatch(f"{name}={value}")
    ]
    if host == _WECHAT and path.startswith("/s/"):
        return ""
    if host == _WECHAT and path == "/s":
        identifying = [pair for pair in pairs if pair[0] in _WECHAT_PARAMETERS]
        if {name for name, value in identifying if value} == _WECHAT_PARAMETERS:
            pairs = identifying
    return urlencode(sorted(pairs))


def _without_amp(path: str, *, has_query: bool) -> str:
    """Return the path of a page for the path of its AMP edition, or the same path."""
    page = _AMP_SEGMENT.sub("", path)
    is_front_page = not page and not has_query
    if page != path and (is_front_page or (_ARTICLE.search(page) and not _DATE.search(page))):
        return page
    return _AMP_SUFFIX.sub("", path)


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
