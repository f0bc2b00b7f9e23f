"""Events and claims as plain records in both languages, for CSV and JSON Lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Model

from events.models import Claim, Dispute, Event
from events.outputs.exports.rows import ClaimRow, EventRow
from events.web.absolute_urls import Site
from sources.dates import PartialDate
from sources.models import Source

Record = dict[str, Any]
"""The fields of a row by name; the values are JSON."""


def event_record(row: EventRow, site: Site) -> Record:
    """Return every public field of an event, and the slugs of what it is related to."""
    event = row.event
    return {
        "slug": event.slug,
        "url": {
            "en": site.page("event", event.slug, language="en"),
            "zh": site.page("event", event.slug, language="zh-hans"),
        },
        "title": both_languages(event, "title"),
        "summary": both_languages(event, "summary"),
        "kind": event.kind,
        "outcome": event.outcome or None,
        "is_failure": event.is_failure,
        "markets": list(event.markets),
        "importance": event.importance,
        "when": date_record(event.date),
        "date_note": both_languages(event, "date_note"),
        "platforms": [
            {"slug": platform.slug, "name": both_languages(platform, "name"), "role": role}
            for platform, role in row.platforms
        ],
        **common_fields(row, event),
        "is_disputed": event.is_disputed,
    }


def claim_record(row: ClaimRow, site: Site) -> Record:
    """Return every public field of a claim; figures are exact, as text."""
    claim = row.claim
    return {
        "key": claim.key,
        "url": {
            "en": site.page("claim", claim.pk, language="en"),
            "zh": site.page("claim", claim.pk, language="zh-hans"),
        },
        "statement": both_languages(claim, "statement"),
        "kind": claim.kind,
        "claimant": {
            "slug": claim.claimant.slug,
            "name": both_languages(claim.claimant, "name"),
            "kind": claim.claimant.kind,
        },
        **figure_record(claim),
        "period": date_record(claim.period_date),
        "asserted": date_record(claim.asserted_date),
        "rank": claim.rank,
        "rank_reason": claim.rank_reason,
        "platforms": [
            {"slug": platform.slug, "name": both_languages(platform, "name")}
            for platform in row.platforms
        ],
        "events": [{"slug": event.slug} for event in row.events],
        **common_fields(row, claim),
        "is_disputed": any(dispute.state == Dispute.State.OPEN for dispute in row.disputes),
    }


def figure_record(claim: Claim) -> Record:
    """Return the figure of a claim, its numbers as text that keeps every digit."""
    return {
        "metric": claim.metric or None,
        "value": plain_number(claim.value),
        "value_to": plain_number(claim.value_to),
        "unit": claim.unit or None,
        "currency": claim.currency or None,
    }


def common_fields(row: EventRow | ClaimRow, record: Event | Claim) -> Record:
    """Return the fields that records of events and of claims share."""
    return {
        "tags": [{"slug": tag.slug, "name": both_languages(tag, "name")} for tag in row.tags],
        "sources": [source_record(source) for source in row.sources],
        "version": record.version,
        "created_at": record.created_at.isoformat(),
        "updated_at": record.updated_at.isoformat(),
    }


def both_languages(row: Model, field: str) -> dict[str, str | None]:
    """Return a text in each language, or None where it is missing."""
    return {
        "en": getattr(row, f"{field}_en") or None,
        "zh": getattr(row, f"{field}_zh") or None,
    }


def date_record(date: PartialDate | None) -> Record | None:
    """Return a date as EDTF, with its bounds and its label in both languages."""
    if date is None:
        return None
    return {
        "edtf": date.text,
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
        "en": date.label("en"),
        "zh": date.label("zh-hans"),
    }


def source_record(source: Source) -> Record:
    """Return the slug, the title and the address of an article."""
    return {"slug": source.slug, "title": source.title, "url": source.url or None}


def plain_number(value: Decimal | None) -> str | None:
    """Return a decimal without the trailing zeros that its column adds."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
