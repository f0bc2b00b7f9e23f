"""What came to nothing, and what lives on but fell short: read off events and claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from events.lives import Life, kept_life
from events.models import Claim, Platform, PlatformLife, Tag, Tagged

# Of each failure, and of each cause: enough to see who says what; the list of claims has the rest.
CAUSES_SHOWN, VOICES_SHOWN = 4, 4
MOST_CAUSES = 20


@dataclass(frozen=True)
class Failing:
    """A platform, its life, and the claims that say why it went so, with their cause tags."""

    platform: Platform
    life: Life
    causes: tuple[tuple[Claim, tuple[Tag, ...]], ...]
    has_more_causes: bool = False


@dataclass(frozen=True)
class Cause:
    """A tag that names a cause, in how many claims about failures, and some of these claims."""

    tag: Tag
    count: int
    voices: tuple[Claim, ...]


def failing(rows: Sequence[PlatformLife]) -> tuple[Failing, ...]:
    """These lives with the causes stated for them, in the same order; rows `with_events`."""
    found = _claims_about(rows)
    claims = Claim.objects.select_related("claimant").in_bulk(
        {pk for pks in found.values() for pk in pks}
    )
    tags = _cause_tags(claims)
    return tuple(
        Failing(
            row.platform,
            kept_life(row),
            tuple((claims[pk], tags.get(pk, ())) for pk in found.get(row.platform_id, ()))[
                :CAUSES_SHOWN
            ],
            len(found.get(row.platform_id, ())) > CAUSES_SHOWN,
        )
        for row in rows
    )


def stated_causes() -> list[Cause]:
    """The causes stated for failures, the most stated first."""
    claims = Claim.objects.published().causes().about_failures()
    carried = Tagged.objects.filter(
        content_type=ContentType.objects.get_for_model(Claim),
        object_id__in=claims.values("pk"),
        tag__facet=Tag.Facet.CAUSE,
    ).order_by()
    counts = carried.values_list("tag").annotate(count=Count("object_id"))
    counts = dict(counts.order_by("-count", "tag")[:MOST_CAUSES])
    voices = _voices(carried.filter(tag__in=counts))
    tags = Tag.objects.in_bulk(counts)
    return [Cause(tags[pk], count, voices.get(pk, ())) for pk, count in counts.items()]


# For each platform the first claims that say why: about it, or about the last event of its life.
CLAIMS_ABOUT = """
    SELECT life.platform_id, found.id
    FROM UNNEST(%s::bigint[], %s::bigint[]) AS life (platform_id, last_id)
    CROSS JOIN LATERAL (
        SELECT claim.id
        FROM (
            SELECT claim_id FROM events_claim_platforms WHERE platform_id = life.platform_id
            UNION
            SELECT claim_id FROM events_claim_events WHERE event_id = life.last_id
        ) about
        JOIN events_claim claim ON claim.id = about.claim_id
        WHERE claim.kind = 'cause' AND claim.state = 'published'
        ORDER BY claim.id
        LIMIT %s
    ) found
"""


def _claims_about(rows: Sequence[PlatformLife]) -> dict[int, list[int]]:
    """The ids of the first claims of kind cause, one more than is shown, by platform."""
    found: dict[int, list[int]] = {}
    platforms, lasts = [row.platform_id for row in rows], [row.last_id for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(CLAIMS_ABOUT, [platforms, lasts, CAUSES_SHOWN + 1])
        for platform, claim in cursor.fetchall():
            found.setdefault(platform, []).append(claim)
    return found


def _cause_tags(claims: Iterable[int]) -> dict[int, tuple[Tag, ...]]:
    carried = Tagged.objects.filter(
        content_type=ContentType.objects.get_for_model(Claim),
        object_id__in=list(claims),
        tag__facet=Tag.Facet.CAUSE,
    ).select_related("tag")
    tags: dict[int, tuple[Tag, ...]] = {}
    for item in carried:
        tags[item.object_id] = (*tags.get(item.object_id, ()), item.tag)
    return tags


def _voices(carried: object) -> dict[int, tuple[Claim, ...]]:
    """The first claims that carry each of these tags."""
    places = Window(RowNumber(), partition_by=F("tag"), order_by=F("object_id").asc())
    shown = carried.annotate(place=places).filter(place__lte=VOICES_SHOWN)
    pairs = list(shown.values_list("tag", "object_id"))
    claims = Claim.objects.select_related("claimant").in_bulk({pk for _, pk in pairs})
    voices: dict[int, tuple[Claim, ...]] = {}
    for tag, pk in sorted(pairs):
        voices[tag] = (*voices.get(tag, ()), claims[pk])
    return voices
