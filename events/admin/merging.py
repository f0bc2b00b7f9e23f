"""Admin pages on which two records are merged, and a merge is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.editing.duplicates import MAX_FOUND, possible_duplicates
from events.editing.merging.actions import (
    merge_preview,
    merge_records,
    unmerge_preview,
    unmerge_record,
)
from events.editing.proposals.differences import difference
from sources.admin.choices import RecordsInUse
from sources.admin.curated import shortened
from sources.models.merging import Mergeable, in_use, is_merged

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class MergedFilter(admin.SimpleListFilter):
    """Filter by whether a record is merged into another."""

    title = gettext_lazy("merged")
    parameter_name = "merged"

    def lookups(
        self, request: HttpRequest, page: admin.ModelAdmin
    ) -> list[tuple[str, StrOrPromise]]:
        """Return the two choices: in use, merged."""
        return [("no", _("in use")), ("yes", _("merged into another"))]

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """Keep the records in use or the merged ones."""
        if self.value() == "yes":
            return rows.exclude(merged_into=None)
        return rows.filter(merged_into=None) if self.value() == "no" else rows


class MergingAdmin(RecordsInUse, admin.ModelAdmin):
    """A mixin of admin pages: a record is merged into another one, which can be undone.

    A merged record is shown, with what it was merged into, and not edited.
    """

    def get_urls(self) -> list[URLPattern]:
        """Add the page that merges a record and the one that undoes its merge."""
        if not issubclass(self.model, Mergeable):
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        views = {"merge": self.merge_view, "unmerge": self.unmerge_view}
        pages = [
            path(
                f"<path:object_id>/{verb}/",
                self.admin_site.admin_view(view),
                name=f"{name}_{verb}",
            )
            for verb, view in views.items()
        ]
        return [*pages, *super().get_urls()]

    def get_list_filter(self, request: HttpRequest) -> list:
        """Add whether a record is merged."""
        filters = list(super().get_list_filter(request))
        return [*filters, MergedFilter] if issubclass(self.model, Mergeable) else filters

    def get_exclude(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """Leave out what only merges write."""
        return [*(super().get_exclude(request, obj) or ()), "merged_into"]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Return False for a merged record: its page shows it."""
        return super().has_change_permission(request, obj) and not is_merged(obj)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Offer no merged records in an autocomplete."""
        rows = super().get_queryset(request)
        return in_use(rows) if request.resolver_match.url_name == "autocomplete" else rows

    def merge_context(self, request: HttpRequest, row: models.Model | None) -> dict[str, object]:
        """Return the way to merge a record, or what it was merged into and the way to undo it."""
        if not isinstance(row, Mergeable):
            return {}
        context: dict[str, object] = {}
        if super().has_change_permission(request, row):
            context["merge_page"] = self._page("unmerge" if is_merged(row) else "merge", row)
        if row.merged_into_id is not None:
            context["merged_into"] = row.merged_into
            context["merged_into_page"] = self._page("change", row.merged_into)
        return context

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what may be the same as a record, then what a merge would do, and merge."""
        record = self._record(request, object_id)
        if is_merged(record):
            return HttpResponseRedirect(self._page("change", record))
        into = self._chosen(request, record)
        if into is None:
            return self._choice(request, record)
        problems: list[str] = []
        if request.method == "POST":
            try:
                merge_records(record=record, into=into, by=request.user)
            except ValidationError as error:
                problems = error.messages
            else:
                return self._done(request, record, into)
        return self._preview_page(request, record, into, problems)

    def unmerge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what the undoing of a merge would move back and what would stay, and undo it."""
        record = self._record(request, object_id)
        if record.merged_into is None:
            return HttpResponseRedirect(self._page("change", record))
        problems: list[str] = []
        if request.method == "POST":
            try:
                unmerge_record(record=record, by=request.user)
            except ValidationError as error:
                problems = error.messages
            else:
                return self._undone(request, record)
        context = {
            "title": _("Undo the merge: %s") % shortened(record, 80),
            "into": record.merged_into,
            "into_page": self._page("change", record.merged_into),
            "preview": unmerge_preview(record),
            "problems": problems,
        }
        return self._respond(request, "admin/unmerge.html", record, context)

    def _record(self, request: HttpRequest, object_id: str) -> Mergeable:
        """Return the record of a page; the user needs the permission to change such records."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if not super().has_change_permission(request, row):
            raise PermissionDenied
        assert isinstance(row, Mergeable)
        return row

    def _chosen(self, request: HttpRequest, record: Mergeable) -> Mergeable | None:
        """Return the record in use that the query string names."""
        key = request.GET.get("into", "")
        if not (key.isascii() and key.isdecimal() and len(key) < 19):
            return None
        return in_use(self.model._base_manager.exclude(pk=record.pk)).filter(pk=key).first()

    def _choice(self, request: HttpRequest, record: Mergeable) -> HttpResponse:
        """Return the page on which the other record is chosen."""
        query = request.GET.get("q", "").replace("\x00", "").strip()
        if query:
            rows = in_use(self.get_queryset(request).exclude(pk=record.pk))
            results, _duplicates = self.get_search_results(request, rows, query)
            found = list(results.distinct()[:MAX_FOUND])
        else:
            found = possible_duplicates(record)
        pages = [(row, f"{self._page('merge', record)}?into={row.pk}") for row in found]
        context = {
            "title": _("Merge: %s") % shortened(record, 80),
            "query": query,
            "found": pages,
            "is_full": len(found) == MAX_FOUND,
        }
        return self._respond(request, "admin/merge_choice.html", record, context)

    def _preview_page(
        self, request: HttpRequest, record: Mergeable, into: Mergeable, problems: list[str]
    ) -> HttpResponse:
        preview = merge_preview(record, into)
        context = {
            "title": _("Merge: %s") % shortened(record, 80),
            "into": into,
            "into_page": self._page("change", into),
            "other_way": f"{self._page('merge', into)}?into={record.pk}",
            "preview": preview,
            "problems": problems,
            "change": difference(preview.review) if preview.review else None,
        }
        return self._respond(request, "admin/merge.html", record, context)

    def _done(self, request: HttpRequest, record: Mergeable, into: Mergeable) -> HttpResponse:
        record.refresh_from_db()
        if record.merged_into_id is None:
            text = _("The merge of “%(record)s” into “%(into)s” waits for review.")
        else:
            text = _("“%(record)s” was merged into “%(into)s”.")
        names = {"record": shortened(record, 80), "into": shortened(into, 80)}
        self.message_user(request, text % names, messages.SUCCESS)
        return HttpResponseRedirect(self._page("change", into))

    def _undone(self, request: HttpRequest, record: Mergeable) -> HttpResponse:
        record.refresh_from_db()
        if record.merged_into_id is not None:
            text = _("That the merge of “%s” is undone waits for review.")
        else:
            text = _("The merge of “%s” was undone.")
        self.message_user(request, text % shortened(record, 80), messages.SUCCESS)
        return HttpResponseRedirect(self._page("change", record))

    def _respond(
        self, request: HttpRequest, template: str, record: Mergeable, context: dict
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        common = {"subtitle": None, "opts": self.opts, "object": record}
        site = self.admin_site.each_context(request)
        return TemplateResponse(request, template, {**site, **common, **context})

    def _page(self, verb: str, row: models.Model) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{verb}"
        return reverse(name, args=[row.pk])
