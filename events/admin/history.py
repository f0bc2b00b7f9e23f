"""Admin pages of earlier versions: restore one, or undo what an act did to many records."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from pghistory.models import Context

from events.editing.history.acts import Act
from events.editing.history.restoring import require_no_open_change, restoration, restore
from events.editing.history.undoing import Undone, key_of, reversals, undo
from events.editing.proposals.differences import difference
from events.editing.proposals.records import RECORD_TYPES
from sources.admin.curated import shortened
from sources.admin.history import described

MAX_SHOWN = 50
"""The differences of an act that its page shows; the other records are counted."""


class VersionsAdmin(admin.ModelAdmin):
    """A mixin of admin pages: the history leads to the restoration of each version."""

    def get_urls(self) -> list[URLPattern]:
        """Add the page that restores a version."""
        view = self.admin_site.admin_view(self.restore_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        return [path("<path:object_id>/history/restore/", view, name=name), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """Show the history, with links to restore and to undo for users who may change the row."""
        row = self.get_object(request, object_id)
        context = {"may_restore": row is not None and self._may_restore(request, row)}
        return super().history_view(request, object_id, {**context, **(extra_context or {})})

    def _may_restore(self, request: HttpRequest, row: models.Model) -> bool:
        return type(row) in RECORD_TYPES and self.has_change_permission(request, row)

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show how a version differs from the record, and restore it."""
        row, moment = self.get_object(request, object_id), _moment(request)
        if row is None or moment is None:
            raise Http404
        if not self._may_restore(request, row):
            raise PermissionDenied
        problems: list[str] = []
        if request.method == "POST":
            try:
                return self._restored(request, row, moment)
            except ValidationError as error:
                problems = error.messages
        return self._version_page(request, row, moment, problems)

    def _version_page(
        self, request: HttpRequest, row: models.Model, moment: datetime, problems: list[str]
    ) -> HttpResponse:
        """Return the page with the difference, or to the history if there is none to show."""
        try:
            require_no_open_change(row, request.user)
            review = restoration(row, moment)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(self._page("history", row))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Restore: %s") % shortened(row, 80),
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "moment": moment,
            "problems": problems,
            "review": review,
            "difference": difference(review),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/restore.html", context)

    def _restored(self, request: HttpRequest, row: models.Model, moment: datetime) -> HttpResponse:
        """Restore the version, say what became of it, and return to the page of the row."""
        edit = restore(row=row, moment=moment, seen=request.POST.get("seen", ""), by=request.user)
        if edit.proposal is not None and edit.proposal.is_open:
            text = _("The restored version of “%s” waits for review.") % shortened(row, 80)
            self.message_user(request, f"{edit.refusal} {text}".strip(), messages.SUCCESS)
        else:
            text = _("“%s” was restored.") % shortened(row, 80)
            self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(self._page("change", row))

    def _page(self, name: str, row: models.Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[row.pk])


def _moment(request: HttpRequest) -> datetime | None:
    """Return the moment in the query string; None if there is none, or if it is in the future."""
    try:
        moment = parse_datetime(request.GET.get("at", ""))
        if moment is None or moment.tzinfo is None:
            return None
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment <= timezone.now() else None


@require_http_methods(["GET", "POST"])
def undo_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what undoing an act would change, and undo it."""
    try:
        loaded = Act.load(pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("admin:index"))
    if not (loaded.records or loaded.proposals):
        raise Http404
    problems: list[str] = []
    if request.method == "POST":
        is_confirmed = "with_later_changes" in request.POST
        try:
            undone = undo(act=loaded, by=request.user, seen=request.POST if is_confirmed else None)
        except ValidationError as error:
            problems = error.messages
        else:
            return _after_undo(request, pk, undone)
    return _act_page(request, loaded, problems)


def _act_page(request: HttpRequest, act: Act, problems: list[str]) -> HttpResponse:
    """Return the page with the differences that undoing an act makes."""
    context = get_object_or_404(Context, pk=act.pk)
    who, reason = described(context.metadata)
    reviews = reversals(act, request.user)
    # What is changed again since comes first: it has to be seen to be undone.
    reviews.sort(key=lambda review: not review.conflicts)
    shown = [(key_of(review.record), review, difference(review)) for review in reviews[:MAX_SHOWN]]
    page = {
        **admin.site.each_context(request),
        "title": _("Undo"),
        "subtitle": None,
        "at": context.created_at,
        "who": who,
        "reason": reason,
        "problems": problems,
        "items": shown,
        "count": _records(len(reviews)),
        "more": len(reviews) - len(shown),
        "has_conflicts": any(review.conflicts for review in reviews),
    }
    return TemplateResponse(request, "admin/undo.html", page)


def _after_undo(request: HttpRequest, pk: UUID, undone: Undone) -> HttpResponse:
    """Say what was undone, and return to the page with the button."""
    parts = [
        _("Undone: %d.") % len(undone.written) if undone.written else "",
        _("Waiting for review: %d.") % len(undone.proposed) if undone.proposed else "",
    ]
    if done := " ".join(filter(None, parts)):
        messages.success(request, done)
    if undone.left:
        names = ", ".join(shortened(row, 60) for row in undone.left[:5])
        left = _("Changed again since, and left: %(count)d (%(names)s).") % {
            "count": len(undone.left),
            "names": names,
        }
        page, label = reverse("undo", args=[pk]), _("Look at it")
        messages.warning(request, format_html('{} <a href="{}">{}</a>', left, page, label))
    elif not done:
        messages.info(request, _("Nothing was changed."))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("undo", args=[pk])
    return HttpResponseRedirect(back)


def _records(count: int) -> str:
    return ngettext("%d record", "%d records", count) % count


def with_undo(request: HttpRequest, text: str, pk: UUID) -> SafeString:
    """Return a message about an act with a button that undoes it."""
    return format_html(
        '{} <form method="post" action="{}" class="undo">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}">'
        '<button type="submit">{}</button></form>',
        text,
        reverse("undo", args=[pk]),
        get_token(request),
        request.get_full_path(),
        _("Undo"),
    )
