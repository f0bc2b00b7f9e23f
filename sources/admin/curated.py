"""Base classes and helpers of all admin pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sources.admin.conflicts import VersionedAdmin
from sources.admin.history import changes_of
from sources.admin.lists import ListField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHANGES_PER_PAGE = 50


class CuratedAdmin(VersionedAdmin):
    """Admin of a model with a recorded history. Its lists do not count all rows of the table."""

    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        ArrayField: {"form_class": ListField},
    }

    def view_on_site(self, row: models.Model) -> str | None:
        """Return the address of the row's public page, if it has one."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Record the user, and the optional reason, in the history when the form is submitted."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with pghistory.context(**history_context(request, request.POST.get("reason", ""))):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """Show all changes of a row and its related rows, also those made outside the admin."""
        row = self.get_object(request, object_id)
        if row is None:
            return super().history_view(request, object_id, extra_context)
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
    """Admin of rows that only commands write: view only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False for everyone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return False for everyone."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return False for everyone."""
        return False


def history_context(request: HttpRequest, reason: str) -> dict[str, int | str | None]:
    """Return the user and the reason for the history.

    NUL characters are removed because PostgreSQL's JSON cannot hold them (manual, 8.14.1).
    """
    reason = reason.replace("\x00", "").strip()[:500]
    return {"user": request.user.pk, **({"reason": reason} if reason else {})}


def shortened(text: models.Model | str, length: int = 120) -> str:
    """Return a text truncated to `length` characters, to fit a column."""
    return Truncator(str(text)).chars(length)


def link(address: str, text: models.Model | StrOrPromise, *, new: bool = False) -> SafeString:
    """Return a link as HTML; `new` opens it in a new tab."""
    if new:
        return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, text)
    return format_html('<a href="{}">{}</a>', address, text)
