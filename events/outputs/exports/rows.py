"""Events, claims and evidence with all that an export says of them, a few hundred at a time.

A platform, tag or article that many rows share is read once for all of them: as many queries for
any number of rows, and an object for each thing instead of one for each tie.

Every export is for everybody: what only editors may see is in no row and in no relation of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from events.models import (
    Claim,
    Dispute,
    Event,
    EventPlatform,
    Evidence,
    Platform,
    Position,
    Tag,
    Tagged,
)
from sources.models import Source


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event with its platforms and their roles, its tags, and the articles that speak of it."""

    event: Event
    platforms: Sequence[tuple[Platform, str]] = ()
    tags: Sequence[Tag] = ()
    sources: Sequence[Source] = ()


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with what it is about, its tags, articles and disputes."""

    claim: Claim
    platforms: Sequence[Platform] = ()
    events: Sequence[Event] = ()
    tags: Sequence[Tag] = ()
    sources: Sequence[Source] = ()
    disputes: Sequence[Dispute] = ()


def event_rows(ids: Sequence[int]) -> dict[int, EventRow]:
    """The published ones of these events, by id."""
    found = Event.objects.published().with_counts().defer("search_vector").in_bulk(ids)
    links = EventPlatform.objects.filter(event__in=ids).order_by("position", "pk")
    roles = {(event, platform): role for event, platform, role in
             links.values_list("event", "platform", "role")}  # fmt: skip
    platforms = _tied(roles, Platform.objects.without_tree_fields())
    tags, sources = _tags(Event, ids), _sources("event", ids)
    return {
        pk: EventRow(
            event,
            [(platform, roles[pk, platform.pk]) for platform in platforms.get(pk, ())],
            tags.get(pk, ()),
            sources.get(pk, ()),
        )
        for pk, event in found.items()
    }


def claim_rows(ids: Sequence[int]) -> dict[int, ClaimRow]:
    """The published ones of these claims, by id."""
    claims = Claim.objects.published().select_related("claimant").defer("search_vector")
    about = Claim.platforms.through.objects.filter(claim__in=ids).order_by("pk")
    platforms = _tied(about.values_list("claim", "platform"), Platform.objects)
    about = Claim.events.through.objects.filter(claim__in=ids).order_by("pk")
    events = _tied(about.values_list("claim", "event"), Event.objects.published().only("slug"))
    held = Position.claims.through.objects.filter(claim__in=ids).order_by("pk")
    disputes = _tied(held.values_list("claim", "position__dispute"), Dispute.objects)
    tags, sources = _tags(Claim, ids), _sources("claim", ids)
    return {
        pk: ClaimRow(claim, *(tied.get(pk, ()) for tied in (platforms, events, tags, sources)),
                     disputes.get(pk, ()))
        for pk, claim in claims.in_bulk(ids).items()
    }  # fmt: skip


def evidence_rows(ids: Sequence[int]) -> dict[int, Evidence]:
    """These passages, where accepted articles say them of what is published, by id."""
    rows = Evidence.objects.for_readers().of_published().select_related("event")
    return (
        rows.select_related("snapshot__source")
        .defer("snapshot__content", "snapshot__text", "event__search_vector")
        .in_bulk(ids)
    )


def _tags(model: type[Model], ids: Sequence[int]) -> dict[int, list[Tag]]:
    kind = ContentType.objects.get_for_model(model)
    items = Tagged.objects.filter(content_type=kind, object_id__in=ids).order_by("pk")
    return _tied(items.values_list("object_id", "tag"), Tag.objects)


def _sources(owner: str, ids: Sequence[int]) -> dict[int, list[Source]]:
    said = Evidence.objects.for_readers().filter(**{f"{owner}__in": ids}).order_by("pk")
    return _tied(said.values_list(owner, "snapshot__source"), Source.objects.with_outlets())


def _tied(pairs: Iterable[tuple[int, int]], things: QuerySet) -> dict[int, list]:
    """The things of each owner, given as pairs of ids, each once and in the order of the pairs."""
    pairs = dict.fromkeys(pairs)
    found = things.in_bulk({thing for _, thing in pairs})
    tied: dict[int, list] = {}
    for owner, thing in pairs:
        if thing in found:
            tied.setdefault(owner, []).append(found[thing])
    return tied
