"""Tags in the admin: on the page of an event or claim, and on many rows at once."""

from __future__ import annotations

from uuid import UUID

import pghistory
from django.contrib import admin, messages
from django.contrib.contenttypes.admin import GenericTabularInline
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.admin.history import with_undo
from events.admin.reasons import TagsForm
from events.editing.proposals.queues import mine
from events.editing.tags import add_tags, remove_tags
from events.models import Proposal, Tagged
from sources.admin.bulk import confirm_page, is_confirmed, message_results
from sources.admin.choices import PreloadedChoicesMixin


class TaggedInline(PreloadedChoicesMixin, GenericTabularInline):
    """Tags of one row, chosen with an autocomplete."""

    model = Tagged
    autocomplete_fields = ["tag"]
    extra = 0
    verbose_name = _("tag")
    verbose_name_plural = _("tags")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load the tags, ordered by facet."""
        return super().get_queryset(request).select_related("tag").order_by("tag__facet", "pk")


def add(page: admin.ModelAdmin, request: HttpRequest, rows: models.QuerySet) -> HttpResponse | None:
    """Add tags to many rows, chosen on a page in between."""
    form = TagsForm(request.POST if is_confirmed(request) else None)
    if not form.is_valid():
        return confirm_page(page, request, rows, form, title=_("Add tags"), button=_("Add tags"))
    try:
        with pghistory.context() as context:
            added = add_tags(rows=list(rows), tags=form.cleaned_data["tags"], by=request.user)
    except ValidationError as error:
        page.message_user(request, " ".join(error.messages), messages.ERROR)
        return None
    message = ngettext("%d tag added.", "%d tags added.", added) % added
    _message(page, request, rows, message, context.id if added else None)
    return None


def remove(
    page: admin.ModelAdmin, request: HttpRequest, rows: models.QuerySet
) -> HttpResponse | None:
    """Remove tags from many rows, chosen on a page in between."""
    form = TagsForm(request.POST if is_confirmed(request) else None)
    if not form.is_valid():
        return confirm_page(
            page, request, rows, form, title=_("Remove tags"), button=_("Remove tags")
        )
    try:
        with pghistory.context() as context:
            removed = remove_tags(rows=list(rows), tags=form.cleaned_data["tags"], by=request.user)
    except ValidationError as error:
        page.message_user(request, " ".join(error.messages), messages.ERROR)
        return None
    message = ngettext("%d tag removed.", "%d tags removed.", removed) % removed
    _message(page, request, rows, message, context.id if removed else None)
    return None


def _message(
    page: admin.ModelAdmin,
    request: HttpRequest,
    rows: models.QuerySet,
    text: str,
    act: UUID | None,
) -> None:
    """Say what was done, with a button that undoes it if it was anything."""
    done = f"{text}{_waiting(rows, request)}"
    message_results(page, request, with_undo(request, done, act) if act else done, [])


def _waiting(rows: models.QuerySet, request: HttpRequest) -> str:
    """Return how many of the rows wait for review with what the user proposed."""
    content_type = ContentType.objects.get_for_model(rows.model)
    proposals = mine(request.user).filter(content_type=content_type, kind=Proposal.Kind.CHANGE)
    count = proposals.filter(object_id__in=list(rows.values_list("pk", flat=True))).count()
    text = ngettext("%d record waits for review.", "%d records wait for review.", count)
    return f" {text % count}" if count else ""
