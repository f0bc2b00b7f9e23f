"""Each resource: its list, and one of it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from events.filters.lists import (
    ClaimListFilter,
    DisputeFilter,
    PlatformFilter,
    SourceFilter,
    TagFilter,
)
from events.models import Claim, Dispute, Event, Platform, Tag
from events.outputs.api.addresses import Addresses
from events.outputs.api.base import ApiView
from events.outputs.api.lists import BaseEventList, BaseList, refuse_parameters
from events.outputs.api.orders import BY_SLUG, NEWEST_CLAIM_FIRST, NEWEST_SOURCE_FIRST
from events.outputs.api.serializers.claim import ClaimDetailSerializer, ClaimSerializer
from events.outputs.api.serializers.dispute import DisputeSerializer
from events.outputs.api.serializers.event import EventDetailSerializer, EventSerializer
from events.outputs.api.serializers.platform import PlatformDetailSerializer, PlatformSerializer
from events.outputs.api.serializers.source import SourceSerializer
from events.outputs.api.serializers.tag import TagDetailSerializer, TagSerializer
from sources.models import Source


def complete_events(rows: QuerySet) -> QuerySet:
    return rows.for_listing().defer("search_vector")


def complete_claims(rows: QuerySet) -> QuerySet:
    return rows.for_listing().defer("search_vector")


def complete_platforms(rows: QuerySet) -> QuerySet:
    return rows.select_related("parent").prefetch_related("aliases")


def complete_sources(rows: QuerySet) -> QuerySet:
    return rows.with_outlets().select_related("repost_of")


class EventListView(BaseEventList):
    """Published events, newest first, as the timeline's filter finds them."""

    serializer_class = EventSerializer

    def complete(self, rows: QuerySet) -> QuerySet:
        return complete_events(rows)


class PlatformListView(BaseList):
    """Platforms by id. `parent` finds what is directly a part of another one."""

    filter_class = PlatformFilter
    serializer_class = PlatformSerializer
    order = BY_SLUG

    def complete(self, rows: QuerySet) -> QuerySet:
        return complete_platforms(rows)


class ClaimListView(BaseList):
    """Published claims, the last recorded first."""

    filter_class = ClaimListFilter
    serializer_class = ClaimSerializer
    order = NEWEST_CLAIM_FIRST

    def complete(self, rows: QuerySet) -> QuerySet:
        return complete_claims(rows)


class SourceListView(BaseList):
    """Accepted articles, the last published first."""

    filter_class = SourceFilter
    serializer_class = SourceSerializer
    order = NEWEST_SOURCE_FIRST

    def complete(self, rows: QuerySet) -> QuerySet:
        return complete_sources(rows)


class TagListView(BaseList):
    """The vocabulary by id, without tags that were merged into others."""

    filter_class = TagFilter
    serializer_class = TagSerializer
    order = BY_SLUG

    def complete(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("parent")


class DisputeListView(BaseList):
    """Disputes by id, with their positions."""

    filter_class = DisputeFilter
    serializer_class = DisputeSerializer
    order = BY_SLUG

    def complete(self, rows: QuerySet) -> QuerySet:
        return rows.with_published_positions()


class BaseDetail(ApiView):
    """One row, by its id."""

    serializer_class: type

    def get(self, request: Request, id: str) -> HttpResponse:
        refuse_parameters(request)
        return self.respond(self.get_row(id))

    def respond(self, row: object) -> HttpResponse:
        return Response(self.serialized(row, self.serializer_class))

    def get_row(self, id: str) -> object:
        """The row that readers may see. Raises Http404."""
        raise NotImplementedError


class EventDetailView(BaseDetail):
    """A published event, with its evidence."""

    serializer_class = EventDetailSerializer

    def get_row(self, id: str) -> Event:
        return get_object_or_404(complete_events(Event.objects.published()), slug=id)


class PlatformDetailView(BaseDetail):
    """A platform, with its life as its events tell it."""

    serializer_class = PlatformDetailSerializer

    def get_row(self, id: str) -> Platform:
        rows = complete_platforms(Platform.objects.without_tree_fields())
        return get_object_or_404(rows, slug=id)


class ClaimDetailView(BaseDetail):
    """A published claim, with its evidence."""

    serializer_class = ClaimDetailSerializer

    def get_row(self, id: str) -> Claim:
        return get_object_or_404(complete_claims(Claim.objects.published()), key=id)


class SourceDetailView(BaseDetail):
    """An accepted article."""

    serializer_class = SourceSerializer

    def get_row(self, id: str) -> Source:
        return get_object_or_404(complete_sources(Source.objects.for_readers()), slug=id)


class TagDetailView(BaseDetail):
    """A tag. One that was merged into another leads on to it."""

    serializer_class = TagDetailSerializer
    may_redirect = True

    def respond(self, row: Tag) -> HttpResponse:
        if row.merged_into:
            # Not for good: a merge can be undone.
            return HttpResponseRedirect(Addresses(self.request).api("tag", row.merged_into.slug))
        return super().respond(row)

    def get_row(self, id: str) -> Tag:
        return get_object_or_404(Tag.objects.select_related("parent", "merged_into"), slug=id)


class DisputeDetailView(BaseDetail):
    """A dispute, with its positions and what readers may see of what holds them."""

    serializer_class = DisputeSerializer

    def get_row(self, id: str) -> Dispute:
        return get_object_or_404(Dispute.objects.with_published_positions(), slug=id)


class NotFoundView(ApiView):
    """Whatever else is asked below the API: the slash that was forgotten, or nothing."""

    schema = None

    def get(self, request: Request) -> HttpResponse:
        if request.path.endswith("/"):
            raise Http404
        _path, _mark, query = request.get_full_path().partition("?")
        return HttpResponsePermanentRedirect(f"{request.path}/" + (query and f"?{query}"))
