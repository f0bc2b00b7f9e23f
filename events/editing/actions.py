"""Writes that cross models. Each is atomic and names who does it, and why where a reason is due."""

from __future__ import annotations

from collections.abc import Iterable

import pghistory
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events.annotation.anchors import Anchor
from events.models import Claim, Dispute, Event, Evidence, State, Tag, Tagged
from sources.models import Passage, Snapshot

Annotated = Event | Claim


def publish(*, row: Annotated, by: User, reason: str = "") -> None:
    """Show an event or claim to every reader.

    Raises PermissionDenied unless `by` may publish, ValidationError when nothing supports it.
    """
    _require(by, row, "publish")
    supports = row.evidence.filter(stance=Evidence.Stance.SUPPORTS)
    if supports.exists() and not supports.filter(snapshot__source__state="accepted").exists():
        raise ValidationError(
            _("“%(row)s” rests on articles that are not accepted yet. Accept one of them first."),
            params={"row": row},
            code="no_accepted_source",
        )
    if not supports.exists():
        raise ValidationError(
            _("“%(row)s” has no evidence that supports it. Add a passage first."),
            params={"row": row},
            code="no_evidence",
        )
    _set_state(row, State.PUBLISHED, by=by, reason=reason)


def retract(*, row: Annotated, by: User, reason: str) -> None:
    """Take an event or claim back from the public. The reason is kept in its history.

    Raises PermissionDenied unless `by` may publish, ValidationError when no reason is given.
    """
    _require(by, row, "publish")
    if not reason.strip():
        raise ValidationError(_("Say why it is retracted."), code="no_reason")
    if row.state != State.PUBLISHED:
        raise ValidationError(_("Only what is published can be retracted."), code="not_published")
    _set_state(row, State.RETRACTED, by=by, reason=reason)


def submit(*, row: Annotated, by: User) -> None:
    """Ask for a draft to be reviewed. Raises ValidationError unless it is a draft."""
    _require(by, row, "change")
    if row.state != State.DRAFT:
        raise ValidationError(_("Only a draft can be submitted for review."), code="no_draft")
    _set_state(row, State.IN_REVIEW, by=by, reason="")


def annotate(
    *,
    row: Annotated,
    snapshot: Snapshot,
    start: int,
    end: int,
    by: User,
    stance: str = Evidence.Stance.SUPPORTS,
) -> Evidence:
    """Tie an event or claim to text[start:end] of a snapshot (code points).

    Raises ValidationError when the span is empty, white space, or not inside one passage.
    """
    passage = snapshot.passages.filter(start__lte=start, end__gte=end).first()
    if passage is None:
        raise ValidationError(_("Select words inside one paragraph."), code="span")
    try:
        anchor = Anchor.of(snapshot.text, start, end)
    except ValueError as error:
        raise ValidationError(str(error), code="span") from error
    with transaction.atomic(), pghistory.context(user=by.pk, reason="annotate"):
        return Evidence.objects.create(
            **{_owner_field(row): row},
            snapshot=snapshot,
            stance=stance,
            **anchored(anchor, passage),
        )


def anchored(anchor: Anchor, passage: Passage) -> dict[str, object]:
    """The fields of Evidence that an anchor and the passage it lies in decide."""
    return {
        "start": anchor.start,
        "end": anchor.end,
        "quotation": anchor.quotation,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "sha256": anchor.sha256,
        "block": passage.position,
        "block_start": anchor.start - passage.start,
        "block_end": anchor.end - passage.start,
        "span_sha256": anchor.sha256,
    }


def add_tags(*, rows: Iterable[Annotated], tags: Iterable[Tag], by: User) -> int:
    """Put tags on many events or claims; how many were not there before."""
    rows, tags = list(rows), list(tags)
    rows, tags = list(rows), list(tags)
    wanted = [
        Tagged(tag=tag, content_type=ContentType.objects.get_for_model(row), object_id=row.pk)
        for row in rows
        for tag in tags
    ]
    with transaction.atomic(), pghistory.context(user=by.pk, reason="add tags"):
        before = Tagged.objects.count()
        Tagged.objects.bulk_create(wanted, ignore_conflicts=True)
        added = Tagged.objects.count() - before
        _index(rows)
    return added


def remove_tags(*, rows: Iterable[Annotated], tags: Iterable[Tag], by: User) -> int:
    """Take tags off many events or claims; how many were there."""
    rows, removed = list(rows), 0
    carried = Tagged.objects.filter(tag__in=list(tags))
    with transaction.atomic(), pghistory.context(user=by.pk, reason="remove tags"):
        for model in (Event, Claim):
            kind = ContentType.objects.get_for_model(model)
            own = [row.pk for row in rows if isinstance(row, model)]
            removed += carried.filter(content_type=kind, object_id__in=own).delete()[0]
        _index(rows)
    return removed


