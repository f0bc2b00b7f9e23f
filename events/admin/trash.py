"""Admin pages of the trash: what was deleted, and the button that puts it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin.list_filters import RecordKindFilter
from events.editing.trash.discarding import empty_trash, rows_of
from events.editing.trash.putting_back import may_put_back, put_back
from events.models import TrashedRecord
from sources.admin.curated import ReadOnlyAdmin, shortened

if TYPE_CHECKING:
    pass

MAX_NAMED = 5


@admin.register(TrashedRecord)
class TrashedRecordAdmin(ReadOnlyAdmin):
    """List of deleted records, and a page for each."""

    list_display = ["short_name", "record_kind", "deleted_by", "deleted_at"]
    list_filter = [RecordKindFilter]
    search_fields = ["name"]
    ordering = ["-pk"]
    list_select_related = ["content_type", "deleted_by"]
    actions = ["delete_for_ever"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Leave out the contents, which hold whole articles."""
        return super().get_queryset(request).defer("content")

    @admin.display(description=gettext_lazy("record"), ordering="name")
    def short_name(self, row: TrashedRecord) -> str:
        """Return the name, truncated."""
        return shortened(row.name, 100)

    @admin.display(description=gettext_lazy("kind of record"), ordering="content_type")
    def record_kind(self, row: TrashedRecord) -> str:
        """Return what was deleted: an event, a claim and so on."""
        return str(row.model._meta.verbose_name)

    def get_actions(self, request: HttpRequest) -> dict:
        """Offer the emptying of the trash to superusers alone."""
        return super().get_actions(request) if request.user.is_superuser else {}

    @admin.action(description=gettext_lazy("Delete for ever"))
    def delete_for_ever(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Delete the selected records for ever."""
        count = empty_trash(trashed=queryset, by=request.user)
        text = ngettext("%d record is gone for ever.", "%d records are gone for ever.", count)
        self.message_user(request, text % count, messages.SUCCESS)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Show what was deleted, and put it back."""
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            return super().change_view(request, object_id, form_url, extra_context)
        rows = rows_of(object_id)
        if row is None or rows is None:
            self.message_user(request, _("It is in the trash no longer."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:events_trashedrecord_changelist"))
        problems: list[str] = []
        if request.method == "POST":
            try:
                return self._put_back(request, row)
            except ValidationError as error:
                problems = error.messages
        context = {"rows": rows, "problems": problems, **self._context(request, row)}
        return TemplateResponse(request, "admin/trashed.html", context)

    def _context(self, request: HttpRequest, row: TrashedRecord) -> dict[str, object]:
        request.current_app = self.admin_site.name
        return {
            **self.admin_site.each_context(request),
            "title": _("In the trash: %s") % shortened(row.name, 80),
            "subtitle": None,
            "opts": self.opts,
            "trashed": row,
            "kind": str(row.model._meta.verbose_name),
            "may_put_back": may_put_back(row, request.user),
        }

    def _put_back(self, request: HttpRequest, row: TrashedRecord) -> HttpResponse:
        if not may_put_back(row, request.user):
            raise PermissionDenied
        restored = put_back(trashed=row, by=request.user)
        text = _("“%s” was put back.") % shortened(row.name, 80)
        self.message_user(request, text, messages.SUCCESS)
        if restored.left_out:
            names = "; ".join(restored.left_out[:MAX_NAMED])
            if (more := len(restored.left_out) - MAX_NAMED) > 0:
                names += f" (+{more})"
            left = _("Deleted since, and left out: %s") % names
            self.message_user(request, left, messages.WARNING)
        options = restored.record._meta
        page = f"admin:{options.app_label}_{options.model_name}_change"
        return HttpResponseRedirect(reverse(page, args=[restored.record.pk]))
