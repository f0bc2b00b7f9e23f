"""URLs of the search page and its suggestions."""

from django.urls import path

from events.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
]
