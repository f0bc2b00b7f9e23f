"""Seed records of disputes: statements that cannot all be true."""

from __future__ import annotations

from collections.abc import Iterable

from events.models import Claim, Dispute, Event, Position
from events.seeding.fields import (
    Field,
    Reading,
    choice,
    read_fields,
    records,
    slug,
    slugs,
    text,
    text_up_to,
)
from events.seeding.record_types.base import (
    KnownKeys,
    LoadSession,
    RecordType,
    Values,
    link,
    set_fields,
)
from events.seeding.records import Finding, Record

PLAIN = (
    "slug",
    "question_en",
    "question_zh",
    "why_en",
    "why_zh",
    "settle_en",
    "settle_zh",
    "state",
    "resolution_en",
    "resolution_zh",
)


class Disputes(RecordType):
    """Records of `disputes.yaml`."""

    name, files, model = "dispute", "disputes.yaml", Dispute
    position_fields = (
        Field("statement_en", text, required=True),
        Field("statement_zh", text, required=True),
        Field("basis", choice(Position.Basis.values), default=Position.Basis.SOURCES.value),
        Field("claims", slugs, default=[]),
        Field("events", slugs, default=[]),
    )
    fields = (
        Field("slug", slug, required=True),
        Field("question_en", text_up_to(300), required=True),
        Field("question_zh", text_up_to(300), required=True),
        Field("why_en", text, required=True),
        Field("why_zh", text),
        Field("settle_en", text, required=True),
        Field("settle_zh", text),
        Field("state", choice(Dispute.State.values), default=Dispute.State.OPEN.value),
        Field("resolution_en", text),
        Field("resolution_zh", text),
        Field("positions", records, required=True, default=[]),
    )

    def read(self, record: Record) -> Reading:
        """Read the positions too, and require at least two.

        A resolved dispute needs a resolution.
        """
        reading = super().read(record)
        nested = [
            (item, read_fields(item, self.position_fields))
            for item in reading.values.get("positions", [])
        ]
        for position_record, item in nested:
            reading.findings += item.findings
            has_sources = item.values.get("claims") or item.values.get("events")
            if not has_sources and item.values.get("basis") == Position.Basis.SOURCES:
                reading.findings.append(
                    position_record.finding(
                        "basis", "A position from the sources needs claims or events."
                    )
                )
        if len(nested) < 2:
            reading.findings.append(
                record.finding("positions", "A dispute needs at least two positions.")
            )
        values = reading.values
        resolution = values.get("resolution_en") or values.get("resolution_zh")
        if values.get("state") == Dispute.State.RESOLVED and not resolution:
            reading.findings.append(
                record.finding("state", "Describe the resolution in resolution_en.")
            )
        reading.values["positions"] = [item.values for _record, item in nested]
        return reading

    def check(self, values: Values, record: Record, known: KnownKeys) -> list[Finding]:
        """Return findings of missing claims and events."""
        findings = []
        for item, position_record in zip(values["positions"], record["positions"], strict=True):
            findings += known.findings(position_record, "claims", "claim", item["claims"])
            findings += known.findings(position_record, "events", "event", item["events"])
        return findings

    def save(self, values: Values, session: LoadSession) -> Dispute:
        """Save the dispute and its positions, matched by their order."""
        row = session.existing(Dispute, values["slug"]) or Dispute()
        fresh = row.pk is None
        set_fields(row, values, PLAIN)
        row.save()
        row.positions.filter(order__gt=len(values["positions"])).delete()
        existing = {} if fresh else {item.order: item for item in row.positions.all()}
        for order, item in enumerate(values["positions"], 1):
            position = existing.get(order) or Position(dispute=row, order=order)
            set_fields(position, item, ["statement_en", "statement_zh", "basis"])
            position.save()
            is_new = order not in existing
            link(position.claims, session.all(Claim, item["claims"], "key"), fresh=is_new)
            link(position.events, session.all(Event, item["events"]), fresh=is_new)
        return row

    def rows(self) -> Iterable[Dispute]:
        """Return the disputes, ordered by slug."""
        rows = Dispute.objects.approved().order_by("slug")
        return rows.prefetch_related("positions__claims", "positions__events")

    def values_of(self, row: Dispute) -> Values:
        """Return the values of a dispute by field name."""
        return {
            **{name: getattr(row, name) for name in PLAIN},
            "positions": [
                {
                    "statement_en": item.statement_en,
                    "statement_zh": item.statement_zh,
                    "basis": item.basis,
                    "claims": sorted(claim.key for claim in item.claims.all()),
                    "events": sorted(event.slug for event in item.events.all()),
                }
                for item in row.positions.all()
            ],
        }

    def canonical(self, values: Values) -> Values:
        """Return the record with sorted claims and events in each position."""
        positions = [
            {**item, "claims": sorted(item["claims"]), "events": sorted(item["events"])}
            for item in values["positions"]
        ]
        return super().canonical({**values, "positions": positions})
