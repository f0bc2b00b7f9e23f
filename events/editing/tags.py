"""Tags: adding them to rows, removing them, merging them, and undoing a merge.

Each public function is an action, as in `actions`. Other people may run actions on the same rows
and tags at the same time. Each action therefore locks the rows, then the tags, both in the order of
their ids, and reads them again before it decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import uuid4

import pghistory
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from events.editing.permissions import requires
from events.editing.proposals.changes import approve_own, changing, note_editor, propose_merge
from events.editing.support import Annotated
from events.editing.tag_merging import merge, require_mergeable, unmerge
from events.editing.tag_rows import (
    Key,
    by_model,
    index_rows,
    keys_of,
    keys_with,
    lock_rows,
    lock_targets,
    tag_rows,
    untag_rows,
)
from events.models import Tag
from sources.models.deadlocks import atomic_despite_deadlocks


@requires("change", "rows")
def add_tags(*, rows: Iterable[Annotated], tags: Iterable[Tag], by: User) -> int:
    """Add tags to many events or claims and return the number of new tags on rows.

    For published rows they are proposed, all in one batch: see `events.editing.proposals`.
    A tag that is merged, also by somebody else meanwhile, means its target. Rows that were deleted
    meanwhile are skipped. Raise PermissionDenied unless `by` may change them all. Raise
    ValidationError if a tag was deleted.
    """
    return _add_tags(keys_of(rows), {tag.pk for tag in tags}, by)


@atomic_despite_deadlocks
def _add_tags(keys: list[Key], tags: set[int], by: User) -> int:
    return _write_tags(keys, tags, by, "add tags", tag_rows)


@requires("change", "rows")
def remove_tags(*, rows: Iterable[Annotated], tags: Iterable[Tag], by: User) -> int:
    """Remove tags from many events or claims and return the number of tags removed from rows.

    For published rows the removal is proposed, all in one batch.
    A tag that is merged, also by somebody else meanwhile, means its target. Raise PermissionDenied
    unless `by` may change them all. Raise ValidationError if a tag was deleted.
    """
    return _remove_tags(keys_of(rows), {tag.pk for tag in tags}, by)


@atomic_despite_deadlocks
def _remove_tags(keys: list[Key], tags: set[int], by: User) -> int:
    return _write_tags(keys, tags, by, "remove tags", untag_rows)


def _write_tags(
    keys: list[Key],
    tags: set[int],
    by: User,
    reason: str,
    write: Callable[[list[Key], set[int]], list[Key]],
) -> int:
    """Add or remove tags: at once on drafts, as one batch of proposals on published rows."""
    keys = lock_rows(keys)
    targets, count, batch = lock_targets(tags), 0, uuid4()
    for model, type_, pks in by_model(keys):
        public = list(model._default_manager.published().filter(pk__in=pks).order_by("pk"))
        for row in public:
            with changing(row, by=by, reason=reason, batch=batch) as edit:
                changed = write([(type_, row.pk)], targets)
                count += len(changed)
                # An open proposal of the user, perhaps a returned one, is left as it is.
                if not changed:
                    edit.cancel()
        drafts = [(type_, pk) for pk in set(pks) - {row.pk for row in public}]
        with pghistory.context(user=by.pk, reason=reason):
            changed = write(drafts, targets)
            note_editor(model._default_manager.filter(pk__in={pk for _type, pk in changed}), by)
            count += len(changed)
        index_rows(drafts)
    return count


@requires("change", "tag")
def merge_tags(*, tag: Tag, into: Tag, by: User) -> int:
    """Merge `tag` into `into` and return the number of rows whose tag changed.

    The merge of a tag that readers see is proposed: 0 rows change until it is approved. The merged
    tag remains and refers to the other, so that links to it redirect and the merge can be undone
    from the history. Tags that were merged into it earlier follow. Raise PermissionDenied unless
    `by` may change tags. Raise ValidationError if the tags are equal or one of them is already
    merged, also by somebody else meanwhile, or deleted.
    """
    return _propose_merge(tag.pk, into.pk, by)


@requires("change", "tag")
def unmerge_tag(*, tag: Tag, by: User) -> int:
    """Undo `merge_tags` and return the number of rows that have the tag again.

    Proposed like the merge itself. The tag that it was merged into is removed from the rows that
    had only the merged tag. Tags that followed it move back. Raise PermissionDenied unless `by` may
    change tags. Raise ValidationError if the tag is not merged, or was deleted.
    """
    return _propose_merge(tag.pk, None, by)


@atomic_despite_deadlocks
def _propose_merge(pk: int, into: int | None, by: User) -> int:
    """Propose that a tag is merged, or with None no longer merged; a tag in drafts is at once."""
    lock_rows(keys_with(pk))
    tag = Tag.objects.filter(pk=pk).locked().first()
    with pghistory.context(user=by.pk):
        if tag is None or not tag.is_approved:
            return unmerge(pk) if into is None else merge(pk, into)
        require_mergeable(tag, into)
        proposal = propose_merge(tag, into, by=by)
    count = len(keys_with(pk)) if into else 0
    if refusal := approve_own(proposal, by):
        raise ValidationError(refusal)
    proposal.refresh_from_db()
    if proposal.is_open:
        return 0
    return count if into else len(keys_with(pk))
