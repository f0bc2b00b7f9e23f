"""Views that draw cards on request, unless the client has the card (ETag)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.models import Claim, Event, Platform
from events.sharing.cards import Card, claim_card, event_card, platform_card, render_png, site_card


@require_safe
def card_of_site(request: HttpRequest) -> HttpResponse:
    """Return the card of the site."""
    return _image_response(request, site_card())


@require_safe
def card_of_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the card of a published event."""
    event = get_object_or_404(Event.objects.published(), slug=slug)
    return _image_response(request, event_card(event, get_language()))


@require_safe
def card_of_platform(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the card of an approved platform."""
    rows = Platform.objects.approved().without_tree_fields()
    return _image_response(request, platform_card(get_object_or_404(rows, slug=slug)))


@require_safe
def card_of_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the card of a published claim."""
    rows = Claim.objects.published().select_related("claimant")
    return _image_response(request, claim_card(get_object_or_404(rows, pk=pk), get_language()))


def _image_response(request: HttpRequest, card: Card) -> HttpResponse:
    etags = parse_etags(request.headers.get("If-None-Match", ""))
    # A proxy that compresses makes the ETag weak.
    if card.etag in {tag.removeprefix("W/") for tag in etags} or "*" in etags:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(render_png(card), content_type="image/png")
    response["ETag"] = card.etag
    response["Cache-Control"] = "public, max-age=86400"
    return response
