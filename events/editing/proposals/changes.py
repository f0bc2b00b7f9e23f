"""The gate through which every edit of a record goes.

A draft, or a record that is not approved yet, is written. An edit of a public record is run, read
and taken back: what it would have written becomes a proposal, and readers see it when it is
approved.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import pghistory
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from events.editing.indexing import index_row
from events.editing.permissions import may_approve_own
from events.editing.proposals.content import Content, content_of, merge_content, write
from events.editing.proposals.decisions import approve, is_supported
from events.editing.proposals.records import is_public
from events.editing.proposals.refusals import check_constraints
from events.editing.proposals.review import Review
from events.editing.support import require_support
from events.models import Claim, Event, Proposal
from sources.models import Source
from sources.models.merging import Mergeable

Row = TypeVar("Row", bound=models.Model)


@dataclass
class Edit:
    """One edit in progress.

    Call `cancel` if it saves nothing. Afterwards `proposal` is what it became: None if it was
    written at once, or changed nothing. `refusal` is why it was not approved at once.
    """

    row: models.Model
    by: User
    reason: str = ""
    batch: uuid.UUID = field(default_factory=uuid.uuid4)
    proposal: Proposal | None = None
    refusal: str = ""
    is_cancelled: bool = False

    def cancel(self) -> None:
        """Write nothing and propose nothing."""
        self.is_cancelled = True


@contextmanager
def changing(
    row: models.Model,
    *,
    by: User,
    reason: str = "",
    batch: uuid.UUID | None = None,
    proposal: Proposal | None = None,
) -> Iterator[Edit]:
    """Write a record in the body of the `with` statement, or propose what the body writes.

    The body finds a public record as the open proposal has it: `proposal`, by default that of the
    user, also if `proposal` is decided already. The caller has checked the permissions. Where users
    may approve their own changes (see `settings.SELF_APPROVAL`) and this one may approve, the
    change is approved at once. Raise ValidationError if the record was deleted meanwhile, or if the
    body takes the last support of a public record.
    """
    edit = Edit(row, by, reason, batch or uuid.uuid4())
    with transaction.atomic():
        gate = _proposing(edit, proposal) if is_public(lock(row)) else _writing(edit)
        with gate:
            yield edit


@contextmanager
def _writing(edit: Edit) -> Iterator[None]:
    """Let the body write a record that is not public."""
    before = content_of(edit.row)
    with pghistory.context(user=edit.by.pk, **({"reason": edit.reason} if edit.reason else {})):
        yield
    if edit.is_cancelled:
        transaction.set_rollback(True)
    elif content_of(edit.row) != before:
        index_row(edit.row)
        note_editor([edit.row], edit.by)


@contextmanager
def _proposing(edit: Edit, proposal: Proposal | None) -> Iterator[None]:
    """Let the body write a public record, take it back, and propose what it wrote."""
    row, by = edit.row, edit.by
    # Under the lock of the record: the proposal may have been decided since the caller read it.
    proposal = _still_open(proposal) or open_change(row, by)
    base, was_supported = content_of(row), is_supported(row)
    with _taken_back():
        if proposal is not None:
            write(row, Review.of(proposal).after)
        yield
        if edit.is_cancelled:
            return
        if was_supported and isinstance(row, Event | Claim):
            require_support(row)
        check_constraints()
        content = content_of(row)
    edit.proposal = _propose(edit, proposal, base, content)
    if edit.proposal is not None:
        edit.refusal = approve_own(edit.proposal, by)


def approve_own(proposal: Proposal, by: User) -> str:
    """Approve what the user has just proposed, if he or she may.

    Return why it could not be approved, and waits for review: "" if it is approved, or if somebody
    else has to approve it anyway.
    """
    if not may_approve_own(by, proposal.model):
        return ""
    try:
        approve(proposals={proposal.pk: Review.of(proposal).seen}, by=by)
    except ValidationError as error:
        return " ".join(error.messages)
    proposal.refresh_from_db()
    return ""


@contextmanager
def preview(review: Review) -> Iterator[None]:
    """Show the body of the `with` statement the record as proposed, and then take it back."""
    with transaction.atomic(), _taken_back():
        write(lock(review.record), review.after)
        yield


def open_change(row: models.Model, by: User) -> Proposal | None:
    """Return the open proposal of a user to change a record, if there is one."""
    changes = Proposal.objects.open().for_record(row)
    return changes.filter(kind=Proposal.Kind.CHANGE, author=by).first()


def _still_open(proposal: Proposal | None) -> Proposal | None:
    if proposal is None:
        return None
    return Proposal.objects.open().filter(pk=proposal.pk).first()


def lock(row: Row) -> Row:
    """Lock a record until the end of the transaction, and return it as it is now.

    Raise ValidationError if it was deleted meanwhile, or is merged into another one.
    """
    rows = type(row)._base_manager.select_for_update(of=("self",), no_key=True)
    if (current := rows.filter(pk=row.pk).first()) is None:
        raise ValidationError(_("This record was deleted meanwhile."), code="deleted")
    if isinstance(current, Mergeable) and current.merged_into is not None:
        message = _("It was merged into “%(into)s”. Change that one, or undo the merge.")
        raise ValidationError(message, params={"into": current.merged_into}, code="merged")
    return current


def _propose(
    edit: Edit, proposal: Proposal | None, base: Content, content: Content
) -> Proposal | None:
    """Save what was edited as a proposal. One that changes nothing any more is withdrawn."""
    with pghistory.context(user=edit.by.pk, reason=edit.reason or "propose"):
        if content == base:
            if proposal is not None:
                proposal.state = Proposal.State.WITHDRAWN
                proposal.save()
            return None
        if proposal is None:
            proposal = Proposal(
                kind=Proposal.Kind.CHANGE,
                content_type=ContentType.objects.get_for_model(type(edit.row)),
                object_id=edit.row.pk,
                author=edit.by,
                batch=edit.batch,
            )
        proposal.base, proposal.content = base, content
        proposal.edited_by = edit.by
        proposal.reason = edit.reason or proposal.reason
        proposal.reopen()
        proposal.save()
    return proposal


def note_editor(rows: Iterable[models.Model], by: User) -> None:
    """Note who edited records last that wait to become public; propose them if nobody has.

    An event or a claim is a draft until it is submitted, an article is new until it is accepted. A
    record without a state is proposed as soon as it is saved.
    """
    for row in rows:
        # What is merged is what it is then: somebody else has to approve that.
        Proposal.objects.open().for_record(row).filter(kind=Proposal.Kind.MERGE).update(
            edited_by=by
        )
        is_draft = isinstance(row, Event | Claim | Source)
        proposal = _open_publication(row)
        if proposal is None:
            if not is_draft:
                propose_to_publish(row, by=by)
            continue
        proposal.edited_by = by
        if not is_draft:
            proposal.reopen()
        proposal.save()


def _open_publication(row: models.Model) -> Proposal | None:
    """Return the open proposal to publish a record, locked."""
    proposals = Proposal.objects.open().for_record(row).filter(kind=Proposal.Kind.PUBLISH)
    return proposals.locked().first()


def propose_to_publish(row: models.Model, *, by: User, reason: str = "") -> Proposal:
    """Propose that a record becomes public as it is, also after it was returned.

    The caller has checked the permissions and the state, and holds the lock of the record.
    """
    proposal = _open_publication(row) or Proposal(
        kind=Proposal.Kind.PUBLISH,
        content_type=ContentType.objects.get_for_model(type(row)),
        object_id=row.pk,
        author=by,
    )
    proposal.edited_by, proposal.reason = by, reason or proposal.reason
    proposal.reopen()
    proposal.save()
    return proposal


def propose_merge(record: Mergeable, into: int | None, *, by: User) -> Proposal:
    """Propose to merge a record into another, or with None to undo its merge.

    The caller has checked the permissions and that it can be done, and holds the lock of the
    record.
    """
    kind = Proposal.Kind.MERGE
    proposal = Proposal.objects.open().for_record(record).filter(kind=kind, author=by).first()
    proposal = proposal or Proposal(kind=kind, record=record, author=by)
    proposal.edited_by = by
    proposal.base, proposal.content = merge_content(record.merged_into_id), merge_content(into)
    proposal.reopen()
    proposal.save()
    return proposal


@contextmanager
def _taken_back() -> Iterator[None]:
    """Run the body in a savepoint that is always rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
