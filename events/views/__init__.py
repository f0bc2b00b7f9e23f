from events.views.cards import card_of_claim, card_of_event, card_of_platform, card_of_site
from events.views.details import claim, event, platform, source, tag
from events.views.embeds import embed, embed_event
from events.views.exports import export_annotations, export_claims, export_events
from events.views.feeds import events_feed
from events.views.listings import claims, disputes, failures, platforms, tags
from events.views.oembed import oembed
from events.views.site import healthz, patterns
from events.views.sitemaps import robots, sitemap, sitemap_index
from events.views.timeline import search, timeline

__all__ = [
    "card_of_claim",
    "card_of_event",
    "card_of_platform",
    "card_of_site",
    "claim",
    "claims",
    "disputes",
    "embed",
    "embed_event",
    "event",
    "events_feed",
    "export_annotations",
    "export_claims",
    "export_events",
    "failures",
    "healthz",
    "oembed",
    "patterns",
    "platform",
    "platforms",
    "robots",
    "search",
    "sitemap",
    "sitemap_index",
    "source",
    "tag",
    "tags",
    "timeline",
]