def merge_tags(*, tag: Tag, into: Tag, by: User) -> int:
    """Make `tag` another name of `into`; how many rows changed their tag.

    The merged tag stays, pointing at the other one, so that links to it lead on and the merge
    can be undone from the history. Raises ValidationError for a circle.
    """
    if tag == into or {tag.merged_into_id, into.merged_into_id} != {None}:
        raise ValidationError(_("A tag cannot be merged into itself or into a merged one."))
    with transaction.atomic(), pghistory.context(user=by.pk, reason=f"merge into {into.slug}"):
        rows = list(tag.items.values_list("content_type", "object_id"))
        Tagged.objects.bulk_create(
            [Tagged(tag=into, content_type_id=kind, object_id=row) for kind, row in rows],
            ignore_conflicts=True,
        )
        tag.items.all().delete()
        Tag.objects.filter(pk=tag.pk).update(merged_into=into)
        _index_tagged(rows)
    return len(rows)


def unmerge_tag(*, tag: Tag, by: User) -> int:
    """Undo `merge_tags`: the rows that carried the tag carry it again; how many.

    The tag it was merged into is taken off the rows that had only the merged one. Raises
    ValidationError when the tag is not merged.
    """
    if tag.merged_into_id is None:
        raise ValidationError(_("This tag is not merged."))
    into, merges = tag.merged_into, _merges(tag)
    history = Tagged.history.rel.related_model.objects
    with transaction.atomic(), pghistory.context(user=by.pk, reason=f"unmerge from {into.slug}"):
        lost = _rows_of(history.filter(pgh_context=merges[0], tag=tag, pgh_label="delete"))
        # A row owes its tag to this one if every merge on the way put it there.
        gained = set.intersection(
            lost,
            *(_rows_of(history.filter(pgh_context=each, pgh_label="insert")) for each in merges),
        )
        for kind, row in gained:
            Tagged.objects.filter(tag=into, content_type=kind, object_id=row).delete()
        Tagged.objects.bulk_create(
            [Tagged(tag=tag, content_type_id=kind, object_id=row) for kind, row in sorted(lost)],
            ignore_conflicts=True,
        )
        # Tags that had been merged into this one went along with it, and come back.
        followers = Tag.history.rel.related_model.objects.filter(pgh_context=merges[0])
        followers = followers.exclude(pgh_obj=tag).values("pgh_obj")
        Tag.objects.filter(pk__in=followers, merged_into=into).update(merged_into=tag)
        Tag.objects.filter(pk=tag.pk).update(merged_into=None)
        _index_tagged(lost)
    return len(lost)


def _merges(tag: Tag) -> list[object]:
    """The contexts of the merges that led a tag to where it points, the first one first."""
    chain: dict[int, object] = {}
    at = None
    for row in tag.history.order_by("pgh_id"):
        if row.merged_into_id == at:
            continue
        at = row.merged_into_id
        if at in chain:
            passed = list(chain).index(at)
            chain = dict(list(chain.items())[: passed + 1])
        else:
            chain = {**chain, at: row.pgh_context_id} if at else {}
    return list(chain.values())


def _rows_of(history: QuerySet) -> set[tuple[int, int]]:
    return set(history.values_list("content_type", "object_id"))


def resolve(*, dispute: Dispute, by: User, resolution_en: str, resolution_zh: str = "") -> None:
    """Close a dispute, saying how. Raises ValidationError without a word of how."""
    _require(by, dispute, "change")
    if not (resolution_en.strip() or resolution_zh.strip()):
        raise ValidationError(_("Say how it was resolved."), code="no_reason")
    with transaction.atomic(), pghistory.context(user=by.pk, reason="resolve"):
        Dispute.objects.filter(pk=dispute.pk).update(
            state=Dispute.State.RESOLVED, resolution_en=resolution_en, resolution_zh=resolution_zh
        )
    dispute.refresh_from_db()


def _set_state(row: Annotated, state: State, *, by: User, reason: str) -> None:
    with transaction.atomic(), pghistory.context(user=by.pk, reason=reason or state.value):
        row.state = state
        row.save(update_fields=["state", "updated_at"])


def _require(by: User, row: Annotated | Dispute, verb: str) -> None:
    if not by.has_perm(f"events.{verb}_{row._meta.model_name}"):
        raise PermissionDenied


def _owner_field(row: Annotated) -> str:
    return "event" if isinstance(row, Event) else "claim"


def _index(rows: Iterable[Annotated]) -> None:
    for model in (Event, Claim):
        model.objects.filter(pk__in=[row.pk for row in rows if isinstance(row, model)]).index()


def _index_tagged(rows: Iterable[tuple[int, int]]) -> None:
    for model in (Event, Claim):
        kind = ContentType.objects.get_for_model(model).pk
        model.objects.filter(pk__in=[row for found, row in rows if found == kind]).index()
