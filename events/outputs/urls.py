"""URLs of the outputs.

`urlpatterns` are addresses for programs, the same in every language; `pages` have a language
prefix.
"""

from django.urls import include, path

from events.outputs.api import documentation
from events.outputs.embeds import views as embeds
from events.outputs.exports import views as exports
from events.outputs.feeds import views as feeds
from events.outputs.oembed import views as oembed
from events.outputs.sitemaps import views as sitemaps

urlpatterns = [
    path("api/v1/", include("events.outputs.api.urls")),
    path("export/annotations.jsonld", exports.export_annotations, name="export_annotations"),
    path("export/events.<str:format>", exports.export_events, name="export_events"),
    path("export/claims.<str:format>", exports.export_claims, name="export_claims"),
    path("feeds/events.atom", feeds.events_feed, name="feed"),
    path("oembed", oembed.oembed, name="oembed"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemaps.sitemap, name="sitemap"),
]

pages = [
    path("api/", documentation.api, name="api"),
    path("embed/", embeds.embed, name="embed"),
    path("embed/events/<slug:slug>/", embeds.embed_event, name="embed_event"),
]
