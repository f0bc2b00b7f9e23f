from events.views.details import claim, event, platform, source, tag
from events.views.listings import claims, disputes, failures, platforms, tags
from events.views.search import search, suggest
from events.views.site import healthz, patterns, robots
from events.views.timeline import timeline

__all__ = [
    "claim",
    "claims",
    "disputes",
    "event",
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
]
