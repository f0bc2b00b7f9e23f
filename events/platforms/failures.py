"""Platforms that failed or underperformed, with the causes stated in claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from events.models import Claim, Platform, PlatformLife, Tag, Tagged
from events.models.lifecycle import Life, lifecycle_from_row

# Causes per failure, and claims per cause: enough for an overview; the list of claims has the rest.
CAUSES_SHOWN, VOICES_SHOWN = 4, 4
MAX_CAUSES = 20


@dataclass(frozen=True)
class Failing:
    """A platform, its life cycle, and the claims about the causes, each with its cause tags."""

    platform: Platform
    life: Life
    causes: tuple[tuple[Claim, tuple[Tag, ...]], ...]
    has_more_causes: bool = False


@dataclass(frozen=True)
class Cause:
    """A cause tag, the number of claims about failures that carry it, and some of these claims."""

    tag: Tag
    count: int
    voices: tuple[Claim, ...]


def failing(rows: Sequence[PlatformLife]) -> tuple[Failing, ...]:
    """Return each life cycle with its stated causes, in the same order.

    `rows` come from a queryset `with_events()`.
    """
    claim_ids = _claims_about(rows)
    claims = Claim.objects.select_related("claimant").in_bulk(
        {pk for pks in claim_ids.values() for pk in pks}
    )
    tags = _cause_tags(claims)
    return tuple(
        Failing(
            row.platform,
            lifecycle_from_row(row),
            tuple((claims[pk], tags.get(pk, ())) for pk in claim_ids.get(row.platform_id, ()))[
                :CAUSES_SHOWN
            ],
            len(claim_ids.get(row.platform_id, ())) > CAUSES_SHOWN,
        )
        for row in rows
    )


# The query starts from the few claims with a cause tag, not from the many claims about failures.
# The ids of the failures are parameters, not a join: so the planner does not underestimate them.
STATED_CAUSES = """
    WITH causes AS MATERIALIZED (
        SELECT item.tag_id, claim.id
        FROM events_tag tag
        JOIN events_tagged item
          ON item.tag_id = tag.id AND item.content_type_id = %(content_type)s
        JOIN events_claim claim ON claim.id = item.object_id
        WHERE tag.facet = 'cause' AND claim.kind = 'cause' AND claim.state = 'published'
    )
    SELECT tag_id, COUNT(*), (ARRAY_AGG(id ORDER BY id))[1:%(voices)s]
    FROM causes
    WHERE EXISTS (
        SELECT FROM events_claim_platforms link
        WHERE link.claim_id = causes.id AND link.platform_id = ANY (%(platforms)s::bigint[])
    ) OR EXISTS (
        SELECT FROM events_claim_events link
        WHERE link.claim_id = causes.id AND link.event_id = ANY (%(ends)s::bigint[])
    )
    GROUP BY tag_id
    ORDER BY COUNT(*) DESC, tag_id
    LIMIT %(most)s
"""


def stated_causes() -> list[Cause]:
    """Return the stated causes of failures, the most frequent first, in four queries.

    A claim counts if it is about a failed platform or about the last event of its life.
    """
    failed = PlatformLife.objects.everywhere().failures().order_by()
    ids = list(failed.values_list("platform", "last"))
    parameters = {
        "platforms": [platform for platform, _last in ids],
        "ends": [last for _platform, last in ids],
        "content_type": ContentType.objects.get_for_model(Claim).pk,
        "voices": VOICES_SHOWN,
        "most": MAX_CAUSES,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATED_CAUSES, parameters)
        rows = cursor.fetchall()
    tags = Tag.objects.in_bulk([tag for tag, _count, _voices in rows])
    claims = Claim.objects.select_related("claimant").in_bulk(
        {pk for _tag, _count, voices in rows for pk in voices}
    )
    return [
        Cause(tags[tag], count, tuple(claims[pk] for pk in voices)) for tag, count, voices in rows
    ]


# For each platform, its first claims of kind cause: about it, or about the last event of its life.
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
    """Return claim ids by platform id: one more than is shown, to know whether there are more."""
    claim_ids: dict[int, list[int]] = {}
    platforms, lasts = [row.platform_id for row in rows], [row.last_id for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(CLAIMS_ABOUT, [platforms, lasts, CAUSES_SHOWN + 1])
        for platform, claim in cursor.fetchall():
            claim_ids.setdefault(platform, []).append(claim)
    return claim_ids


def _cause_tags(claims: Iterable[int]) -> dict[int, tuple[Tag, ...]]:
    taggings = Tagged.objects.filter(
        content_type=ContentType.objects.get_for_model(Claim),
        object_id__in=list(claims),
        tag__facet=Tag.Facet.CAUSE,
    ).select_related("tag")
    tags: dict[int, tuple[Tag, ...]] = {}
    for item in taggings:
        tags[item.object_id] = (*tags.get(item.object_id, ()), item.tag)
    return tags
