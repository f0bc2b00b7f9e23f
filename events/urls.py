"""All URLs of the knowledge base, by package.

`urlpatterns` are URLs for programs, the same in every language. `pages` have a language prefix.
"""

from django.urls import include, path

from events.outputs.urls import pages as output_pages

urlpatterns = [
    path("", include("events.web.urls")),
    path("", include("events.outputs.urls")),
]

pages = [
    path("", include("events.timeline.urls")),
    path("", include("events.platforms.urls")),
    path("", include("events.records.urls")),
    path("", include("events.search.urls")),
    path("", include("events.sharing.urls")),
    path("", include(output_pages)),
    path("", include("events.style_guide.urls")),
]
