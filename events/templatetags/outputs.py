"""Template tags for metadata of the page, and for its other formats."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from events.models import Event
from events.outputs import page_meta as meta
from events.outputs import share_links as sharing
from events.outputs.request import canonical_query
from events.sharing import citations
from events.web.absolute_urls import Site

register = template.Library()


@register.simple_tag
def page_address(site: Site, name: str, key: int | str, language: str) -> str:
    """Return the absolute URL of a row's page in a language."""
    return site.page(name, key, language=language)


@register.simple_tag(takes_context=True)
def page_meta(context: template.Context) -> meta.PageMeta | None:
    """Return the metadata of a page that can be shared, else None.

    Also None without a request.
    """
    request = context.get("request")
    return meta.page_meta(request, context.flatten()) if request else None


@register.simple_tag(takes_context=True)
def share_of_filter(context: template.Context) -> sharing.Share:
    """Return the share links and downloads of the timeline with its filters."""
    request = context["request"]
    query = canonical_query(request.GET)
    return sharing.share_of_filter(Site.of(request), get_language(), query)


@register.simple_tag(takes_context=True)
def citation_of_list(context: template.Context, name: str) -> citations.Cited:
    """Return the citation of a list with its filters."""
    return citations.cited_list(context["request"], name)


@register.simple_tag(takes_context=True)
def share_of_event(context: template.Context, event: Event) -> sharing.Share:
    """Return the share links and downloads of an event."""
    site = Site.of(context["request"])
    return sharing.share_of_event(site, get_language(), event.slug, str(event.title))
