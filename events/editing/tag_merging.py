"""The merge of two tags, and its undoing: what an approval carries out.

The caller has checked the permissions, and records the user. Rows are locked before tags, both in
the order of their ids, and read again before anything is decided.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.editing.tag_rows import (
    Key,
    by_model,
    index_rows,
    keys_with,
    lock_rows,
    tag_rows,
    untag_rows,
)
from events.models import Tag, Tagged
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.history import history_of


def require_mergeable(tag: Tag | None, into: int | None) -> None:
    """Raise ValidationError unless a tag can be merged into another, or with None taken apart."""
    if into is None:
        if tag is None or tag.merged_into_id is None:
            raise ValidationError(_("This tag has not been merged."))
        return
    target = Tag.objects.filter(pk=into).first()
    ends = [tag, target]
    if tag == target or any(end is None or end.merged_into_id is not None for end in ends):
        raise ValidationError(_("A tag cannot be merged into itself or into a merged tag."))


@atomic_despite_deadlocks
def merge(tag: int, into: int) -> int:
    """Merge a tag into another and return the number of rows whose tag changed.

    Raise ValidationError if the tags are equal, or one of them is merged already or deleted, or if
    published rows would get a tag that is not approved.
    """
    lock_rows(keys_with(tag))
    # The whole vocabulary, which is small: which tags follow is known only under the lock.
    locked = {row.pk: row for row in Tag.objects.locked()}
    require_mergeable(locked.get(tag), into)
    with pghistory.context(reason=f"merge into {locked[into].slug}"):
        keys = keys_with(tag)
        _require_approved(locked[into], keys)
        tag_rows(keys, [into])
        untag_rows(keys, [tag])
        Tag.objects.filter(merged_into=tag).update(merged_into=into)
        Tag.objects.filter(pk=tag).update(merged_into=into)
        index_rows(keys)
    return len(keys)


@atomic_despite_deadlocks
def unmerge(pk: int) -> int:
    """Undo the merge of a tag and return the number of rows that have it again.

    Raise ValidationError if it is not merged, or was deleted, or if published rows would get it
    and it is not approved.
    """
    # Rows before tags, as in the other actions; what is read before the lock is read again.
    lock_rows(_rows_lost(pk, _merges(pk)))
    locked = {row.pk: row for row in Tag.objects.locked()}
    tag, merges = locked.get(pk), _merges(pk)
    require_mergeable(tag, None)
    assert tag is not None and tag.merged_into_id is not None  # noqa: PT018
    into = locked[tag.merged_into_id]
    with pghistory.context(reason=f"unmerge from {into.slug}"):
        lost = lock_rows(_rows_lost(pk, merges))
        _require_approved(tag, lost)
        # A row has the target tag only because of this tag if every merge of the chain added it.
        gained = set(lost).intersection(
            *(_rows_written("insert", target, context) for target, context in merges.items())
        )
        untag_rows(gained, [into.pk])
        Tag.objects.filter(pk=pk).update(merged_into=None)
        siblings = [row.pk for row in locked.values() if row.merged_into_id == into.pk]
        followers = [other for other in siblings if other != pk and pk in _merges(other)]
        Tag.objects.filter(pk__in=followers).update(merged_into=tag)
        tag_rows(lost, [pk])
        index_rows(lost)
    return len(lost)


def _require_approved(tag: Tag, keys: Collection[Key]) -> None:
    """Raise ValidationError if published rows would get a tag that is not approved."""
    published = (
        model.objects.published().filter(pk__in=pks) for model, _type, pks in by_model(keys)
    )
    if not tag.is_approved and any(rows.exists() for rows in published):
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
