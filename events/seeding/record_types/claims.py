"""Seed records of claims: what somebody asserts."""

from __future__ import annotations

from collections.abc import Iterable

from events.models import Claim, Claimant, Event, Platform, State, Tag
from events.seeding.fields import (
    Field,
    Reading,
    choice,
    edtf,
    number,
    records,
    slug,
    slugs,
    text,
    text_up_to,
)
from events.seeding.record_types.base import KnownKeys, RecordType, Values, link, set_fields
from events.seeding.record_types.events import save_tags
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
    "key",
    "statement_en",
    "statement_zh",
    "kind",
    "metric",
    "value",
    "value_to",
    "unit",
    "currency",
    "period",
    "asserted",
    "rank",
    "rank_reason",
)


class Claims(RecordType):
    """Records of `claims/*.yaml`."""

    name, files, model, key = "claim", "claims/*.yaml", Claim, "key"
    fields = (
        Field("key", slug, required=True),
        Field("statement_en", text, required=True),
        Field("statement_zh", text, required=True),
        Field("kind", choice(Claim.Kind.values), required=True),
        Field("claimant", slug, required=True),
        Field("platforms", slugs, default=[]),
        Field("events", slugs, default=[]),
        Field("metric", choice(Claim.Metric.values)),
        Field("value", number, default=None),
        Field("value_to", number, default=None),
        Field("unit", choice(Claim.Unit.values)),
        Field("currency", text_up_to(3)),
        Field("period", edtf),
        Field("asserted", edtf),
        Field("rank", choice(Claim.Rank.values), default=Claim.Rank.NORMAL.value),
        Field("rank_reason", text_up_to(500)),
        Field("tags", slugs, default=[]),
        Field("evidence", records, required=True, default=[]),
    )

    def read(self, record: Record) -> Reading:
        """Read the evidence too."""
        reading = super().read(record)
        read_evidence(reading)
        return reading

    def check(self, values: Values, record: Record, known: KnownKeys) -> list[Finding]:
        """Return findings of missing references, figures, rank and evidence."""
        return [
            *known.findings(record, "claimant", "claimant", [values["claimant"]]),
            *known.findings(record, "platforms", "platform", values["platforms"]),
            *known.findings(record, "events", "event", values["events"]),
            *known.findings(record, "tags", "tag", values["tags"]),
            *self._check_figures(values, record),
            *check_evidence(values, record, known),
        ]

    @staticmethod
    def _check_figures(values: Values, record: Record) -> list[Finding]:
        findings = []
        low, high = values["value"], values["value_to"]
        if low is not None and not values["unit"]:
            findings.append(record.finding("value", "A value needs a unit."))
        if high is not None and (low is None or low >= high):
            findings.append(record.finding("value_to", "Must be greater than value."))
        if values["unit"] == "money" and not values["currency"]:
            findings.append(record.finding("unit", "Money needs a currency."))
        if values["rank"] != Claim.Rank.NORMAL and not values["rank_reason"]:
            findings.append(record.finding("rank", "Give the reason in rank_reason."))
        return findings

    def save(self, values: Values, session: EvidenceLoadSession) -> Claim:
        """Save the claim as published, with its relations and evidence."""
        row = session.existing(Claim, values["key"], "key") or Claim()
        fresh = row.pk is None
        set_fields(row, values, PLAIN)
        row.claimant = session.row(Claimant, values["claimant"])
        row.state = State.PUBLISHED
        row.save()
        link(row.platforms, session.all(Platform, values["platforms"]), fresh=fresh)
        link(row.events, session.all(Event, values["events"]), fresh=fresh)
        save_tags(row, session.all(Tag, values["tags"]), fresh=fresh)
        save_evidence(row, values, session, fresh=fresh)
        return row

    def rows(self) -> Iterable[Claim]:
        """Return the published claims, ordered by key."""
        return (
            Claim.objects.published()
            .select_related("claimant")
            .prefetch_related("platforms", "events", "tags", "evidence__snapshot__source")
            .order_by("key")
        )

    def values_of(self, row: Claim) -> Values:
        """Return the values of a claim by field name."""
        return {
            **{name: getattr(row, name) for name in PLAIN},
            "claimant": row.claimant.slug,
            "platforms": [platform.slug for platform in row.platforms.all()],
            "events": [event.slug for event in row.events.all()],
            "tags": [tag.slug for tag in row.tags.all()],
            "evidence": values_of_evidence(row),
        }

    def is_withdrawn(self, row: Claim) -> bool:
        """Return whether the claim is not published."""
        return not row.is_published

    def canonical(self, values: Values) -> Values:
        """Return the record with sorted relations and evidence."""
        ordered = {name: sorted(values[name]) for name in ("platforms", "events", "tags")}
        return super().canonical({**values, **ordered, "evidence": canonical_evidence(values)})

    def file_of(self, values: Values) -> str:
        """Return the file named after the cited article whose slug sorts first."""
        return f"claims/{min(item['source'] for item in values['evidence'])}.yaml"
