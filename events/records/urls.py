"""URLs of the pages and lists of single records."""

from django.urls import path

import events.web.converters  # noqa: F401  registers unicode_slug
from events.records.views import claims, corrections, disputes, sources, tags
from events.records.views import events as event_views

urlpatterns = [
    path("events/<slug:slug>/", event_views.event, name="event"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<int:pk>/", claims.claim, name="claim"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/<slug:slug>/", disputes.dispute, name="dispute"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<unicode_slug:slug>/", tags.tag, name="tag"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
]
