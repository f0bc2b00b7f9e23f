"""What the site is compared with: the least that shows events, and the least that answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join

from events.models import Event

NEWEST = 50


def plain(request: HttpRequest) -> HttpResponse:
    """The newest 50 events, date and title, as bare HTML."""
    rows = Event.objects.published().values_list("when", "title_en")[:NEWEST]
    items = format_html_join("\n", "<li>{} {}</li>", rows)
    page = "<!doctype html><html lang=en><title>Events</title><h1>Events</h1><ul>{}</ul></html>"
    return HttpResponse(format_html(page, items))


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello, world")
