"""Merge a record into another one: what refers to it refers to the other one afterwards.

The caller has checked the permissions, and records the user. The rows of events and claims are
locked before the records, both in the order of their ids, and read again before anything is
decided.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.editing.merging import texts
from events.editing.merging.aliases import add_names
from events.editing.merging.original_rows import MERGE_MARK
from events.editing.merging.references import Reference, keys_of_annotated, references_to
from events.editing.proposals.content import content_of
from events.editing.proposals.records import RECORD_TYPES, is_public
from events.editing.proposals.refusals import check_constraints, forbidden
from events.editing.proposals.vocabulary import require_approved
from events.editing.tag_rows import Key, index_rows, lock_rows
from events.models import Claim, Event, Position, Proposal, State
from sources.models import Outlet, Snapshot, Source
from sources.models.deadlocks import atomic_despite_deadlocks
from sources.models.merging import Mergeable

Row = TypeVar("Row", bound=models.Model)


def require_mergeable(record: Mergeable | None, into: Mergeable | None) -> None:
    """Raise ValidationError unless a record can be merged into another one."""
    ends = [record, into]
    if record == into or any(end is None or end.merged_into_id is not None for end in ends):
        message = _("A record cannot be merged into itself, or into a merged or deleted one.")
        raise ValidationError(message, code="merged")
    assert record is not None
    assert into is not None
    if is_public(record) and not is_public(into):
        raise ValidationError(
            _("Not approved yet: %(names)s. Review that first."),
            params={"names": into},
            code="not_approved",
        )
    if isinstance(record, Event | Claim):
        _require_same_side(record, into)
    if any(
        is_kept and not into_is_kept
        for is_kept, into_is_kept in zip(_kept_back(record), _kept_back(into), strict=True)
    ):
        message = _(
            "Readers must not see words of “%(record)s”: it was taken down, or its outlet allows "
            "no quotations. Set the same for “%(into)s” first."
        )
        params = {"record": record, "into": into}
        raise ValidationError(message, params=params, code="quotations")


def _kept_back(row: models.Model) -> tuple[bool, bool]:
    """Return whether readers must not see the digest, and words, of an article or an outlet."""
    if isinstance(row, Outlet):
        return False, not row.allows_quotations
    return (row.is_taken_down, not row.may_be_quoted) if isinstance(row, Source) else (False, False)


def _require_same_side(record: models.Model, into: models.Model) -> None:
    """Raise ValidationError if two events or claims contradict each other in a dispute."""
    name = f"{record._meta.model_name}s"
    for position in Position.objects.filter(**{name: record.pk}).select_related("dispute"):
        others = Position.objects.filter(dispute=position.dispute_id, **{name: into.pk})
        if others.exclude(pk=position.pk).exists():
            raise ValidationError(
                _("They contradict each other in “%(dispute)s”, so they are not the same."),
                params={"dispute": position.dispute},
                code="dispute",
            )


@atomic_despite_deadlocks
def merge(model: type[Mergeable], pk: int, into: int, *, index: bool = True) -> int:
    """Merge a record into another one and return the number of rows that referred to it.

    `index` is whether search finds the events and claims by their new words; a preview leaves that
    out, as most of the time of a large merge is spent on it.

    Raise ValidationError if the records are equal, or one of them is merged already or deleted; if
    readers see the merged one and not the other; if a rule of the database forbids what would refer
    to the other one; or if published records would lose their support.
    """
    lock_rows(referring(model, pk))
    record, target = lock_for_merge(model, [pk, into])
    require_mergeable(record, target)
    assert record is not None
    assert target is not None
    keys = referring(model, pk)
    lock_rows(keys)  # also those that refer to it since
    with pghistory.context(reason=f"merge into {name_of(target)}", **{MERGE_MARK: True}):
        try:
            with transaction.atomic():
                count = _move(record, target)
                check_constraints()
                if is_public(target):
                    require_approved(RECORD_TYPES[model], content_of(target))
        except IntegrityError as error:
            raise forbidden(target, error) from error
        if index:
            index_rows({*keys, *referring(model, into)} if affects_search(model) else keys)
    return count


def name_of(record: models.Model) -> str:
    """Return the slug of a record, or what it has instead."""
    return str(getattr(record, "slug", None) or getattr(record, "key", record.pk))


def affects_search(model: type[models.Model]) -> bool:
    """Whether a merge changes the search texts of events and claims that refer to the target.

    They contain its names, and those of the merged record are names of the target afterwards.
    """
    return not issubclass(model, Source)


def referring(model: type[models.Model], pk: int) -> set[Key]:
    """Return the events and claims that refer to a record, or are it."""
    keys: set[Key] = set()
    for reference in references_to(model):
        if reference.model not in (Snapshot, model):
            keys |= keys_of_annotated(reference.rows(pk))
    if issubclass(model, Event | Claim):
        keys |= keys_of_annotated(model._base_manager.filter(pk=pk))
    return keys


def lock_for_merge(model: type[Row], pks: Collection[int]) -> list[Row | None]:
    """Lock records so that nothing new refers to them, and return them as they are now.

    See `sources.models.merging`: a row that refers to one of them waits for the lock.
    """
    rows = model._base_manager.filter(pk__in=pks).order_by("pk").select_for_update(of=("self",))
    locked = {row.pk: row for row in rows}
    return [locked.get(pk) for pk in pks]


def _move(record: Mergeable, into: Mergeable) -> int:
    model = type(record)
    add_names(record, into)
    count = 0
    for reference in references_to(model):
        if reference.model is Snapshot:
            count += texts.move(record, into)
        else:
            count += _move_rows(reference, record.pk, into.pk)
    _return_proposals(record, into)
    values: dict[str, object] = {"merged_into": into}
    if is_public(record):
        values |= _hidden(model)
    elif getattr(record, "state", None) == State.IN_REVIEW:
        values["state"] = State.DRAFT  # its proposal is returned
    values |= next_version(model)
    model._base_manager.filter(pk=record.pk).update(**values)
    note_change(into)
    return count


def note_change(record: models.Model) -> None:
    """Note that an event or a claim changed, for feeds and for what is kept of its page."""
    if values := next_version(type(record)):
        type(record)._base_manager.filter(pk=record.pk).update(**values)


def next_version(model: type[models.Model]) -> dict[str, object]:
    """Return the columns that change with each edit of an event or a claim."""
    if not issubclass(model, Event | Claim):
        return {}
    return {"version": models.F("version") + 1, "updated_at": timezone.now()}


def _hidden(model: type[models.Model]) -> dict[str, object]:
    """Return the values with which readers do not see a record."""
    if issubclass(model, Event | Claim):
        return {"state": State.RETRACTED}
    if issubclass(model, Source):
        return {"state": Source.State.REJECTED}
    return {"is_approved": False}


def _move_rows(reference: Reference, old: int, new: int) -> int:
    """Let the rows that refer to one record refer to another; return their number.

    A row that the other record has too is deleted, and so is a row that would tie the other record
    to itself.
    """
    rows = reference.rows(old)
    count = rows.count()
    if not count:
        return 0
    if reference.model in RECORD_TYPES:
        # A record is not deleted; it does not refer to itself.
        if reference.model is reference.target:
            rows.filter(pk=new).update(**{reference.column: None})
        rows.update(**{reference.column: new})
        return count
    gone = rows.filter(_has_same_row(reference, new)).values_list("pk", flat=True)
    keys = set(gone)
    for column in reference.same_kind():
        keys |= set(rows.filter(**{column: new}).values_list("pk", flat=True))
    reference.model._base_manager.filter(pk__in=keys).delete()
    rows.update(**{reference.column: new})
    return count


def _has_same_row(reference: Reference, pk: int) -> models.Q:
    """Return the condition that a record has a row like this one already."""
    condition = models.Q(pk__in=())
    for names in reference.identities():
        same = reference.rows(pk).filter(**{name: models.OuterRef(name) for name in names})
        condition |= models.Q(models.Exists(same))
    return condition


def _return_proposals(record: models.Model, into: models.Model) -> None:
    """Return the open proposals about a record, except merges: they are decided by this one."""
    proposals = Proposal.objects.open().for_record(record)
    for proposal in proposals.exclude(kind=Proposal.Kind.MERGE).locked():
        proposal.state, proposal.decided_at = Proposal.State.RETURNED, timezone.now()
        proposal.answer = (_("Merged into “%(into)s”.") % {"into": into})[:500]
        proposal.save()
