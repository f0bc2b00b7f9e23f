"""What every page of the admin has in common."""

from __future__ import annotations

import pghistory
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sources.admin.choices import KnownChoicesMixin
from sources.admin.history import changes_of

CHANGES_PER_PAGE = 50


class CuratedAdmin(KnownChoicesMixin, admin.ModelAdmin):
    """A page that counts no more than it shows and tells all that happened to a row."""

    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def view_on_site(self, row: models.Model) -> str | None:
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with pghistory.context(**history_context(request, request.POST.get("reason", ""))):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """Everything that happened to a row and what hangs on it, however it was written."""
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        pages = Paginator(changes_of(row), CHANGES_PER_PAGE)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % Truncator(str(row)).chars(80),
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "module_name": str(self.opts.verbose_name_plural),
            "changes": pages.get_page(request.GET.get("p")),
            "preserved_filters": self.get_preserved_filters(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/row_history.html", context)


class ReadOnlyAdmin(CuratedAdmin):
    """Rows that are made by commands alone: to be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def history_context(request: HttpRequest, reason: str) -> dict[str, object]:
    """Who and why, for the history. PostgreSQL's JSON holds no NUL (8.14.1)."""
    reason = reason.replace("\x00", "").strip()[:500]
    return {"user": request.user.pk, **({"reason": reason} if reason else {})}


def shortened(text: object, length: int = 120) -> str:
    """A text as far as a column has room for it."""
    return Truncator(str(text)).chars(length)


def link(address: str, text: object, *, new: bool = False) -> SafeString:
    """A link to another page of the site; `new` opens it beside this one."""
    if new:
        return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, text)
    return format_html('<a href="{}">{}</a>', address, text)
