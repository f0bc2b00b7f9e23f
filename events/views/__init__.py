from events.views.api import api
from events.views.citing import citation
from events.views.claims import claim, claims
from events.views.disputes import dispute, disputes
from events.views.events import event
from events.views.failures import failures
from events.views.platforms import platform, platforms
from events.views.search import search, suggest
from events.views.site import healthz, patterns, robots
from events.views.sources import source, sources
from events.views.tags import tag, tags
from events.views.timeline import facet, timeline, timeline_list, timeline_window

__all__ = [
    "api",
    "citation",
    "claim",
    "claims",
    "dispute",
    "disputes",
    "event",
    "facet",
    "failures",
    "healthz",
    "patterns",
    "platform",
    "platforms",
    "robots",
    "search",
    "source",
    "sources",
    "suggest",
    "tag",
    "tags",
    "timeline",
    "timeline_list",
    "timeline_window",
]
