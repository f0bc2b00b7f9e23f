"""Seed records of events."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models

from events.models import Claim, Event, EventPlatform, Platform, State, Tag, Tagged
from events.seeding.fields import (
    Field,
    Reading,
    choice,
    edtf,
    markets,
    read_fields,
    records,
    slug,
    slugs,
    text,
    text_up_to,
    whole_number,
)
from events.seeding.record_types.base import KnownKeys, RecordType, Values, set_fields
from events.seeding.record_types.evidence import (
    EvidenceLoadSession,
    canonical_evidence,
    check_evidence,
    read_evidence,
    save_evidence,
    values_of_evidence,
)
from events.seeding.records import Finding, Record

PLAIN = (
    "slug",
    "title_en",
    "title_zh",
    "summary_en",
    "summary_zh",
    "kind",
    "outcome",
    "markets",
    "importance",
    "when",
    "date_note_en",
    "date_note_zh",
)


class Events(RecordType):
    """Records of `events/*.yaml`."""

    name, files, model = "event", "events/*.yaml", Event
    platform_fields = (
        Field("platform", slug, required=True),
        Field("role", choice(EventPlatform.Role.values), required=True),
    )
    fields = (
        Field("slug", slug, required=True),
        Field("title_en", text_up_to(200), required=True),
        Field("title_zh", text_up_to(200), required=True),
        Field("summary_en", text, required=True),
        Field("summary_zh", text),
        Field("kind", choice(Event.Kind.values), required=True),
        Field("outcome", choice(Event.Outcome.values)),
        Field("markets", markets, default=[]),
        Field("importance", whole_number(1, 5), required=True, default=3),
        Field("when", edtf, required=True),
        Field("date_note_en", text_up_to(500)),
        Field("date_note_zh", text_up_to(500)),
        Field("platforms", records, default=[]),
        Field("tags", slugs, default=[]),
        Field("evidence", records, required=True, default=[]),
    )

    def read(self, record: Record) -> Reading:
        """Read the platforms and the evidence too."""
        reading = super().read(record)
        nested = [
            read_fields(item, self.platform_fields) for item in reading.values.get("platforms", [])
        ]
        reading.findings += [finding for item in nested for finding in item.findings]
        reading.values["platforms"] = [item.values for item in nested]
        read_evidence(reading)
        return reading

    def check(self, values: Values, record: Record, known: KnownKeys) -> list[Finding]:
        """Return findings of missing or duplicate platforms, missing tags and evidence."""
        platform_slugs = [item["platform"] for item in values["platforms"]]
        findings = known.findings(record, "platforms", "platform", platform_slugs)
        if len(set(platform_slugs)) != len(platform_slugs):
            findings.append(record.finding("platforms", "Contains a platform twice."))
        findings += known.findings(record, "tags", "tag", values["tags"])
        return findings + check_evidence(values, record, known)

    def save(self, values: Values, session: EvidenceLoadSession) -> Event:
        """Save the event as published, with its relations and evidence."""
        row = session.existing(Event, values["slug"]) or Event()
        fresh = row.pk is None
        set_fields(row, values, PLAIN)
        row.state = State.PUBLISHED
        row.save()
        self._save_platforms(row, values["platforms"], session)
        save_tags(row, session.all(Tag, values["tags"]), fresh=fresh)
        save_evidence(row, values, session, fresh=fresh)
        return row

    @staticmethod
    def _save_platforms(row: Event, wanted: list[Values], session: EvidenceLoadSession) -> None:
        # Two of them may be merged into one; the first role counts.
        roles: dict[models.Model, str] = {}
        for item in wanted:
            roles.setdefault(session.row(Platform, item["platform"]), item["role"])
        row.event_platforms.exclude(platform__in=list(roles)).delete()
        EventPlatform.objects.bulk_create(
            [
                EventPlatform(event=row, platform=platform, role=role, position=position)
                for position, (platform, role) in enumerate(roles.items())
            ],
            update_conflicts=True,
            unique_fields=["event", "platform"],
            update_fields=["role", "position"],
        )

    def rows(self) -> Iterable[Event]:
        """Return the published events in chronological order."""
        return (
            Event.objects.published()
            .prefetch_related("event_platforms__platform", "tags", "evidence__snapshot__source")
            .order_by("sort_on", "slug")
        )

    def values_of(self, row: Event) -> Values:
        """Return the values of an event by field name."""
        return {
            **{name: getattr(row, name) for name in PLAIN},
            "platforms": [
                {"platform": item.platform.slug, "role": item.role}
                for item in row.event_platforms.all()
            ],
            "tags": sorted(tag.slug for tag in row.tags.all()),
            "evidence": values_of_evidence(row),
        }

    def is_withdrawn(self, row: Event) -> bool:
        """Return whether the event is not published."""
        return not row.is_published

    def canonical(self, values: Values) -> Values:
        """Return the record with sorted tags and evidence."""
        return super().canonical(
            {**values, "tags": sorted(values["tags"]), "evidence": canonical_evidence(values)}
        )

    def file_of(self, values: Values) -> str:
        """Return the file of the first year that the date may mean.

        A date without a start is filed under its last year.
        """
        from sources.dates import PartialDate

        date = PartialDate.parse(values["when"])
        return f"events/{date.span[0].year}.yaml"


def save_tags(row: Event | Claim, tags: list[Tag], *, fresh: bool = False) -> None:
    """Set a row's tags. A `fresh` row has none yet, which saves a query."""
    targets = {tag.pk for tag in tags}
    content_type = ContentType.objects.get_for_model(row)
    if not fresh:
        assigned = Tagged.objects.filter(content_type=content_type, object_id=row.pk)
        assigned.exclude(tag__in=targets).delete()
    Tagged.objects.bulk_create(
        [
            Tagged(tag_id=tag, content_type=content_type, object_id=row.pk)
            for tag in sorted(targets)
        ],
        ignore_conflicts=True,
    )
