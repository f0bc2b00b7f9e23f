"""Events, claims and evidence with the relations that exports show, loaded in batches.

A platform, tag or article that several rows share is loaded once per batch: the number of queries
is fixed, and there is one object per related row instead of one per relation.

Exports are public: rows and relations contain nothing that only editors may see.
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
    """An event with its platforms and their roles, its tags, and its articles."""

    event: Event
    platforms: Sequence[tuple[Platform, str]] = ()
    tags: Sequence[Tag] = ()
    sources: Sequence[Source] = ()


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with its platforms, events, tags, articles and disputes."""

    claim: Claim
    platforms: Sequence[Platform] = ()
    events: Sequence[Event] = ()
    tags: Sequence[Tag] = ()
    sources: Sequence[Source] = ()
    disputes: Sequence[Dispute] = ()


def event_rows(ids: Sequence[int]) -> dict[int, EventRow]:
    """Return those of these events that are published, by id."""
    events = Event.objects.published().with_counts().defer("search_vector").in_bulk(ids)
    links = EventPlatform.objects.filter(event__in=ids).order_by("position", "pk")
    roles = {(event, platform): role for event, platform, role in
             links.values_list("event", "platform", "role")}  # fmt: skip
    platforms = _related_by_owner(roles, Platform.objects.without_tree_fields())
    tags, sources = _tags(Event, ids), _sources("event", ids)
    return {
        pk: EventRow(
            event,
            [(platform, roles[pk, platform.pk]) for platform in platforms.get(pk, ())],
            tags.get(pk, ()),
            sources.get(pk, ()),
        )
        for pk, event in events.items()
    }


def claim_rows(ids: Sequence[int]) -> dict[int, ClaimRow]:
    """Return those of these claims that are published, by id."""
    claims = Claim.objects.published().select_related("claimant").defer("search_vector")
    links = Claim.platforms.through.objects.filter(claim__in=ids).order_by("pk")
    platforms = _related_by_owner(links.values_list("claim", "platform"), Platform.objects)
    links = Claim.events.through.objects.filter(claim__in=ids).order_by("pk")
    events = _related_by_owner(
        links.values_list("claim", "event"), Event.objects.published().only("slug")
    )
    links = Position.claims.through.objects.filter(claim__in=ids).order_by("pk")
    disputes = _related_by_owner(
        links.values_list("claim", "position__dispute"), Dispute.objects.approved()
    )
    tags, sources = _tags(Claim, ids), _sources("claim", ids)
    return {
        pk: ClaimRow(claim, *(rows.get(pk, ()) for rows in (platforms, events, tags, sources)),
                     disputes.get(pk, ()))
        for pk, claim in claims.in_bulk(ids).items()
    }  # fmt: skip


def evidence_rows(ids: Sequence[int]) -> dict[int, Evidence]:
    """Return the evidence with these ids that readers may see, by id."""
    rows = Evidence.objects.for_readers().of_published().with_sources().select_related("event")
    return rows.defer("snapshot__content", "snapshot__text", "event__search_vector").in_bulk(ids)


def _tags(model: type[Model], ids: Sequence[int]) -> dict[int, list[Tag]]:
    kind = ContentType.objects.get_for_model(model)
    items = Tagged.objects.filter(content_type=kind, object_id__in=ids).order_by("pk")
    return _related_by_owner(items.values_list("object_id", "tag"), Tag.objects)


def _sources(owner: str, ids: Sequence[int]) -> dict[int, list[Source]]:
    evidence = Evidence.objects.for_readers().filter(**{f"{owner}__in": ids}).order_by("pk")
    return _related_by_owner(
        evidence.values_list(owner, "snapshot__source"), Source.objects.with_outlets()
    )


def _related_by_owner(pairs: Iterable[tuple[int, int]], things: QuerySet) -> dict[int, list]:
    """Return the things of each owner, by the owner's id.

    `pairs` are (owner id, thing id). Each thing occurs once per owner, in the order of the pairs.
    """
    pairs = dict.fromkeys(pairs)
    by_id = things.in_bulk({thing for _, thing in pairs})
    related: dict[int, list] = {}
    for owner, thing in pairs:
        if thing in by_id:
            related.setdefault(owner, []).append(by_id[thing])
    return related
