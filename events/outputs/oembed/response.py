"""oEmbed 1.0 (https://oembed.com/): the embed of a page of this site on other sites."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation
from lxml import etree

from events.filters.events import EventFilter
from events.filters.selection import Selection
from events.filters.summary_sentence import sentence
from events.index import get_index
from events.models import Event
from events.outputs import share_links as sharing
from events.outputs.request import canonical_query, with_query
from events.web.absolute_urls import LANGUAGES, Site, site_name
from sources.models.former_slugs import present_holder

CACHE_AGE = 86400  # seconds
THUMBNAIL = {"thumbnail_width": 1200, "thumbnail_height": 630}


class NotEmbeddableError(LookupError):
    """An address that is not of this site, or not of a page that can be embedded."""


@dataclass(frozen=True)
class Limits:
    """The maximum size in pixels that the consumer allows; None for no limit."""

    width: int | None = None
    height: int | None = None

    def clip(self, width: int, height: int) -> tuple[int, int]:
        """Return the size, reduced to the limits."""
        return min(width, self.width or width), min(height, self.height or height)

    def allow(self, width: int, height: int) -> bool:
        """Return whether a size is within the limits."""
        return self.clip(width, height) == (width, height)


def oembed_response(address: str, site: Site, limits: Limits) -> dict[str, str | int]:
    """Return the response for an address, with the keys of the specification.

    Raise NotEmbeddableError if the page cannot be embedded.
    """
    match, language, query = _page(address, site)
    with translation.override(language):
        if match.url_name == "event":
            return _event(match.kwargs["slug"], site, language, limits)
        return _timeline(query, site, language, limits)


def _page(address: str, site: Site) -> tuple[ResolverMatch, str, str]:
    try:
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != site.root:
            raise NotEmbeddableError(address)
        # The prefix is the language in which the path is resolved.
        language = next(code for code in LANGUAGES if parts.path.startswith(f"/{code}/"))
        with translation.override(language):
            match = resolve(parts.path)
    except (ValueError, Resolver404, StopIteration) as error:
        raise NotEmbeddableError(address) from error
    if match.url_name not in ("timeline", "event"):
        raise NotEmbeddableError(address)
    return match, language, parts.query


def _timeline(query: str, site: Site, language: str, limits: Limits) -> dict[str, str | int]:
    data = QueryDict(query, mutable=True)
    data.pop("cursor", None)
    filter_set = EventFilter(data, user=AnonymousUser())
    if filter_set.problems:
        raise NotEmbeddableError(query)
    title = sentence(Selection(filter_set, get_index()))
    embed = with_query(site.page("embed", language=language), canonical_query(data))
    image = site.absolute(reverse("site_card"))
    return _rich(
        title,
        embed,
        image,
        site,
        limits,
        limits.clip(sharing.TIMELINE_EMBED_WIDTH, sharing.TIMELINE_EMBED_HEIGHT),
    )


def _event(slug: str, site: Site, language: str, limits: Limits) -> dict[str, str | int]:
    events = Event.objects.published()
    event = events.filter(slug=slug).first() or present_holder(events, slug)
    if event is None:
        raise NotEmbeddableError(slug)
    embed = site.page("embed_event", event.slug, language=language)
    image = site.absolute(reverse("event_card", args=[event.slug]))
    size = limits.clip(sharing.EVENT_EMBED_WIDTH, sharing.EVENT_EMBED_HEIGHT)
    return _rich(str(event.title), embed, image, site, limits, size)


def _rich(
    title: str, embed: str, image: str, site: Site, limits: Limits, size: tuple[int, int]
) -> dict[str, str | int]:
    width, height = size
    response: dict[str, str | int] = {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "provider_name": site_name(),
        "provider_url": f"{site.root}/",
        "cache_age": CACHE_AGE,
        "html": sharing.iframe(embed, title, width, height),
        "width": width,
        "height": height,
    }
    # The limits apply to thumbnails too, and the card has a fixed size.
    if limits.allow(*THUMBNAIL.values()):
        response |= {"thumbnail_url": image, **THUMBNAIL}
    return response


def to_xml(response: dict[str, str | int]) -> bytes:
    """Return the response as XML: one element per key."""
    root = etree.Element("oembed")
    for name, value in response.items():
        etree.SubElement(root, name).text = str(value)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", standalone=True)
