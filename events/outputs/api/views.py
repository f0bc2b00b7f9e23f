"""The list view and the detail view of each resource."""

from __future__ import annotations

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from events.filters.claims import ClaimFilter
from events.filters.lists import (
    DisputeFilter,
    PlatformFilter,
    SourceFilter,
    TagFilter,
)
from events.filters.orders import BY_NEWEST_ID, BY_SLUG, NEWEST_ARTICLE_BY_SLUG
from events.models import Claim, Dispute, Event, Platform, Tag
from events.outputs.api.base import ApiView
from events.outputs.api.lists import BaseEventList, BaseList, refuse_parameters
from events.outputs.api.serializers.claim import ClaimDetailSerializer, ClaimSerializer
from events.outputs.api.serializers.dispute import DisputeSerializer
from events.outputs.api.serializers.event import EventDetailSerializer, EventSerializer
from events.outputs.api.serializers.platform import PlatformDetailSerializer, PlatformSerializer
from events.outputs.api.serializers.source import SourceSerializer
from events.outputs.api.serializers.tag import TagDetailSerializer, TagSerializer
from sources.models import Source


def complete_events(rows: QuerySet) -> QuerySet:
    """Load what the serializer of events reads; leave out the search vector."""
    return rows.for_listing().defer("search_vector")


def complete_claims(rows: QuerySet) -> QuerySet:
    """Load what the serializer of claims reads; leave out the search vector."""
    return rows.for_listing().defer("search_vector")


def complete_platforms(rows: QuerySet) -> QuerySet:
    """Load the parents and the aliases of the platforms."""
    return rows.select_related("parent").prefetch_related("aliases")


def complete_sources(rows: QuerySet) -> QuerySet:
    """Load the outlets of the sources, and the sources that they repost."""
    return rows.with_originals()


class EventListView(BaseEventList):
    """Published events, newest first, with the filters of the timeline."""

    serializer_class = EventSerializer

    def complete(self, rows: QuerySet) -> QuerySet:
        """Return the rows with everything that their serializer reads."""
        return complete_events(rows)


class PlatformListView(BaseList):
    """Platforms by id. `parent` selects the direct parts of a platform."""

    filter_class = PlatformFilter
    serializer_class = PlatformSerializer
    order = BY_SLUG

    def complete(self, rows: QuerySet) -> QuerySet:
        """Return the rows with everything that their serializer reads."""
        return complete_platforms(rows)


class ClaimListView(BaseList):
    """Published claims, most recently recorded first."""

    filter_class = ClaimFilter
    serializer_class = ClaimSerializer
    order = BY_NEWEST_ID

    def complete(self, rows: QuerySet) -> QuerySet:
        """Return the rows with everything that their serializer reads."""
        return complete_claims(rows)


class SourceListView(BaseList):
    """Accepted articles, most recently published first."""

    filter_class = SourceFilter
    serializer_class = SourceSerializer
    order = NEWEST_ARTICLE_BY_SLUG

    def complete(self, rows: QuerySet) -> QuerySet:
        """Return the rows with everything that their serializer reads."""
        return complete_sources(rows)


class TagListView(BaseList):
    """Tags by id, without merged tags."""

    filter_class = TagFilter
    serializer_class = TagSerializer
    order = BY_SLUG

    def complete(self, rows: QuerySet) -> QuerySet:
        """Return the tags with their parents."""
        return rows.select_related("parent")


class DisputeListView(BaseList):
    """Disputes by id, with their positions."""

    filter_class = DisputeFilter
    serializer_class = DisputeSerializer
    order = BY_SLUG

    def complete(self, rows: QuerySet) -> QuerySet:
        """Return the disputes with the published part of their positions."""
        return rows.with_published_positions()


class BaseDetail(ApiView):
    """One row, by its id."""

    serializer_class: type

    def get(self, request: Request, id: str) -> HttpResponse:
        """Return the row; query parameters are an error."""
        refuse_parameters(request)
        return self.respond(self.get_row(id))

    def respond(self, row: Model) -> HttpResponse:
        """Return the response that shows a row."""
        return Response(self.serialized(row, self.serializer_class))

    def get_row(self, id: str) -> Model:
        """Return the row if readers may see it. Raise Http404 otherwise."""
        raise NotImplementedError


class EventDetailView(BaseDetail):
    """A published event, with its evidence."""

    serializer_class = EventDetailSerializer

    def get_row(self, id: str) -> Event:
        """Return the published event with this slug."""
        return get_object_or_404(complete_events(Event.objects.published()), slug=id)


class PlatformDetailView(BaseDetail):
    """A platform, with the life cycle derived from its events."""

    serializer_class = PlatformDetailSerializer

    def get_row(self, id: str) -> Platform:
        """Return the platform with this slug."""
        rows = complete_platforms(Platform.objects.approved().without_tree_fields())
        return get_object_or_404(rows, slug=id)


class ClaimDetailView(BaseDetail):
    """A published claim, with its evidence."""

    serializer_class = ClaimDetailSerializer

    def get_row(self, id: str) -> Claim:
        """Return the published claim with this key."""
        return get_object_or_404(complete_claims(Claim.objects.published()), key=id)


class SourceDetailView(BaseDetail):
    """An accepted article."""

    serializer_class = SourceSerializer

    def get_row(self, id: str) -> Source:
        """Return the accepted article with this slug."""
        return get_object_or_404(complete_sources(Source.objects.for_readers()), slug=id)


class TagDetailView(BaseDetail):
    """A tag."""

    serializer_class = TagDetailSerializer

    def get_row(self, id: str) -> Tag:
        """Return the tag with this slug."""
        return get_object_or_404(Tag.objects.approved().select_related("parent"), slug=id)


class DisputeDetailView(BaseDetail):
    """A dispute with its positions, and the published claims and events that support them."""

    serializer_class = DisputeSerializer

    def get_row(self, id: str) -> Dispute:
        """Return the dispute with this slug and the published part of its positions."""
        return get_object_or_404(Dispute.objects.approved().with_published_positions(), slug=id)


class NotFoundView(ApiView):
    """Every other address below the API: a 404, or a redirect that adds a missing slash."""

    schema = None

    def get(self, request: Request) -> HttpResponse:
        """Redirect to the address with a slash at its end; raise Http404 if it has one."""
        if request.path.endswith("/"):
            raise Http404
        _path, _separator, query = request.get_full_path().partition("?")
        return HttpResponsePermanentRedirect(f"{request.path}/" + (query and f"?{query}"))
