from events.outputs.api.documentation import api
from events.outputs.embeds.views import embed, embed_event
from events.outputs.exports.views import export_annotations, export_claims, export_events
from events.outputs.feeds.views import events_feed
from events.outputs.oembed.views import oembed
from events.outputs.sitemaps.views import robots, sitemap, sitemap_index
from events.platforms.failure_views import failures
from events.platforms.views import platform, platforms
from events.records.views.claims import claim, claims
from events.records.views.disputes import dispute, disputes
from events.records.views.events import event
from events.records.views.sources import source, sources
from events.records.views.tags import tag, tags
from events.search.views import search, suggest
from events.sharing.card_views import card_of_claim, card_of_event, card_of_platform, card_of_site
from events.sharing.citation_views import citation, list_citation, timeline_citation
from events.timeline.views import facet, timeline, timeline_list, timeline_window
from events.views.site import healthz, patterns

__all__ = [
    "api",
    "card_of_claim",
    "card_of_event",
    "card_of_platform",
    "card_of_site",
    "citation",
    "claim",
    "claims",
    "dispute",
    "disputes",
    "embed",
    "embed_event",
    "event",
    "events_feed",
    "export_annotations",
    "export_claims",
    "export_events",
    "facet",
    "failures",
    "healthz",
    "list_citation",
    "oembed",
    "patterns",
    "platform",
    "platforms",
    "robots",
    "search",
    "sitemap",
    "sitemap_index",
    "source",
    "sources",
    "suggest",
    "tag",
    "tags",
    "timeline",
    "timeline_citation",
    "timeline_list",
    "timeline_window",
]
