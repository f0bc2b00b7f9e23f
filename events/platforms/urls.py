"""URLs of the platform and failure pages."""

from django.urls import path

from events.platforms import failure_views, views

urlpatterns = [
    path("platforms/", views.platforms, name="platforms"),
    path("platforms/<slug:slug>/", views.platform, name="platform"),
    path("failures/", failure_views.failures, name="failures"),
]
