"""The admin page that events and claims share: version, state, tags, evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from events.admin import tagging
from events.admin.deletion import DraftDeletion
from events.admin.proposing import ProposingAdmin, RevisionForm
from events.admin.quoting import EvidenceFormSet
from events.admin.support import RefusalGuard
from events.editing.actions import submit
from events.fulltext import as_query
from events.models import Claim, Event, Evidence, State
from sources.admin.bulk import message_results, run_for_each

MAX_NAMES = 3
"""Names in a list cell; further ones are counted."""


class PublishableAdmin(RefusalGuard, DraftDeletion, ProposingAdmin):
    """Admin page of a model with a state. The state changes only by actions."""

    form = RevisionForm
    actions = ["submit", "retract", "add_tags", "remove_tags"]
    readonly_fields = ["state", "version", "created_at", "updated_at"]

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Search words in any order and in either Chinese script.

        The fields themselves are searched as well, for rows that are not indexed yet.
        """
        if not search_term.strip():
            return queryset, False
        matches = models.Q(pk__in=[])
        for name in self.search_fields:
            matches |= models.Q(**{f"{name}__icontains": search_term.strip().replace("\x00", "")})
        if (query := as_query(search_term)) is not None:
            matches |= models.Q(search_vector=query)
        return queryset.filter(matches), False

    def save_model(
        self, request: HttpRequest, obj: Event | Claim, form: RevisionForm, change: bool
    ) -> None:
        """Skip the save of an existing row if nothing but the reason was changed."""
        if not change or form.has_changed_fields:
            super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: RevisionForm, formset: Any, change: bool
    ) -> None:
        """Save inline rows, and say in what new evidence differs from what was pasted."""
        super().save_formset(request, form, formset, change)
        if isinstance(formset, EvidenceFormSet):
            for note in formset.notes():
                self.message_user(request, note)

    def save_related(
        self, request: HttpRequest, form: RevisionForm, formsets: list, change: bool
    ) -> None:
        """Index the row, and give it a new version if only its inline rows were changed."""
        super().save_related(request, form, formsets, change)
        row = form.instance
        parts_changed = any(formset.has_changed() for formset in formsets)
        if change and parts_changed and not form.has_changed_fields:
            row.save(update_fields=["updated_at"])
        type(row).objects.filter(pk=row.pk).index()

    def response_add(
        self, request: HttpRequest, obj: Event | Claim, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Submit a new record, if the button says so."""
        self._submit(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Event | Claim) -> HttpResponse:
        """Submit a draft after it is saved, if the button says so."""
        self._submit(request, obj)
        return super().response_change(request, obj)

    def _submit(self, request: HttpRequest, row: Event | Claim) -> None:
        if "_submit" in request.POST and row.state != State.PUBLISHED:
            try:
                submit(row=row, by=request.user, reason=request.POST.get("reason", ""))
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.WARNING)

    @admin.action(description=_("Submit for review"), permissions=["change"])
    def submit(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Submit each selected row for review; report the failures."""
        done, failures = run_for_each(queryset, lambda row: submit(row=row, by=request.user))
        message_results(
            self, request, _("Submitted for review: %d.") % done if done else "", failures
        )

    @admin.action(description=_("Add tags…"), permissions=["change"])
    def add_tags(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Add tags to the selected rows."""
        return tagging.add(self, request, queryset)

    @admin.action(description=_("Remove tags…"), permissions=["change"])
    def remove_tags(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Remove tags from the selected rows."""
        return tagging.remove(self, request, queryset)


def some_names(rows: Iterable[models.Model]) -> str:
    """Return the first names, and the number of further ones as "+2"."""
    names = [str(row) for row in rows]
    more = f" +{len(names) - MAX_NAMES}" if len(names) > MAX_NAMES else ""
    return ", ".join(names[:MAX_NAMES]) + more


def evidence_count(owner: str) -> models.expressions.Combinable:
    """Return an annotation: the number of evidence rows. `owner` is "event" or "claim"."""
    evidence = Evidence.objects.filter(**{owner: models.OuterRef("pk")}).order_by().values(owner)
    count = models.Subquery(evidence.annotate(count=models.Count("pk")).values("count"))
    return models.functions.Coalesce(count, 0)
