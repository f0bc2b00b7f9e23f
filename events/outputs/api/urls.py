"""The map of the API. Its addresses have no prefix of a language: answers hold both."""

from django.urls import path, re_path

from events.outputs.api import schema, views

urlpatterns = [
    path("schema/", schema.SchemaView.as_view(), name="api-schema"),
    path("events/", views.Events.as_view(), name="api-events"),
    path("events/<slug:id>/", views.OneEvent.as_view(), name="api-event"),
    path("platforms/", views.Platforms.as_view(), name="api-platforms"),
    path("platforms/<slug:id>/", views.OnePlatform.as_view(), name="api-platform"),
    path("claims/", views.Claims.as_view(), name="api-claims"),
    path("claims/<slug:id>/", views.OneClaim.as_view(), name="api-claim"),
    path("sources/", views.Sources.as_view(), name="api-sources"),
    path("sources/<slug:id>/", views.OneSource.as_view(), name="api-source"),
    path("tags/", views.Tags.as_view(), name="api-tags"),
    # Tags' slugs may be of any script.
    re_path(r"^tags/(?P<id>[-\w]+)/$", views.OneTag.as_view(), name="api-tag"),
    path("disputes/", views.Disputes.as_view(), name="api-disputes"),
    path("disputes/<slug:id>/", views.OneDispute.as_view(), name="api-dispute"),
    re_path(r"", views.Nowhere.as_view()),
]
