"""Tags of events and claims: adding and removing them, many at once.

Each public function is an action, as in `actions`. Other people may run actions on the same rows
and tags at the same time. Each action therefore locks the rows, then the tags, both in the order of
their ids, and reads them again before it decides. Tags are merged like other records: see `merges`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import uuid4

import pghistory
from django.contrib.auth.models import User

from events.editing.permissions import requires
from events.editing.proposals.changes import changing, note_editor
from events.editing.support import Annotated
from events.editing.tag_rows import (
    Key,
    by_model,
    index_rows,
    keys_of,
    lock_rows,
    lock_targets,
    tag_rows,
    untag_rows,
)
from events.models import Tag
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.merging import in_use


@requires("change", "rows")
def add_tags(*, rows: Iterable[Annotated], tags: Iterable[Tag], by: User) -> int:
    """Add tags to many events or claims and return the number of new tags on rows.

    For published rows they are proposed, all in one batch: see `events.editing.proposals`.
    A tag that is merged, also by somebody else meanwhile, means its target. Rows that were deleted
    or merged meanwhile are skipped. Raise PermissionDenied unless `by` may change them all. Raise
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
    for model, type_, locked in by_model(keys):
        pks = set(in_use(model._default_manager.filter(pk__in=locked)).values_list("pk", flat=True))
        public = list(model._default_manager.published().filter(pk__in=pks).order_by("pk"))
        for row in public:
            with changing(row, by=by, reason=reason, batch=batch) as edit:
                changed = write([(type_, row.pk)], targets)
                count += len(changed)
                # An open proposal of the user, perhaps a returned one, is left as it is.
                if not changed:
                    edit.cancel()
        drafts = [(type_, pk) for pk in pks - {row.pk for row in public}]
        with pghistory.context(user=by.pk, reason=reason):
            changed = write(drafts, targets)
            note_editor(model._default_manager.filter(pk__in={pk for _type, pk in changed}), by)
            count += len(changed)
        index_rows(drafts)
    return count
