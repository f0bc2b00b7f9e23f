"""What a page says of itself to machines, and the other formats of what it shows."""

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
def page_address(site: Site, name: str, key: object, language: str) -> str:
    """The absolute address of a row's page in a language."""
    return site.page(name, key, language=language)


@register.simple_tag(takes_context=True)
def page_meta(context: template.Context) -> meta.PageMeta | None:
    """Of a page that is shared; None of any other, and where there is no request."""
    request = context.get("request")
    return meta.page_meta(request, context.flatten()) if request else None


@register.simple_tag(takes_context=True)
def share_of_filter(context: template.Context) -> sharing.Share:
    """What can be taken away from the timeline as it is filtered now."""
    request = context["request"]
    query = canonical_query(request.GET)
    return sharing.share_of_filter(Site.of(request), get_language(), query)


@register.simple_tag(takes_context=True)
def citation_of_list(context: template.Context, name: str) -> citations.Cited:
    """How to cite the list of that name as it is filtered now."""
    return citations.cited_list(context["request"], name)


@register.simple_tag(takes_context=True)
def share_of_event(context: template.Context, event: Event) -> sharing.Share:
    """What can be taken away from an event's page."""
    site = Site.of(context["request"])
    return sharing.share_of_event(site, get_language(), event.slug, str(event.title))
