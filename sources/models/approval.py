"""Approval of rows without a state: readers see a row only once it is approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.models.merging import in_use

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

Row = TypeVar("Row", bound="Approvable")


class ApprovableQuerySet(models.QuerySet[Row]):
    """Queries on rows that need approval."""

    def approved(self) -> Self:
        """Keep approved rows, which every reader may see."""
        return self.filter(is_approved=True)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep approved rows for readers, and all that are in use for those who may change them."""
        model = self.model._meta
        if user.has_perm(f"{model.app_label}.change_{model.model_name}"):
            return in_use(self)
        return self.approved()


class Approvable(models.Model):
    """A row without a state, which somebody proposes and readers see once it is approved."""

    # Proposals set it, and what acts for the operator: ingest and loadseeds.
    is_approved = models.BooleanField(_("approved"), default=False, editable=False)

    class Meta:
        abstract = True
