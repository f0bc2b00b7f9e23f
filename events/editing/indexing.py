"""The search index follows the records: what to index again after one of them changed."""

from __future__ import annotations

from django.db import models

from events.editing.proposals.content import Content, content_of
from events.models import Claim, Claimant, Event, Platform, Tag
from events.models.publishable import PublishableQuerySet


def index_row(row: models.Model, before: Content | None = None) -> None:
    """Index an event or a claim; of another record, those events and claims that name it.

    With `before`, the content that it had, only if a name or an alias changed since.
    """
    if isinstance(row, Event | Claim):
        type(row)._default_manager.filter(pk=row.pk).index()
    elif before is None or _names(before) != _names(content_of(row)):
        for rows in _naming(row):
            rows.index()


def _names(content: Content) -> list[object]:
    """Return what search covers of a platform, a tag or a claimant."""
    fields, aliases = content["fields"], content["parts"].get("aliases", {})
    names = [fields.get(name) for name in ("name", "name_en", "name_zh", "aliases")]
    return [*names, sorted(str(row["fields"]["text"]) for row in aliases.values())]


def _naming(row: models.Model) -> list[PublishableQuerySet]:
    """Return the events and claims whose search texts contain the names of the record."""
    if isinstance(row, Platform):
        return [model.objects.filter(platforms=row) for model in (Event, Claim)]
    if isinstance(row, Tag):
        return [model.objects.tagged([row]) for model in (Event, Claim)]
    if isinstance(row, Claimant):
        return [Claim.objects.filter(claimant=row)]
    return []
