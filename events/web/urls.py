"""URLs of the health check."""

from django.urls import path

from events.web import views

urlpatterns = [path("healthz", views.healthz, name="healthz")]
