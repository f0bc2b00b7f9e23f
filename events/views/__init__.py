from events.views.api import api
from events.views.details import claim, event, platform, source, tag
from events.views.listings import claims, disputes, failures, platforms, tags
from events.views.search import search, suggest
from events.views.site import healthz, patterns, robots
from events.views.timeline import facet, timeline, timeline_list, timeline_window

__all__ = [
    "api",
    "claim",
    "claims",
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
    "suggest",
    "tag",
    "tags",
    "timeline",
    "timeline_list",
    "timeline_window",
]
