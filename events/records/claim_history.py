"""The public history of a claim, from the history rows that database triggers write.

Readers see the versions that were public, each compared with the previous public one. Changes in
drafts between them are left out. The editor's name and reason are for editors only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from events.models import Claim, Claimant, State
from events.models.claimant import ClaimantQuerySet
from events.models.users import AnyUser
from sources.dates import PartialDate

FIELDS = (
    *("statement_en", "statement_zh", "kind", "claimant", "metric", "value", "value_to"),
    *("unit", "currency", "period", "asserted", "rank", "rank_reason"),
)
MAX_VERSIONS = 30


@dataclass(frozen=True)
class FieldChange:
    """One changed field between two published versions; an empty text means no value."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One public change of a claim. `who` and `reason` are empty for readers."""

    at: datetime
    verb: str
    fields: tuple[FieldChange, ...]
    who: str = ""
    reason: str = ""

    @property
    def date(self) -> PartialDate:
        """The day of the change."""
        return PartialDate.from_date(self.at.date())


Value = str | int | Decimal | None
"""A value of a field of a claim."""


def versions_of(claim: Claim, user: AnyUser) -> list[Version]:
    """Return the public versions of a claim, newest first, in a fixed number of queries."""
    rows = list(claim.history.select_related("pgh_context").order_by("-pgh_id")[:200])[::-1]
    names = {row.pk: str(row) for row in _claimants(rows).visible_to(user)}
    people = _people(rows) if user.has_perm("events.change_claim") else None
    versions: list[Version] = []
    shown = None
    was_public = False
    for row in rows:
        is_public = row.state == State.PUBLISHED and row.pgh_label != "delete"
        fields = _changes(shown, row, names) if is_public and shown else ()
        if is_public != was_public or fields:
            versions.append(
                Version(
                    row.pgh_created_at, _verb(row, shown), fields, *_editor_and_reason(row, people)
                )
            )
        shown = row if is_public else shown
        was_public = is_public
    return versions[::-1][:MAX_VERSIONS]


def _verb(row: models.Model, shown: models.Model | None) -> str:
    if row.merged_into_id is not None:
        return _("merged into another claim")
    if row.state != State.PUBLISHED:
        return _("retracted")
    return _("changed") if shown else _("published")


def _changes(
    before: models.Model, after: models.Model, names: dict[int, str]
) -> tuple[FieldChange, ...]:
    changes = []
    for name in FIELDS:
        field = Claim._meta.get_field(name)
        old, new = (getattr(row, field.attname) for row in (before, after))
        if old != new:
            changes.append(
                FieldChange(
                    str(field.verbose_name), _text(field, old, names), _text(field, new, names)
                )
            )
    return tuple(changes)


def _text(field: models.Field, value: Value, names: dict[int, str]) -> str:
    if value in (None, ""):
        return ""
    if field.name == "claimant":
        return names.get(value, "")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return f"{value.normalize():,f}" if hasattr(value, "normalize") else str(value)


def _claimants(rows: Iterable[models.Model]) -> ClaimantQuerySet:
    return Claimant.objects.filter(pk__in={row.claimant_id for row in rows})


def _people(rows: Sequence[models.Model]) -> dict[str, str]:
    """Return the names of the editors by user id, as text because the context stores it so."""
    ids = {str((row.pgh_context.metadata or {}).get("user")) for row in rows if row.pgh_context}
    users = get_user_model().objects.filter(pk__in=[pk for pk in ids if pk.isdecimal()])
    return {str(user.pk): user.get_full_name() or user.get_username() for user in users}


def _editor_and_reason(row: models.Model, people: dict[str, str] | None) -> tuple[str, str]:
    if people is None or not row.pgh_context:
        return "", ""
    metadata = row.pgh_context.metadata or {}
    return people.get(str(metadata.get("user")), ""), str(metadata.get("reason") or "")
