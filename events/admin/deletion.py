"""Admin pages on which users delete what they created."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.editing.deletion import delete, may_delete, require_deletable
from events.editing.proposals.records import is_public
from sources.admin.bulk import message_results, run_for_each
from sources.admin.curated import shortened


class DraftDeletion(admin.ModelAdmin):
    """A mixin of admin pages: users delete what they created, as long as readers do not see it."""

    takes_protected = False
    """Whether the rows that protect a record go to the trash with it."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return whether the user may delete the row, or without a row some rows."""
        if obj is None:
            return self.has_change_permission(request)
        return not is_public(obj) and may_delete(obj, request.user)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Move the row to the trash, and show the way there."""
        trashed = delete(row=obj, by=request.user)
        address = reverse("admin:events_trashedrecord_change", args=[trashed.pk])
        self._say(request, _("It is in the trash."), address)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Move each row to the trash, and show the way there."""
        done, failures = run_for_each(queryset, lambda row: delete(row=row, by=request.user))
        if done:
            page = reverse("admin:events_trashedrecord_changelist")
            self._say(request, _("In the trash: %d.") % done, page)
        message_results(self, request, "", failures)

    def _say(self, request: HttpRequest, text: str, address: str) -> None:
        self.message_user(
            request, format_html('{} <a href="{}">{}</a>', text, address, _("Look at it"))
        )

    def get_deleted_objects(
        self, objs: Sequence[models.Model] | models.QuerySet, request: HttpRequest
    ) -> tuple[list, dict, set, list]:
        """Refuse to delete rows that are public, in use or somebody else's, and say which."""
        deleted, counts, _missing, protected = super().get_deleted_objects(objs, request)
        refused: list[str | SafeString] = []
        for row in objs:
            try:
                require_deletable(row, request.user)
            except ValidationError as error:
                refused.append(f"{shortened(row, 60)}: {' '.join(error.messages)}")
            except PermissionDenied as error:
                refused.append(f"{shortened(row, 60)}: {error}")
        return deleted, counts, set(), [*refused, *([] if self.takes_protected else protected)]
