"""What readers get of an article: the page that shows it, and the takedown."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin.reasons import ReasonForm
from events.admin.support import may_retract
from events.editing.quotations.actions import end_takedown, take_down
from events.editing.quotations.share import percent, share_limit, share_of
from sources.admin.bulk import confirm_page, is_confirmed, message_results, run_for_each
from sources.admin.curated import link
from sources.models import Source


class QuotationPages(admin.ModelAdmin):
    """A mixin of the admin of articles: what readers get of an article, and its takedown."""

    def get_urls(self) -> list[URLPattern]:
        """Add the page that shows what readers get of an article."""
        view = self.admin_site.admin_view(self.quotations_view)
        name = "sources_source_quotations"
        return [path("<int:pk>/quotations/", view, name=name), *super().get_urls()]

    def quotations_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show how much of an article readers get word for word, and what uses it."""
        source = self.get_object(request, str(pk))
        if source is None:
            raise Http404
        if not self.has_view_permission(request, source):
            raise PermissionDenied
        share = share_of(source)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Quotations"),
            "subtitle": str(source),
            "opts": self.opts,
            "source": source,
            "share": percent(share.share) if share else "",
            "limit": percent(share_limit()),
            "uses": [(use, percent(part)) for use, part in share.by_use().items()] if share else [],
            "quoted": sorted(share.quoted, key=lambda row: row.start) if share else [],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/quotations.html", context)

    @admin.display(description=gettext_lazy("quotations"))
    def quotations(self, row: Source) -> SafeString | str:
        """Return a link to what readers get of the article, and whether it was taken down."""
        if not row.pk:
            return ""
        page = reverse("admin:sources_source_quotations", args=[row.pk])
        shown = link(page, _("What readers get…"))
        if row.taken_down_at is None:
            return shown
        day = date_format(localtime(row.taken_down_at))
        return format_html("{} {}: {}<br>{}", _("Taken down"), day, row.takedown_reason, shown)

    def has_take_down_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may take articles down; the actions check the same."""
        return may_retract(request) and self.has_change_permission(request)

    @admin.action(
        description=gettext_lazy("Take down selected articles…"), permissions=["take_down"]
    )
    def take_down(self, request: HttpRequest, queryset: models.QuerySet) -> object:
        """Take the words of the selected articles from readers, after a page for the reason."""
        return self._with_reason(
            request, queryset, take_down, _("Take down articles"), _("Take down")
        )

    @admin.action(
        description=gettext_lazy("End the takedown of selected articles…"),
        permissions=["take_down"],
    )
    def end_takedown(self, request: HttpRequest, queryset: models.QuerySet) -> object:
        """Show readers the words of the selected articles again, after a page for the reason."""
        title = _("End the takedown of articles")
        return self._with_reason(request, queryset, end_takedown, title, _("Show them again"))

    def _with_reason(
        self,
        request: HttpRequest,
        queryset: models.QuerySet,
        action: Callable[..., None],
        title: str,
        button: str,
    ) -> object:
        form = ReasonForm(request.POST if is_confirmed(request) else None)
        if not form.is_valid():
            return confirm_page(self, request, queryset, form, title=title, button=button)
        reason = form.cleaned_data["reason"]
        done, failures = run_for_each(
            queryset, lambda row: action(source=row, by=request.user, reason=reason)
        )
        text = ngettext("%d article changed.", "%d articles changed.", done)
        message_results(self, request, text % done if done else "", failures)
        return None
