"""Minimal views for comparison: a plain list of events, and hello-world."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join

from events.models import Event

PAGE_SIZE = 50


def plain(request: HttpRequest) -> HttpResponse:
    """Return the newest 50 events, date and title, as HTML without styles or scripts."""
    rows = Event.objects.published().values_list("when", "title_en")[:PAGE_SIZE]
    items = format_html_join("\n", "<li>{} {}</li>", rows)
    page = "<!doctype html><html lang=en><title>Events</title><h1>Events</h1><ul>{}</ul></html>"
    return HttpResponse(format_html(page, items))


def hello(request: HttpRequest) -> HttpResponse:
    """Return a fixed text."""
    return HttpResponse("Hello, world")
