"""What admin pages show and do where a change would leave published records without support."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.editing.support import PUBLISHING, Annotated, resting
from events.models.trees import CIRCLE_RULES
from sources.admin.bulk import MAX_ROWS_SHOWN
from sources.admin.curated import link, shortened
from sources.models.deadlocks import busy, is_deadlock
from sources.models.merging import MERGE_RULES
from sources.models.naming import DISTINCT

REFUSALS = (IntegrityError, OperationalError, ValidationError)
"""What the database, or an action, raises to refuse a change."""


def may_retract(request: HttpRequest) -> bool:
    """Return whether the user may retract every published record."""
    return request.user.has_perms(PUBLISHING)


def links(rows: Sequence[Annotated]) -> list[SafeString]:
    """Return links to the first records in the admin, and the number of further ones."""
    items = [
        format_html("{}: {}", row._meta.verbose_name.capitalize(), link(_page(row), shortened(row)))
        for row in rows[:MAX_ROWS_SHOWN]
    ]
    if (more := len(rows) - MAX_ROWS_SHOWN) > 0:
        items.append(format_html("{}", ngettext("… and %d more", "… and %d more", more) % more))
    return items


def list_of(rows: Sequence[Annotated]) -> SafeString:
    """Return `links` as an HTML list, "" for no rows."""
    items = format_html_join("", "<li>{}</li>", ((item,) for item in links(rows)))
    return format_html('<ul class="dependants">{}</ul>', items) if rows else SafeString("")


def _page(row: Annotated) -> str:
    return reverse(f"admin:events_{row._meta.model_name}_change", args=[row.pk])


class RefusalGuard(admin.ModelAdmin):
    """A mixin of admin pages that may take support away, or write tags.

    The pages refuse before they write what their users may not write. What another person wrote at
    the same moment only the actions and the database see, some of it at commit: then it is a
    message too.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Show a message if the database refuses the change."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as error:
            return self._refused(request, error)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """Show a message if the database refuses the deletion."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except REFUSALS as error:
            return self._refused(request, error)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """Show a message if the database refuses a deletion of several rows."""
        try:
            return super().changelist_view(request, extra_context)
        except REFUSALS as error:
            return self._refused(request, error)

    def _refused(self, request: HttpRequest, error: Exception) -> HttpResponse:
        if isinstance(error, ValidationError):
            # An action refuses what somebody else made impossible since the page was opened.
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        diagnosis = getattr(error.__cause__, "diag", None)
        constraint = getattr(diagnosis, "constraint_name", None) or ""
        if constraint.endswith("_published_needs_evidence"):
            text = _("Nothing was changed: a published record would lose its last support.")
        elif constraint in CIRCLE_RULES:
            text = str(CIRCLE_RULES[constraint])
        elif constraint.endswith(DISTINCT):
            text = _("This name exists already.")
        elif constraint in MERGE_RULES:
            text = str(MERGE_RULES[constraint])
        elif constraint == "tag_once_on_a_row" or is_deadlock(error):
            text = busy()
        else:
            raise error
        self.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())


def protect(
    result: tuple[list, dict, set, list], rows: Sequence[Annotated], advice: str
) -> tuple[list, dict, set, list]:
    """Return the result of `ModelAdmin.get_deleted_objects` with records that forbid deletion.

    The delete page and the bulk action then list them and delete nothing; `advice` says what to
    do first.
    """
    if not rows:
        return result
    deleted, counts, missing_permissions, protected = result
    listed = [f"{resting(len(rows))} {advice}", *links(rows)]
    return deleted, counts, missing_permissions, [*listed, *protected]
