"""URLs of citation files and of social cards."""

from django.urls import URLPattern, path

import events.web.converters  # noqa: F401  registers unicode_slug and citation_format
from events.sharing.cards import views as cards
from events.sharing.citations import LISTS
from events.sharing.citations import views as citations


def citation(kind: str, section: str, key: str = "slug:key") -> URLPattern:
    """Return the URL of a record's citation, as in /events/…/cite.bib."""
    route = f"{section}/<{key}>/cite.<citation_format:format>"
    return path(route, citations.citation, {"kind": kind}, name=f"{kind}-citation")


def list_citation(name: str) -> URLPattern:
    """Return the URL of a list's citation, as in /failures/cite.bib."""
    route = f"{name}/cite.<citation_format:format>"
    return path(route, citations.list_citation, {"name": name}, name=f"{name}-citation")


urlpatterns = [
    path(
        "timeline/cite.<citation_format:format>",
        citations.timeline_citation,
        name="timeline-citation",
    ),
    citation("event", "events"),
    citation("platform", "platforms"),
    citation("claim", "claims", "int:key"),
    citation("dispute", "disputes"),
    citation("source", "sources"),
    citation("tag", "tags", "unicode_slug:key"),
    *map(list_citation, LISTS),
    path("cards/site.png", cards.card_of_site, name="site_card"),
    path("cards/events/<slug:slug>.png", cards.card_of_event, name="event_card"),
    path("cards/platforms/<slug:slug>.png", cards.card_of_platform, name="platform_card"),
    path("cards/claims/<int:pk>.png", cards.card_of_claim, name="claim_card"),
]
