"""What came to nothing, and what lives on but fell short: read off events and claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from events.lives import Life, life_of
from events.models import Claim, Event, EventPlatform, Platform, State, Tag, Tagged


@dataclass(frozen=True)
class Failing:
    """A platform, its life, and the claims that say why it went so, with their cause tags."""

    platform: Platform
    life: Life
    causes: tuple[tuple[Claim, tuple[Tag, ...]], ...]


@dataclass(frozen=True)
class Failures:
    """Platforms that ended, never came to be or failed, and those that fell short; latest first."""

    ended: tuple[Failing, ...]
    marginal: tuple[Failing, ...]


def published_failures() -> Failures:
    """Every failure that published events tell of, in a fixed number of queries."""
    lives = _lives()
    ended = {row: life for row, life in lives.items() if life.is_failure}
    marginal = {row: life for row, life in lives.items() if row not in ended and life.fell_short}
    causes = _causes({**ended, **marginal})
    return Failures(_rows(ended, causes), _rows(marginal, causes))


def _lives() -> dict[Platform, Life]:
    links = EventPlatform.objects.filter(
        role=EventPlatform.Role.SUBJECT, event__state=State.PUBLISHED
    ).select_related("event", "platform__parent")
    events: dict[Platform, list[Event]] = {}
    for link in links.order_by("platform__name_en", "event__sort_on"):
        events.setdefault(link.platform, []).append(link.event)
    return {row: life_of(own) for row, own in events.items()}


def _rows(lives: dict[Platform, Life], causes: dict[int, tuple]) -> tuple[Failing, ...]:
    rows = [Failing(row, life, causes.get(row.pk, ())) for row, life in lives.items()]
    return tuple(sorted(rows, key=lambda row: row.life.last.sort_on, reverse=True))


def _causes(lives: dict[Platform, Life]) -> dict[int, tuple[tuple[Claim, tuple[Tag, ...]], ...]]:
    """The claims of kind cause about each platform, or about the last event of its life."""
    claims = list(
        Claim.objects.published()
        .causes()
        .for_listing()
        .prefetch_related("events")
        .filter(Q(platforms__in=lives) | Q(events__in=[life.last for life in lives.values()]))
        .distinct()
    )
    tags = _cause_tags(claims)
    return {
        row.pk: tuple(
            (claim, tags.get(claim.pk, ()))
            for claim in claims
            if row in claim.platforms.all() or life.last in claim.events.all()
        )
        for row, life in lives.items()
    }


def _cause_tags(claims: Iterable[Claim]) -> dict[int, tuple[Tag, ...]]:
    carried = Tagged.objects.filter(
        content_type=ContentType.objects.get_for_model(Claim),
        object_id__in=[claim.pk for claim in claims],
        tag__facet=Tag.Facet.CAUSE,
    ).select_related("tag")
    tags: dict[int, tuple[Tag, ...]] = {}
    for item in carried:
        tags[item.object_id] = (*tags.get(item.object_id, ()), item.tag)
    return tags
