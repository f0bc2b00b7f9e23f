"""Tags: adding them to rows, removing them, merging them, and undoing a merge.

Each public function is an action, as in `actions`. Other people may run actions on the same rows
and tags at the same time. Each action therefore locks the rows, then the tags, both in the order of
their ids, and reads them again before it decides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from uuid import UUID, uuid4

import pghistory
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from events.editing.permissions import requires
from events.editing.proposals.changes import changing, note_editor
from events.editing.support import Annotated
from events.models import Claim, Event, Tag, Tagged
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.history import history_of

Key = tuple[int, int]
"""The content type id and the object id of an event or claim."""


@requires("change", "rows")
def add_tags(*, rows: Iterable[Annotated], tags: Iterable[Tag], by: User) -> int:
    """Add tags to many events or claims and return the number of new tags on rows.

    For published rows they are proposed, all in one batch: see `events.editing.proposals`.
    A tag that is merged, also by somebody else meanwhile, means its target. Rows that were deleted
    meanwhile are skipped. Raise PermissionDenied unless `by` may change them all. Raise
    ValidationError if a tag was deleted.
    """
    return _add_tags(_keys_of(rows), {tag.pk for tag in tags}, by)


@atomic_despite_deadlocks
def _add_tags(keys: list[Key], tags: set[int], by: User) -> int:
    return _write_tags(keys, tags, by, "add tags", _tag_rows)


@requires("change", "rows")
def remove_tags(*, rows: Iterable[Annotated], tags: Iterable[Tag], by: User) -> int:
    """Remove tags from many events or claims and return the number of tags removed from rows.

    For published rows the removal is proposed, all in one batch.
    A tag that is merged, also by somebody else meanwhile, means its target. Raise PermissionDenied
    unless `by` may change them all. Raise ValidationError if a tag was deleted.
    """
    return _remove_tags(_keys_of(rows), {tag.pk for tag in tags}, by)


@atomic_despite_deadlocks
def _remove_tags(keys: list[Key], tags: set[int], by: User) -> int:
    return _write_tags(keys, tags, by, "remove tags", _untag_rows)


def _write_tags(
    keys: list[Key],
    tags: set[int],
    by: User,
    reason: str,
    write: Callable[[list[Key], set[int]], int],
) -> int:
    """Add or remove tags: at once on drafts, as one batch of proposals on published rows."""
    keys = _lock_rows(keys)
    targets, count, batch = _lock_targets(tags), 0, uuid4()
    for model, type_, pks in _by_model(keys):
        public = list(model._default_manager.published().filter(pk__in=pks).order_by("pk"))
        for row in public:
            with changing(row, by=by, reason=reason, batch=batch):
                count += write([(type_, row.pk)], targets)
        drafts = [(type_, pk) for pk in set(pks) - {row.pk for row in public}]
        with pghistory.context(user=by.pk, reason=reason):
            if changed := write(drafts, targets):
                note_editor(model._default_manager.filter(pk__in=[pk for _type, pk in drafts]), by)
            count += changed
        _index(drafts)
    return count


@requires("change", "tag", "events.review_proposal")
def merge_tags(*, tag: Tag, into: Tag, by: User) -> int:
    """Merge `tag` into `into` and return the number of rows whose tag changed.

    The merged tag remains and refers to the other, so that links to it redirect and the merge can
    be undone from the history. Tags that were merged into it earlier follow. Raise PermissionDenied
    unless `by` may change tags. Raise ValidationError if the tags are equal or one of them is
    already merged, also by somebody else meanwhile, or deleted; or if published rows would get a
    tag that is not approved.
    """
    return _merge_tags(tag.pk, into.pk, by)


@atomic_despite_deadlocks
def _merge_tags(tag: int, into: int, by: User) -> int:
    _lock_rows(_keys_with(tag))
    # The whole vocabulary, which is small: which tags follow is known only under the lock.
    locked = {row.pk: row for row in Tag.objects.locked()}
    ends = [locked.get(tag), locked.get(into)]
    if tag == into or any(end is None or end.merged_into_id is not None for end in ends):
        raise ValidationError(_("A tag cannot be merged into itself or into a merged tag."))
    with pghistory.context(user=by.pk, reason=f"merge into {locked[into].slug}"):
        keys = _keys_with(tag)
        _require_approved(locked[into], keys)
        _tag_rows(keys, [into])
        _untag_rows(keys, [tag])
        Tag.objects.filter(merged_into=tag).update(merged_into=into)
        Tag.objects.filter(pk=tag).update(merged_into=into)
        _index(keys)
    return len(keys)


@requires("change", "tag", "events.review_proposal")
def unmerge_tag(*, tag: Tag, by: User) -> int:
    """Undo `merge_tags` and return the number of rows that have the tag again.

    The tag that it was merged into is removed from the rows that had only the merged tag. Tags that
    followed it move back. Raise PermissionDenied unless `by` may change tags. Raise ValidationError
    if the tag is not merged, or was deleted, or if published rows would get it and it is not
    approved.
    """
    return _unmerge_tag(tag.pk, by)


@atomic_despite_deadlocks
def _unmerge_tag(pk: int, by: User) -> int:
    # Rows before tags, as in the other actions; what is read before the lock is read again.
    _lock_rows(_rows_lost(pk, _merges(pk)))
    locked = {row.pk: row for row in Tag.objects.locked()}
    tag, merges = locked.get(pk), _merges(pk)
    if tag is None or tag.merged_into_id is None:
        raise ValidationError(_("This tag has not been merged."))
    into = locked[tag.merged_into_id]
    with pghistory.context(user=by.pk, reason=f"unmerge from {into.slug}"):
        lost = _lock_rows(_rows_lost(pk, merges))
        _require_approved(tag, lost)
        # A row has the target tag only because of this tag if every merge of the chain added it.
        gained = set(lost).intersection(
            *(_rows_written("insert", target, context) for target, context in merges.items())
        )
        _untag_rows(gained, [into.pk])
        Tag.objects.filter(pk=pk).update(merged_into=None)
        siblings = [row.pk for row in locked.values() if row.merged_into_id == into.pk]
        followers = [other for other in siblings if other != pk and pk in _merges(other)]
        Tag.objects.filter(pk__in=followers).update(merged_into=tag)
        _tag_rows(lost, [pk])
        _index(lost)
    return len(lost)


def _require_approved(tag: Tag, keys: Collection[Key]) -> None:
    """Raise ValidationError if published rows would get a tag that is not approved."""
    if tag.is_approved:
        return
    for model, _type, pks in _by_model(keys):
        if model._default_manager.published().filter(pk__in=pks).exists():
            raise ValidationError(
                _("Not approved yet: %(names)s. Review that first."),
                params={"names": tag},
                code="not_approved",
            )


def _merges(tag: int) -> dict[int, UUID | None]:
    """Return the targets of the tag, oldest first, each with the history context of its merge."""
    chain: dict[int, UUID | None] = {}
    target = None
    for row in history_of(Tag).filter(pgh_obj=tag).order_by("pgh_id"):
        if row.merged_into_id == target:
            continue
        target = row.merged_into_id
        if target in chain:
            index = list(chain).index(target)
            chain = dict(list(chain.items())[: index + 1])
        else:
            chain = {**chain, target: row.pgh_context_id} if target else {}
    return chain


def _rows_lost(tag: int, merges: dict[int, UUID | None]) -> set[Key]:
    """Return the rows that lost the tag in its first merge."""
    return _rows_written("delete", tag, next(iter(merges.values()), None))


def _rows_written(label: str, tag: int, context: UUID | None) -> set[Key]:
    """Return the rows that got ("insert") or lost ("delete") a tag in one context, if there is one.

    Merges that were not made by an action have no context.
    """
    if context is None:
        return set()
    history = history_of(Tagged).filter(pgh_context=context, tag=tag, pgh_label=label)
    return set(history.values_list("content_type", "object_id"))


def _keys_of(rows: Iterable[Annotated]) -> list[Key]:
    return [(ContentType.objects.get_for_model(row).pk, row.pk) for row in rows]


def _keys_with(tag: int) -> list[Key]:
    return list(Tagged.objects.filter(tag=tag).values_list("content_type", "object_id"))


def _by_model(keys: Collection[Key]) -> list[tuple[type[Annotated], int, list[int]]]:
    """Return the model, its content type id and the ids of its rows; events before claims."""
    parts: list[tuple[type[Annotated], int, list[int]]] = []
    for model in (Event, Claim):
        type_ = ContentType.objects.get_for_model(model).pk
        parts.append((model, type_, [pk for content_type, pk in keys if content_type == type_]))
    return parts


def _lock_rows(keys: Collection[Key]) -> list[Key]:
    """Lock rows and return the keys of those that exist."""
    return [
        (type_, pk)
        for model, type_, pks in _by_model(keys)
        for pk in model._default_manager.filter(pk__in=pks).locked().values_list("pk", flat=True)
    ]


def _lock_targets(tags: set[int]) -> set[int]:
    """Lock tags, and return their ids or those of the tags that they are merged into."""
    merged_into = Tag.objects.filter(pk__in=tags).values("merged_into")
    ids = models.Q(pk__in=tags) | models.Q(pk__in=merged_into)
    locked = {tag.pk: tag for tag in Tag.objects.filter(ids).locked()}
    if not tags <= set(locked):
        raise ValidationError(_("A tag was deleted meanwhile. Choose again."), code="deleted")
    # While a merged tag is locked, its target cannot be merged either: that also updates this tag.
    return {locked[tag].merged_into_id or tag for tag in tags}


def _tag_rows(keys: Collection[Key], tags: Collection[int]) -> int:
    """Add tags to rows, and return how many were not there."""
    wanted = {(type_, pk, tag) for type_, pk in keys for tag in tags}
    for _model, type_, pks in _by_model(keys):
        on_rows = Tagged.objects.filter(content_type=type_, object_id__in=pks, tag__in=tags)
        wanted -= set(on_rows.values_list("content_type", "object_id", "tag"))
    Tagged.objects.bulk_create(
        [
            Tagged(content_type_id=type_, object_id=pk, tag_id=tag)
            for type_, pk, tag in sorted(wanted)
        ],
        ignore_conflicts=True,
    )
    return len(wanted)


def _untag_rows(keys: Collection[Key], tags: Collection[int]) -> int:
    """Remove tags from rows, and return how many were there."""
    tagged = Tagged.objects.filter(tag__in=tags)
    removed = 0
    for _model, type_, pks in _by_model(keys):
        removed += tagged.filter(content_type=type_, object_id__in=pks).delete()[0]
    return removed


def _index(keys: Collection[Key]) -> None:
    for model, _type, pks in _by_model(keys):
        model._default_manager.filter(pk__in=pks).index()
