"""Sitemaps (https://www.sitemaps.org/protocol.html): an index, and files of up to 50,000 addresses.

A file holds the rows whose ids are in one range, which one index scan reads, however many rows
there are in total. Files are streamed. Each address names its alternate in the other language.
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
FIXED_PAGES = (
    *("timeline", "failures", "platforms", "claims", "disputes", "sources", "tags"),
    "corrections",
)
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Section:
    """Rows with one page each.

    `page` is the URL name, `key` the column in the address, `changed` the column with the time of
    the last change, empty if there is none.
    """

    page: str
    key: str
    changed: str

    def rows(self) -> QuerySet:
        """Return the rows that readers may see."""
        return {
            "event": Event.objects.published,
            "claim": Claim.objects.published,
            "platform": Platform.objects.without_tree_fields().approved,
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
    """Yield the index: the fixed pages, then each range with rows of each section."""
    yield f"{DECLARATION}<sitemapindex {NAMESPACES.split(' xmlns:')[0]}>\n"
    yield _file(site, "pages", 0, None)
    for name, section in SECTIONS.items():
        for number, changed in ranges(section):
            yield _file(site, name, number, changed)
    yield "</sitemapindex>\n"


def ranges(section: Section) -> Iterator[tuple[int, datetime.datetime | None]]:
    """Yield the number of each file of a section, with the latest change of its rows.

    The change is None if the section does not record changes.
    """
    part = Func(F("pk"), Value(ROWS_PER_FILE), function="DIV", output_field=IntegerField())
    changed = Max(section.changed) if section.changed else Value(None, output_field=IntegerField())
    rows = section.rows().order_by().annotate(part=part).values("part")
    for row in rows.annotate(count=Count("pk"), changed=changed).order_by("part"):
        yield int(row["part"]), row["changed"]


def addresses(site: Site, name: str, number: int) -> Iterator[str]:
    """Yield one file of addresses. Raise KeyError if there is no such section."""
    entries = _pages(site) if name == "pages" else _rows(site, SECTIONS[name], number)
    yield f"{DECLARATION}<urlset {NAMESPACES}>\n"
    yield from entries
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
