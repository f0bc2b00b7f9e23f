from events.views.details import claim, event, platform, source, tag
from events.views.exports import export_annotations, export_claims, export_events
from events.views.listings import claims, disputes, failures, platforms, tags
from events.views.site import healthz, patterns, robots
from events.views.timeline import search, timeline

__all__ = [
    "claim",
    "claims",
    "disputes",
    "event",
    "export_annotations",
    "export_claims",
    "export_events",
    "failures",
    "healthz",
    "patterns",
    "platform",
    "platforms",
    "robots",
    "search",
    "source",
    "tag",
    "tags",
    "timeline",
]
