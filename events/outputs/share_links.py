"""Links for sharing: the address, the code of an embed, and every export format."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from events.outputs.exports import CLAIM_FORMATS, EVENT_FORMATS, Annotations
from events.outputs.request import with_query
from events.web.absolute_urls import Site

TIMELINE_EMBED_WIDTH, TIMELINE_EMBED_HEIGHT = 720, 640
EVENT_EMBED_WIDTH, EVENT_EMBED_HEIGHT = 560, 260
"""Pixels of an embed of the timeline, and of one event; oEmbed limits may reduce them."""


@dataclass(frozen=True)
class Offer:
    """A link to one format: its name, what it contains, and its address."""

    label: str
    holds: str
    address: str


@dataclass(frozen=True)
class Share:
    """The links of a page. `address` is its own address; `code` is HTML that embeds it."""

    address: str
    code: str
    offers: tuple[Offer, ...]


def share_of_filter(site: Site, language: str, query: str) -> Share:
    """Return the links of the timeline with a filter, given as its canonical query string."""
    embed = with_query(site.page("embed", language=language), query)
    return Share(
        address=with_query(site.page("timeline", language=language), query),
        code=iframe(
            embed, _("Social Commerce Timeline"), TIMELINE_EMBED_WIDTH, TIMELINE_EMBED_HEIGHT
        ),
        offers=offers(site, language, query),
    )


def share_of_event(site: Site, language: str, slug: str, title: str) -> Share:
    """Return the links of an event."""
    embed = site.page("embed_event", slug, language=language)
    return Share(
        address=site.page("event", slug, language=language),
        code=iframe(embed, title, EVENT_EMBED_WIDTH, EVENT_EMBED_HEIGHT),
        offers=(),
    )


def iframe(address: str, title: str, width: int, height: int) -> str:
    """Return HTML that shows an embed; the sandbox lets links alone leave the frame.

    Without `allow-same-origin` the frame could not load its own scripts, which are modules.
    """
    return str(
        format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" '
            'sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox '
            'allow-top-navigation-by-user-activation"></iframe>',
            address,
            title,
            width,
            height,
        )
    )


def offers(site: Site, language: str, query: str) -> tuple[Offer, ...]:
    """Return links to every format of the events, claims and evidence of a filter."""
    unsorted = "&".join(part for part in query.split("&") if not part.startswith("sort="))
    language_query = f"lang={language}"
    feed = with_query(site.absolute(reverse("feed")), language_query, unsorted)
    events = [
        Offer(
            export_format.label,
            _("Events"),
            _file(site, "export_events", name, language_query, query, export_format),
        )
        for name, export_format in EVENT_FORMATS.items()
    ]
    claims = [
        Offer(
            export_format.label,
            _("Claims"),
            _file(site, "export_claims", name, language_query, unsorted, export_format),
        )
        for name, export_format in CLAIM_FORMATS.items()
    ]
    passages = with_query(site.absolute(reverse("export_annotations")), unsorted)
    return (
        Offer("Atom", _("Events"), feed),
        *events,
        *claims,
        Offer(Annotations.label, _("Evidence"), passages),
    )


def _file(
    site: Site, name: str, key: str, language_query: str, query: str, export_format: type
) -> str:
    return with_query(
        site.absolute(reverse(name, args=[key])),
        language_query if export_format.has_language else "",
        query,
    )
