"""URLs of the API. They have no language prefix, because responses hold both languages."""

from django.urls import path, re_path

from events.outputs.api import schema, views

urlpatterns = [
    path("schema/", schema.SchemaView.as_view(), name="api-schema"),
    path("events/", views.EventListView.as_view(), name="api-events"),
    path("events/<slug:id>/", views.EventDetailView.as_view(), name="api-event"),
    path("platforms/", views.PlatformListView.as_view(), name="api-platforms"),
    path("platforms/<slug:id>/", views.PlatformDetailView.as_view(), name="api-platform"),
    path("claims/", views.ClaimListView.as_view(), name="api-claims"),
    path("claims/<slug:id>/", views.ClaimDetailView.as_view(), name="api-claim"),
    path("sources/", views.SourceListView.as_view(), name="api-sources"),
    path("sources/<slug:id>/", views.SourceDetailView.as_view(), name="api-source"),
    path("tags/", views.TagListView.as_view(), name="api-tags"),
    # Slugs of tags may be in any script.
    re_path(r"^tags/(?P<id>[-\w]+)/$", views.TagDetailView.as_view(), name="api-tag"),
    path("disputes/", views.DisputeListView.as_view(), name="api-disputes"),
    path("disputes/<slug:id>/", views.DisputeDetailView.as_view(), name="api-dispute"),
    re_path(r"", views.NotFoundView.as_view()),
]
