"""Cards as pictures, made when asked for; who has one asks with its ETag and draws nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.models import Claim, Event, Platform
from events.sharing.cards import Card, claim_card, drawn, event_card, platform_card, site_card


@require_safe
def card_of_site(request: HttpRequest) -> HttpResponse:
    return _picture(request, site_card())


@require_safe
def card_of_event(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.published(), slug=slug)
    return _picture(request, event_card(event, get_language()))


@require_safe
def card_of_platform(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Platform.objects.without_tree_fields()
    return _picture(request, platform_card(get_object_or_404(rows, slug=slug)))


@require_safe
def card_of_claim(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Claim.objects.published().select_related("claimant")
    return _picture(request, claim_card(get_object_or_404(rows, pk=pk), get_language()))


def _picture(request: HttpRequest, card: Card) -> HttpResponse:
    held = parse_etags(request.headers.get("If-None-Match", ""))
    # A proxy that compresses makes the tag a weak one.
    if card.etag in {tag.removeprefix("W/") for tag in held} or "*" in held:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(drawn(card), content_type="image/png")
    response["ETag"] = card.etag
    response["Cache-Control"] = "public, max-age=86400"
    return response
