"""URLs of the style guide."""

from django.urls import path

from events.style_guide import views

urlpatterns = [path("patterns/", views.patterns, name="patterns")]
