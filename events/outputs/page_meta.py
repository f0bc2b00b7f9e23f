"""Metadata in the head of a page: canonical address, card, and alternative formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.annotation.passages import ShownPassage
from events.models import Claim, Event
from events.outputs.exports.json_ld import data_block
from events.outputs.exports.rows import ClaimRow, EventRow
from events.outputs.exports.schema_org import claim_thing, event_thing
from events.outputs.request import canonical_query, with_query
from events.web.absolute_urls import LANGUAGES, Site, site_name
from sources.models import Source

MAX_TITLE_CHARACTERS, MAX_DESCRIPTION_CHARACTERS = 110, 200
"""Limits for the texts that other sites show."""
OPEN_GRAPH_LOCALES = {"en": "en_GB", "zh-hans": "zh_CN"}
CARD_URL_NAMES = {"event": "event_card", "platform": "platform_card", "claim": "claim_card"}
OPEN_GRAPH_TYPES = {
    "timeline": "website",
    "event": "article",
    "claim": "article",
    "source": "article",
    "platform": "website",
}
EMBEDDABLE = ("timeline", "event")


@dataclass(frozen=True)
class PageMeta:
    """The metadata of a page. Every address is absolute; a missing value is empty."""

    canonical: str
    title: str
    description: str
    kind: str
    image: str
    locale: str
    other_locales: tuple[str, ...]
    site: str
    feed: str
    oembed: tuple[tuple[str, str], ...]
    data: SafeString | str


def page_meta(request: HttpRequest, context: Mapping[str, Any]) -> PageMeta | None:
    """Return the metadata of a timeline, event, platform, claim or source page, else None.

    `context` is that of the template. No query is made that the page itself does not make.
    """
    match = getattr(request, "resolver_match", None)
    name = match.url_name if match else ""
    # A 404 page has the URL name of the missing object, but not the object in its context.
    if ("sentence" if name == "timeline" else name) not in context or name not in OPEN_GRAPH_TYPES:
        return None
    site, language = Site.of(request), get_language()
    query = canonical_query(request.GET) if name == "timeline" else ""
    canonical = with_query(site.absolute(request.path), query)
    return PageMeta(
        canonical=canonical,
        **_title_and_description(name, context),
        kind=OPEN_GRAPH_TYPES[name],
        image=site.absolute(_card(name, match.kwargs)),
        locale=OPEN_GRAPH_LOCALES[language],
        other_locales=tuple(OPEN_GRAPH_LOCALES[code] for code in LANGUAGES if code != language),
        site=site_name(),
        feed=_feed(site, language, query) if name == "timeline" else "",
        oembed=_oembed(site, canonical) if name in EMBEDDABLE else (),
        data=_data(name, context, site),
    )


def _title_and_description(name: str, context: Mapping[str, Any]) -> dict[str, str]:
    """Return a title and a description that make sense without the page."""
    if name == "timeline":
        description = _("What launched in social commerce, what failed and why, with sources.")
        return {"title": str(context["sentence"]), "description": description}
    row = context[name]
    title, description = {
        "event": lambda: (row.title, row.summary),
        "platform": lambda: (row.name, row.summary),
        "claim": lambda: (row.statement, row.claimant.name),
        "source": lambda: (row.display_title, row.outlet.name if row.outlet else ""),
    }[name]()
    return {
        "title": Truncator(str(title)).chars(MAX_TITLE_CHARACTERS),
        "description": Truncator(str(description)).chars(MAX_DESCRIPTION_CHARACTERS),
    }


def _card(name: str, key: dict[str, int | str]) -> str:
    return (
        reverse(CARD_URL_NAMES[name], kwargs=key)
        if name in CARD_URL_NAMES
        else reverse("site_card")
    )


def _feed(site: Site, language: str, query: str) -> str:
    unsorted = "&".join(part for part in query.split("&") if not part.startswith("sort="))
    return with_query(site.absolute(reverse("feed")), f"lang={language}", unsorted)


def _oembed(site: Site, canonical: str) -> tuple[tuple[str, str], ...]:
    address = site.absolute(reverse("oembed"))
    return tuple(
        (
            f"{'text/xml' if format == 'xml' else 'application/json'}+oembed",
            with_query(address, urlencode({"url": canonical, "format": format})),
        )
        for format in ("json", "xml")
    )


def _data(name: str, context: Mapping[str, Any], site: Site) -> SafeString | str:
    """Return the page's event or claim as JSON-LD. Drafts, visible to editors only, have none."""
    row = context.get(name)
    if name not in ("event", "claim") or not isinstance(row, Event | Claim) or not row.is_published:
        return ""
    tags, sources = list(context["tags"]), _accepted(context["passages"])
    if name == "event":
        platforms = [(link.platform, link.role) for link in row.event_platforms.all()]
        return data_block(event_thing(EventRow(row, platforms, tags, sources), site))
    claim_row = ClaimRow(
        row, row.platforms.all(), context["events"], tags, sources, context["disputes"]
    )
    return data_block(claim_thing(claim_row, site))


def _accepted(passages: Iterable[ShownPassage]) -> list[Source]:
    """Return the accepted articles of the passages.

    The page of an editor has more evidence, but its data is the same as a reader's.
    """
    rows = [passage.evidence.source for passage in passages]
    sources = {row.pk: row for row in rows}
    return [row for row in sources.values() if row.state == Source.State.ACCEPTED]
