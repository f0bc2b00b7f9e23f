"""Deleted records, from which they can be put back."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.models.history import tracked


@tracked(exclude=("content", "links"))
class TrashedRecord(models.Model):
    """One deleted record with the rows that were deleted with it.

    Written by `events.editing.trash`. The rows themselves are in no table, so that no query has to
    leave them out.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    object_id = models.BigIntegerField(_("record"))
    name = models.CharField(_("name"), max_length=300)
    # The serialised rows, the record first: see `django.core.serializers`.
    content = models.TextField(editable=False)
    # Rows that stay and referred to it: [[table, column, [id, …]], …].
    links = models.JSONField(default=list, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("deleted by"),
    )
    deleted_at = models.DateTimeField(_("deleted at"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("record in the trash")
        verbose_name_plural = _("records in the trash")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                name="trashed_record_once", fields=["content_type", "object_id"]
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def model(self) -> type[models.Model]:
        """The model of the record."""
        model = self.content_type.model_class()
        assert model is not None, "migrations delete what is in the trash with its model"
        return model
