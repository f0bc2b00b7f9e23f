"""URLs of the timeline page and its fragments."""

from django.urls import path

from events.timeline import views

urlpatterns = [
    path("", views.timeline, name="timeline"),
    path("timeline/window/", views.timeline_window, name="timeline_window"),
    path("timeline/list/", views.timeline_list, name="timeline_list"),
    path("facets/<slug:key>/", views.facet, name="facet"),
]
