"""The events of a filter as an Atom feed (RFC 4287), in pages (RFC 5005).

The most recently changed events are first, because feeds are read for news. By the dates of the
events, an event of 2016 that is published today would be on a page that feed readers never request.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.template.loader import render_to_string
from lxml import etree

from events.filters.orders import LATEST_CHANGE_FIRST
from events.outputs.exports.rows import EventRow, event_rows
from events.outputs.request import with_query
from events.web.absolute_urls import Site, site_name
from sources.languages.bilingual import Wording, language_tag

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
PAGE_SIZE = 50
# Characters that XML 1.0 cannot represent (section 2.2).
NON_XML_CHARACTERS = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EMPTY_FEED_UPDATED = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
"""The `updated` of a feed without entries: the element is required, and this never changes."""


@dataclass(frozen=True)
class FeedPage:
    """A page of events, and the cursor of the next page, empty on the last one."""

    rows: Sequence[EventRow]
    next: str


@dataclass(frozen=True)
class FeedMetadata:
    """The description of a feed.

    `address` is that of this page of the feed, `page` that of the timeline, and `next` that of the
    next page of the feed.
    """

    site: Site
    language: str
    title: str
    query: str
    address: str
    page: str
    next: str


def feed_page(rows: QuerySet, cursor: str, size: int = PAGE_SIZE) -> FeedPage:
    """Return the page after a cursor, or the first page if it is empty.

    Raise CursorError if the cursor is not valid.
    """
    order = LATEST_CHANGE_FIRST
    keys = rows.values_list("updated_at", "pk", named=True)
    page = order.page(keys, order.parse(cursor) if cursor else None, size)
    ids = [key.pk for key in page.rows]
    loaded = event_rows(ids)
    return FeedPage([loaded[pk] for pk in ids if pk in loaded], page.next)


def atom_document(rows: Sequence[EventRow], metadata: FeedMetadata) -> bytes:
    """Return the feed as XML. The active language must be that of the feed."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    feed.set(f"{{{XML}}}lang", language_tag(metadata.language))
    _add(feed, "title", metadata.title)
    _add(feed, "subtitle", site_name())
    _add(feed, "id", metadata.site.tag(with_query(f"{metadata.language}/events", metadata.query)))
    _add(
        feed,
        "updated",
        max((row.event.updated_at for row in rows), default=EMPTY_FEED_UPDATED).isoformat(),
    )
    _link(feed, "self", metadata.address, "application/atom+xml")
    _link(feed, "alternate", metadata.page, "text/html")
    if metadata.next:
        _link(feed, "next", metadata.next, "application/atom+xml")
    author = _add(feed, "author")
    _add(author, "name", site_name())
    _add(author, "uri", metadata.site.root + "/")
    _add(feed, "icon", metadata.site.absolute("/favicon.ico"))
    for row in rows:
        _entry(feed, row, metadata)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def _entry(feed: etree._Element, row: EventRow, metadata: FeedMetadata) -> None:
    site, language, event = metadata.site, metadata.language, row.event
    entry = _add(feed, "entry")
    _wording(_add(entry, "title"), event.title)
    # The same event in another language is another entry: readers may follow both feeds. The id
    # never changes (RFC 4287, 4.2.6), the slug may.
    _add(entry, "id", site.tag(f"{language}/events/{event.pk}"))
    _add(entry, "published", event.created_at.isoformat())
    _add(entry, "updated", event.updated_at.isoformat())
    _link(entry, "alternate", site.page("event", event.slug, language=language), "text/html")
    for source in row.sources:
        _link(entry, "via", site.page("source", source.slug, language=language), "text/html")
    _categories(entry, row, site)
    if str(event.summary):
        _wording(_add(entry, "summary"), event.summary)
    context = {"row": row, "event": event, "site": site, "language": language}
    content = _add(entry, "content", render_to_string("outputs/feed_entry.html", context).strip())
    content.set("type", "html")


def _categories(entry: etree._Element, row: EventRow, site: Site) -> None:
    event = row.event
    _category(entry, event.kind, event.get_kind_display(), site.tag("kind"))
    if event.outcome:
        _category(entry, event.outcome, event.get_outcome_display(), site.tag("outcome"))
    for platform, _role in row.platforms:
        _category(entry, platform.slug, str(platform.name), site.tag("platform"))
    for tag in row.tags:
        _category(entry, tag.slug, str(tag.label), site.tag("tag"))


def _category(entry: etree._Element, term: str, label: str, scheme: str) -> None:
    _add(entry, "category", attributes={"term": term, "label": str(label), "scheme": scheme})


def _wording(element: etree._Element, wording: Wording) -> None:
    """Set a text in the language of the feed, or tag it with the other language."""
    element.text = without_non_xml(str(wording))
    if wording.is_fallback:
        element.set(f"{{{XML}}}lang", language_tag(wording.language))


def _link(element: etree._Element, relation: str, address: str, media_type: str) -> None:
    _add(element, "link", attributes={"rel": relation, "type": media_type, "href": address})


def _add(
    parent: etree._Element, name: str, text: str = "", attributes: dict[str, str] | None = None
) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    if text:
        child.text = without_non_xml(text)
    for key, value in (attributes or {}).items():
        child.set(key, without_non_xml(value))
    return child


def without_non_xml(text: str) -> str:
    """Return the text without characters that XML cannot represent."""
    return NON_XML_CHARACTERS.sub("", text)
