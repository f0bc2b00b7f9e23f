"""Writes across several models.

Each public function is an action: it checks the permissions of its user first, is atomic, and
records the user, and a reason where one is required.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import pghistory
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events.annotation.anchors import Anchor
from events.annotation.quotations import split_into_blocks
from events.editing.permissions import requires
from events.editing.quoting import quoted_already, quotes_of
from events.editing.reanchoring import anchored
from events.editing.support import Annotated, require_support
from events.models import Claim, Dispute, Event, Evidence, State, Tag, Tagged
from sources.models import Snapshot
from sources.models.history import history_of


@requires("publish", "row")
def publish(*, row: Annotated, by: User, reason: str = "") -> None:
    """Publish an event or claim, so that every reader may see it.

    Raise PermissionDenied unless `by` may publish. Raise ValidationError unless evidence that is
    found in an accepted article supports it.
    """
    require_support(row)
    _set_state(row, State.PUBLISHED, by=by, reason=reason)


@requires("publish", "row")
def retract(*, row: Annotated, by: User, reason: str) -> None:
    """Retract a published event or claim. Its history keeps the reason.

    Raise PermissionDenied unless `by` may publish. Raise ValidationError for an empty reason or a
    row that is not published.
    """
    if not reason.strip():
        raise ValidationError(_("Give a reason for the retraction."), code="no_reason")
    if row.state != State.PUBLISHED:
        raise ValidationError(_("Only published records can be retracted."), code="not_published")
    _set_state(row, State.RETRACTED, by=by, reason=reason)


@requires("change", "row")
def submit(*, row: Annotated, by: User) -> None:
    """Submit a draft for review.

    Raise PermissionDenied unless `by` may change it. Raise ValidationError unless it is a draft.
    """
    if row.state != State.DRAFT:
        raise ValidationError(_("Only drafts can be submitted for review."), code="no_draft")
    _set_state(row, State.IN_REVIEW, by=by, reason="")


@requires("change", "row", "events.add_evidence")
def annotate(
    *,
    row: Annotated,
    snapshot: Snapshot,
    start: int,
    end: int,
    by: User,
    stance: str = Evidence.Stance.SUPPORTS,
) -> list[Evidence]:
    """Create evidence for an event or claim from text[start:end] of a snapshot, in code points.

    A span over several passages becomes one piece of evidence for each, all or none of them; see
    `split_into_blocks`. Raise PermissionDenied unless `by` may change it and add evidence. Raise
    ValidationError if the span is empty, only white space, outside the text, or quoted already.
    """
    try:
        Anchor.of(snapshot.text, start, end)
    except ValueError as error:
        raise ValidationError(str(error), code="span") from error
    passages = list(snapshot.passages.order_by("position"))
    quotes = quotes_of(snapshot, split_into_blocks(snapshot.text, passages, start, end))
    if quoted_already(row, snapshot, quotes):
        raise ValidationError(_("This passage has already been added."), code="twice")
    with transaction.atomic(), pghistory.context(user=by.pk, reason="annotate"):
        return [
            Evidence.objects.create(
                event=row if isinstance(row, Event) else None,
                claim=row if isinstance(row, Claim) else None,
                snapshot=snapshot,
                stance=stance,
                **anchored(*quote),
            )
            for quote in quotes
        ]


@requires("change", "rows")
def add_tags(*, rows: Iterable[Annotated], tags: Iterable[Tag], by: User) -> int:
    """Add tags to many events or claims and return the number of new tags on rows.

    Raise PermissionDenied unless `by` may change them all.
    """
    tags = list(tags)
    tagged = [
        Tagged(tag=tag, content_type=ContentType.objects.get_for_model(row), object_id=row.pk)
        for row in rows
        for tag in tags
    ]
    with transaction.atomic(), pghistory.context(user=by.pk, reason="add tags"):
        before = Tagged.objects.count()
        Tagged.objects.bulk_create(tagged, ignore_conflicts=True)
        added = Tagged.objects.count() - before
        _index(rows)
    return added


@requires("change", "rows")
def remove_tags(*, rows: Iterable[Annotated], tags: Iterable[Tag], by: User) -> int:
    """Remove tags from many events or claims and return the number of tags removed from rows.

    Raise PermissionDenied unless `by` may change them all.
    """
    removed = 0
    tagged = Tagged.objects.filter(tag__in=list(tags))
    with transaction.atomic(), pghistory.context(user=by.pk, reason="remove tags"):
        for model in (Event, Claim):
            content_type = ContentType.objects.get_for_model(model)
            ids = [row.pk for row in rows if isinstance(row, model)]
            removed += tagged.filter(content_type=content_type, object_id__in=ids).delete()[0]
        _index(rows)
    return removed


@requires("change", "tag")
def merge_tags(*, tag: Tag, into: Tag, by: User) -> int:
    """Merge `tag` into `into` and return the number of rows whose tag changed.

    The merged tag remains and refers to the other, so that links to it redirect and the merge can
    be undone from the history. Raise PermissionDenied unless `by` may change tags. Raise
    ValidationError if the tags are equal or one of them is already merged.
    """
    if tag == into or {tag.merged_into_id, into.merged_into_id} != {None}:
        raise ValidationError(_("A tag cannot be merged into itself or into a merged tag."))
    with transaction.atomic(), pghistory.context(user=by.pk, reason=f"merge into {into.slug}"):
        rows = list(tag.items.values_list("content_type", "object_id"))
        Tagged.objects.bulk_create(
            [Tagged(tag=into, content_type_id=type_, object_id=row) for type_, row in rows],
            ignore_conflicts=True,
        )
        tag.items.all().delete()
        Tag.objects.filter(pk=tag.pk).update(merged_into=into)
        _index_tagged(rows)
    return len(rows)


@requires("change", "tag")
def unmerge_tag(*, tag: Tag, by: User) -> int:
    """Undo `merge_tags` and return the number of rows that have the tag again.

    The tag that it was merged into is removed from the rows that had only the merged tag. Raise
    PermissionDenied unless `by` may change tags. Raise ValidationError if the tag is not merged.
    """
    into, merges = tag.merged_into, _merges(tag)
    if into is None:
        raise ValidationError(_("This tag has not been merged."))
    history = history_of(Tagged)
    with transaction.atomic(), pghistory.context(user=by.pk, reason=f"unmerge from {into.slug}"):
        lost = _rows_of(history.filter(pgh_context=merges[0], tag=tag, pgh_label="delete"))
        # A row has the target tag only because of this tag if every merge of the chain added it.
        gained = set.intersection(
            lost,
            *(_rows_of(history.filter(pgh_context=merge, pgh_label="insert")) for merge in merges),
        )
        for type_, row in gained:
            Tagged.objects.filter(tag=into, content_type=type_, object_id=row).delete()
        Tagged.objects.bulk_create(
            [Tagged(tag=tag, content_type_id=type_, object_id=row) for type_, row in sorted(lost)],
            ignore_conflicts=True,
        )
        # Tags that the same merge moved to the target move back.
        followers = history_of(Tag).filter(pgh_context=merges[0])
        followers = followers.exclude(pgh_obj=tag).values("pgh_obj")
        Tag.objects.filter(pk__in=followers, merged_into=into).update(merged_into=tag)
        Tag.objects.filter(pk=tag.pk).update(merged_into=None)
        _index_tagged(lost)
    return len(lost)


def _merges(tag: Tag) -> list[UUID]:
    """Return the history contexts of the merges that led to the tag's target, oldest first."""
    chain: dict[int, UUID] = {}
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
    return list(chain.values())


