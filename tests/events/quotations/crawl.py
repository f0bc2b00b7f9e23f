"""Everything that an anonymous reader can fetch from a site, and how much of an article it gives.

The measure is written here a second time, without the code of the project.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections import Counter, deque
from urllib.parse import unquote, urlsplit

from django.test import Client
from django.urls import resolve
from django.utils import translation
from PIL import ImageDraw

RUN = 8
TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[a-zà-öø-ÿ]+|\d+")
LINK = re.compile(r'(?:href|src|action|content)="([^"]+)"|<loc>([^<]+)</loc>')
MAX_OF_ONE_PAGE = 2
"""Requests with different queries for the same page."""
MANY = 100_000
PAGES = MANY if os.environ.get("KB_WHOLE_CRAWL") else 10
LIMITS = {
    "/search/": MANY, "/suggest/": MANY, "cursor=": PAGES, "/cite.": 3, ".png": 2, "/oembed": 4,
    "/embed/events/": 4, "/facets/": 4,
    **{f"/{kind}/": PAGES for kind in ("events", "claims", "tags", "platforms", "disputes")},
}  # fmt: skip
"""Requests for addresses with these parts, for each kind of page and language.

Without KB_WHOLE_CRAWL these are samples: the exports and the lists of the API are fetched as a
whole, and hold the quotations and the texts of all those pages.
"""
ROOTS = (
    "/", "/zh-hans/", "/en/", "/sitemap.xml", "/robots.txt", "/feeds/events.atom",
    "/api/v1/schema/", "/export/annotations.jsonld",
    *(f"/export/events.{name}" for name in ("csv", "jsonl", "jsonld", "ics", "timelinejs.json")),
    *(f"/export/claims.{name}" for name in ("csv", "jsonl", "jsonld")),
    *(
        f"/api/v1/{name}/?limit=200"
        for name in ("events", "claims", "platforms", "sources", "tags", "disputes")
    ),
    "/en/timeline/window/?width=900&lanes=1", "/en/timeline/list/", "/zh-hans/timeline/list/",
    "/en/embed/", "/zh-hans/embed/", "/cards/site.png",
)  # fmt: skip


def tokens(text):
    return TOKEN.findall(text.lower())


def runs(words):
    return zip(*(words[offset:] for offset in range(RUN)), strict=False)


class Crawl:
    """The answers to an anonymous reader who follows every link and searches for many words."""

    def __init__(self, monkeypatch):
        self.client = Client(HTTP_ACCEPT_LANGUAGE="en")
        self.given, self.names, self.failed = set(), set(), {}
        self.seen, self.queue, self.fetched = set(), deque(), Counter()
        drawn = ImageDraw.ImageDraw.text

        def draw(image, position, text, *args, **kwargs):
            self.read(text)
            return drawn(image, position, text, *args, **kwargs)

        monkeypatch.setattr(ImageDraw.ImageDraw, "text", draw)

    def read(self, text):
        """Add the runs of a text as it is, without markup, and with its addresses decoded."""
        plain = html.unescape(text)
        for version in {plain, html.unescape(re.sub(r"<[^>]*>", "", text)), unquote(plain)}:
            self.given.update(runs(tokens(version)))

    def follow(self, queries=()):
        """Fetch everything that can be reached, and the results of searches."""
        self.queue += ROOTS
        for query in queries:
            self.queue += [f"/en/search/?q={query}", f"/zh-hans/suggest/?q={query}"]
        while self.queue:
            address = self.queue.popleft()
            if address not in self.seen:
                self.seen.add(address)
                self.fetch(address)
        return self

    def fetch(self, address):
        """Read one answer and note its links."""
        path, _, query = address.partition("?")
        group, limit = path, MAX_OF_ONE_PAGE if query else 1
        for part, most in LIMITS.items():
            is_list = part.endswith("/") and path.endswith(part)
            if part in address and not is_list:
                is_own = part in ("cursor=", ".png")
                kind = path.rsplit("/", 1)[0] if is_own else path.split("/")[1:3]
                group, limit = f"{part} {kind} {path.count('/')}", most
                break
        if self.fetched[group] >= limit:
            return
        self.fetched[group] += 1
        response = self.client.get(address)
        if response.status_code in (301, 302):
            self.link(response["Location"])
            return
        if response.status_code != 200:
            self.failed[address] = response.status_code
            return
        with translation.override("zh-hans" if path.startswith("/zh-hans/") else "en"):
            self.names.add(resolve(path).url_name or path)
        body = b"".join(response) if response.streaming else response.content
        kind = response["Content-Type"]
        if kind.startswith("image/png"):
            return
        text = body.decode("utf-8-sig")
        if "json" in kind and not path.endswith("jsonl"):
            self.strings(json.loads(text))
        elif "calendar" in kind:
            self.read(text.replace("\r\n ", "").replace("\\n", "\n").replace("\\", ""))
        elif path.endswith("jsonl"):
            for line in text.splitlines():
                self.strings(json.loads(line))
        else:
            self.read(text)
            for match in LINK.finditer(text):
                self.link(html.unescape(match[1] or match[2]))

    def strings(self, value):
        """Read every text of a JSON value, and follow those that are addresses."""
        if isinstance(value, dict):
            value = [*value, *value.values()]
        if isinstance(value, list):
            for item in value:
                self.strings(item)
        elif isinstance(value, str):
            self.read(value)
            if value.startswith("http://testserver/"):
                self.link(value)

    def link(self, address):
        """Note an address of the site."""
        parts = urlsplit(address)
        is_page = parts.netloc in ("", "testserver") and parts.path.startswith("/")
        if (
            is_page
            and "/sign-in/" not in parts.path
            and not parts.path.startswith(("/static/", "/admin/"))
        ):
            self.queue.append(parts.path + (f"?{parts.query}" if parts.query else ""))

    def share(self, article):
        """Return the part of an article, from 0 to 1, that the answers give."""
        words = tokens(article)
        given = {
            at + offset
            for at, run in enumerate(runs(words))
            if run in self.given
            for offset in range(RUN)
        }
        return len(given) / len(words)
