"""Sitemaps (https://www.sitemaps.org/protocol.html): an index, and files of 50,000 addresses.

A file holds the rows whose ids lie in one range, so that each is read by index, however many there
are; it is written while it is read. Every address names its twin in the other language.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.db.models import Count, F, Func, IntegerField, Max, QuerySet, Value

from events.models import Claim, Event, Platform
from events.web.absolute_urls import LANGUAGES, Site
from sources.languages.bilingual import language_tag
from sources.models import Source

MAX_ADDRESSES_PER_FILE = 50_000
ROWS_PER_FILE = MAX_ADDRESSES_PER_FILE // len(LANGUAGES)
FIXED_PAGES = ("timeline", "failures", "platforms", "claims", "disputes", "sources", "tags")
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Section:
    """Rows with a page each: `page` is its name in the map, `key` the column in its address."""

    page: str
    key: str
    changed: str

    def rows(self) -> QuerySet:
        return {
            "event": Event.objects.published,
            "claim": Claim.objects.published,
            "platform": Platform.objects.without_tree_fields,
            "source": Source.objects.for_readers,
        }[self.page]()


SECTIONS = {
    section.page: section
    for section in (
        Section("event", "slug", "updated_at"),
        Section("claim", "pk", "updated_at"),
        Section("platform", "slug", ""),
        Section("source", "slug", ""),
    )
}


def index(site: Site) -> Iterator[str]:
    """The index: the fixed pages, and every range of every section that has rows."""
    yield f"{DECLARATION}<sitemapindex {NAMESPACES.split(' xmlns:')[0]}>\n"
    yield _file(site, "pages", 0, None)
    for name, section in SECTIONS.items():
        for number, changed in ranges(section):
            yield _file(site, name, number, changed)
    yield "</sitemapindex>\n"


def ranges(section: Section) -> Iterator[tuple[int, datetime.datetime | None]]:
    """The numbers of a section's files, each with the moment when one of its rows last changed."""
    part = Func(F("pk"), Value(ROWS_PER_FILE), function="DIV", output_field=IntegerField())
    changed = Max(section.changed) if section.changed else Value(None, output_field=IntegerField())
    rows = section.rows().order_by().annotate(part=part).values("part")
    for row in rows.annotate(count=Count("pk"), changed=changed).order_by("part"):
        yield int(row["part"]), row["changed"]


def addresses(site: Site, name: str, number: int) -> Iterator[str]:
    """One file of addresses. Raises KeyError for a section that there is not."""
    told = _pages(site) if name == "pages" else _rows(site, SECTIONS[name], number)
    yield f"{DECLARATION}<urlset {NAMESPACES}>\n"
    yield from told
    yield "</urlset>\n"


def _pages(site: Site) -> Iterator[str]:
    for page in FIXED_PAGES:
        yield _entries({code: site.page(page, language=code) for code in LANGUAGES}, None)


def _rows(site: Site, section: Section, number: int) -> Iterator[str]:
    first = number * ROWS_PER_FILE
    rows = section.rows().filter(pk__gte=first, pk__lt=first + ROWS_PER_FILE).order_by("pk")
    fields = [section.key, *filter(None, [section.changed])]
    for key, *changed in rows.values_list(*fields).iterator(chunk_size=2000):
        alternates = {code: site.page(section.page, key, language=code) for code in LANGUAGES}
        yield _entries(alternates, changed[0] if changed else None)


def _entries(alternates: dict[str, str], changed: datetime.datetime | None) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language_tag(code)}" href="{escape(address)}"/>'
        for code, address in alternates.items()
    )
    when = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return "".join(
        f"<url><loc>{escape(address)}</loc>{when}{links}</url>\n" for address in alternates.values()
    )


def _file(site: Site, name: str, number: int, changed: datetime.datetime | None) -> str:
    when = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    address = site.absolute(f"/sitemap-{name}-{number}.xml")
    return f"<sitemap><loc>{escape(address)}</loc>{when}</sitemap>\n"
