"""The tags of events and claims as rows: locked, written and indexed many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from events.editing.support import Annotated
from events.models import Claim, Event, Tag, Tagged

Key = tuple[int, int]
"""The content type id and the object id of an event or claim."""


def keys_of(rows: Iterable[Annotated]) -> list[Key]:
    """Return the keys of rows."""
    return [(ContentType.objects.get_for_model(row).pk, row.pk) for row in rows]


def by_model(keys: Collection[Key]) -> list[tuple[type[Annotated], int, list[int]]]:
    """Return the model, its content type id and the ids of its rows; events before claims."""
    parts: list[tuple[type[Annotated], int, list[int]]] = []
    for model in (Event, Claim):
        type_ = ContentType.objects.get_for_model(model).pk
        parts.append((model, type_, [pk for content_type, pk in keys if content_type == type_]))
    return parts


def lock_rows(keys: Collection[Key]) -> list[Key]:
    """Lock rows and return the keys of those that exist."""
    return [
        (type_, pk)
        for model, type_, pks in by_model(keys)
        for pk in model._default_manager.filter(pk__in=pks).locked().values_list("pk", flat=True)
    ]


def lock_targets(tags: set[int]) -> set[int]:
    """Lock tags, and return their ids or those of the tags that they are merged into."""
    merged_into = Tag.objects.filter(pk__in=tags).values("merged_into")
    ids = models.Q(pk__in=tags) | models.Q(pk__in=merged_into)
    locked = {tag.pk: tag for tag in Tag.objects.filter(ids).locked()}
    if not tags <= set(locked):
        raise ValidationError(_("A tag was deleted meanwhile. Choose again."), code="deleted")
    # While a merged tag is locked, its target cannot be merged either: that also updates this tag.
    return {locked[tag].merged_into_id or tag for tag in tags}


def tag_rows(keys: Collection[Key], tags: Collection[int]) -> list[Key]:
    """Add tags to rows, and return the key of the row of each tag that was not there."""
    wanted = {(type_, pk, tag) for type_, pk in keys for tag in tags}
    for _model, type_, pks in by_model(keys):
        on_rows = Tagged.objects.filter(content_type=type_, object_id__in=pks, tag__in=tags)
        wanted -= set(on_rows.values_list("content_type", "object_id", "tag"))
    Tagged.objects.bulk_create(
        [
            Tagged(content_type_id=type_, object_id=pk, tag_id=tag)
            for type_, pk, tag in sorted(wanted)
        ],
        ignore_conflicts=True,
    )
    return [(type_, pk) for type_, pk, _tag in wanted]


def untag_rows(keys: Collection[Key], tags: Collection[int]) -> list[Key]:
    """Remove tags from rows, and return the key of the row of each tag that was there."""
    removed: list[Key] = []
    for _model, type_, pks in by_model(keys):
        tagged = Tagged.objects.filter(tag__in=tags, content_type=type_, object_id__in=pks)
        removed += [(type_, pk) for pk in tagged.values_list("object_id", flat=True)]
        tagged.delete()
    return removed


def index_rows(keys: Collection[Key]) -> None:
    """Index rows for search again."""
    for model, _type, pks in by_model(keys):
        model._default_manager.filter(pk__in=pks).index()