def _rows_of(history: QuerySet) -> set[tuple[int, int]]:
    """Return (content type id, object id) pairs."""
    return set(history.values_list("content_type", "object_id"))


@requires("change", "dispute")
def resolve(*, dispute: Dispute, by: User, resolution_en: str, resolution_zh: str = "") -> None:
    """Mark a dispute as resolved.

    Raise PermissionDenied unless `by` may change it. Raise ValidationError without a resolution.
    """
    if not (resolution_en.strip() or resolution_zh.strip()):
        raise ValidationError(_("Describe how the dispute was resolved."), code="no_reason")
    with transaction.atomic(), pghistory.context(user=by.pk, reason="resolve"):
        Dispute.objects.filter(pk=dispute.pk).update(
            state=Dispute.State.RESOLVED, resolution_en=resolution_en, resolution_zh=resolution_zh
        )
    dispute.refresh_from_db()


def _set_state(row: Annotated, state: State, *, by: User, reason: str) -> None:
    with transaction.atomic(), pghistory.context(user=by.pk, reason=reason or state.value):
        row.state = state
        row.save(update_fields=["state", "updated_at"])


def _index(rows: Iterable[Annotated]) -> None:
    for model in (Event, Claim):
        model.objects.filter(pk__in=[row.pk for row in rows if isinstance(row, model)]).index()


def _index_tagged(rows: Iterable[tuple[int, int]]) -> None:
    for model in (Event, Claim):
        content_type = ContentType.objects.get_for_model(model).pk
        model.objects.filter(pk__in=[row for type_, row in rows if type_ == content_type]).index()
