"""Proposals: what waits for the approval of a second person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.models.history import tracked


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Queries on proposals."""

    def open(self) -> Self:
        """Keep proposals on which something is to be done: to review, or to change."""
        return self.filter(state__in=Proposal.State.open())

    def proposed(self) -> Self:
        """Keep proposals that wait for review."""
        return self.filter(state=Proposal.State.PROPOSED)

    def for_record(self, row: models.Model) -> Self:
        """Keep the proposals about one record."""
        content_type = ContentType.objects.get_for_model(type(row))
        return self.filter(content_type=content_type, object_id=row.pk)

    def corrections(self) -> Self:
        """Keep changes of facts that readers had seen, and retractions."""
        return self.filter(state=Proposal.State.APPROVED, is_correction=True)

    def note_retractions(
        self, rows: Iterable[models.Model], *, by: User | None, reason: str
    ) -> None:
        """Record that records were retracted at once; `by` is None for a command."""
        now = timezone.now()
        Proposal.objects.bulk_create(
            Proposal(
                kind=Proposal.Kind.RETRACT,
                state=Proposal.State.APPROVED,
                record=row,
                author=by,
                edited_by=by,
                decided_by=by,
                decided_at=now,
                reason=reason[:500],
                is_correction=True,
            )
            for row in rows
        )

    def locked(self) -> Self:
        """Lock the proposals until the end of the transaction, in the order of their ids."""
        return self.order_by("pk").select_for_update(of=("self",), no_key=True)


@tracked()
class Proposal(models.Model):
    """One change of one record that waits for review, or the record of what became of it.

    Written by the actions of `events.editing.proposals` for editors and curators. A change of a
    public record holds the complete record as proposed; readers see it when it is approved. A
    record that is to become public is itself what is proposed. The merge of a tag holds its target.
    """

    class Kind(models.TextChoices):
        """What approval does."""

        PUBLISH = "publish", _("publish")
        CHANGE = "change", _("change")
        RETRACT = "retract", _("retract")
        MERGE = "merge", _("merge")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for review")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

        @classmethod
        def open(cls) -> tuple[Proposal.State, ...]:
            """Return the states of proposals on which something is to be done."""
            return (cls.PROPOSED, cls.RETURNED)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    object_id = models.BigIntegerField(_("record"))
    record = GenericForeignKey("content_type", "object_id")
    # Proposals of one act, such as a tag added to 20 records, are approved together.
    batch = models.UUIDField(_("batch"), default=uuid.uuid4, db_index=True, editable=False)
    # See `events.editing.proposals.content`. `base` is the record that the author saw, after
    # approval the record before it; both are empty while the record itself is what is proposed.
    base = models.JSONField(default=dict, editable=False, blank=True)
    content = models.JSONField(default=dict, editable=False, blank=True)
    # Nobody for what a command did.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("proposed by"),
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("edited by"),
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    decided_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    # Set by the approval: whether readers find it in the list of corrections.
    is_correction = models.BooleanField(_("correction"), default=False, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        permissions = [("review_proposal", _("Can approve and return proposals"))]
        constraints = [
            models.UniqueConstraint(
                name="one_open_proposal_of_an_author",
                fields=["content_type", "object_id", "kind", "author"],
                condition=models.Q(state__in=["proposed", "returned"]),
            ),
            models.UniqueConstraint(
                name="one_open_proposal_to_publish",
                fields=["content_type", "object_id"],
                condition=models.Q(state__in=["proposed", "returned"], kind="publish"),
            ),
            models.CheckConstraint(
                name="decided_proposal_says_when",
                condition=models.Q(state__in=["proposed", "withdrawn"])
                | models.Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="returned_proposal_says_why",
                condition=~models.Q(state="returned") | ~models.Q(answer=""),
            ),
        ]
        indexes = [
            # Serves the queues: what waits, oldest first.
            models.Index(
                name="proposal_open",
                fields=["state", "id"],
                condition=models.Q(state__in=["proposed", "returned"]),
            ),
            # Serves the list of corrections, newest first.
            models.Index(
                name="proposal_corrections",
                fields=["decided_at", "id"],
                condition=models.Q(state="approved", is_correction=True),
            ),
            models.Index(name="proposal_of_record", fields=["content_type", "object_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.record}"

    @property
    def model(self) -> type[models.Model]:
        """The model of the record."""
        model = self.content_type.model_class()
        assert model is not None, "migrations delete the proposals of a model with it"
        return model

    @property
    def is_open(self) -> bool:
        """Return whether something is to be done: to review it, or to change it."""
        return self.state in Proposal.State.open()

    def reopen(self) -> None:
        """Let it wait for review, also after it was returned. The caller saves it."""
        self.state = Proposal.State.PROPOSED
        self.decided_by, self.decided_at, self.answer = None, None, ""
