"""Admin pages of evidence: inline on events and claims, and a list to check anchors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.list_filters import InDoubtFilter, SourceFilter
from events.admin.passage_form import PassageForm
from events.admin.proposing import ProposingAdmin
from events.admin.quoting import EvidenceForm, EvidenceFormSet
from events.admin.support import RefusalGuard, protect
from events.annotation.passages import quotation_of
from events.editing.proposals.changes import changing
from events.editing.sources import reanchor
from events.editing.support import dependants
from events.models import Claim, Event, Evidence
from sources.admin.bulk import message_results, run_for_each
from sources.admin.curated import link, shortened
from sources.models import Source


class EvidenceInline(admin.StackedInline):
    """Evidence of an event or claim: shown, judged by stance, added by quoting."""

    model = Evidence
    form, formset = EvidenceForm, EvidenceFormSet
    extra = 0
    classes = ["evidence"]
    readonly_fields = ["passage", "article", "found", "shown"]
    # The style sheet shows the first fieldset for existing rows, the second for new ones.
    fieldsets = [
        (None, {"fields": ["passage", "article", "found", "shown"], "classes": ["for-existing"]}),
        (None, {"fields": ["source", "words", "in_block"], "classes": ["for-new"]}),
        (None, {"fields": ["stance"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load the sources, which each row shows."""
        return super().get_queryset(request).with_sources()

    @admin.display(description=gettext_lazy("quotation"))
    def passage(self, row: Evidence) -> str:
        """Return the quotation in its context."""
        return quotation(row) if row.pk else ""

    @admin.display(description=gettext_lazy("article"))
    def article(self, row: Evidence) -> str:
        """Return a link to the passage on its public page, labelled with the article."""
        return link(row.get_absolute_url(), row.source, new=True) if row.pk else ""

    @admin.display(description=gettext_lazy("anchor"))
    def found(self, row: Evidence) -> str:
        """Return the state of the anchor."""
        return anchor_mark(row) if row.pk else ""

    @admin.display(description=gettext_lazy("readers see"))
    def shown(self, row: Evidence) -> str:
        """Return the words that readers see, with a link to the page that changes that."""
        if not row.pk:
            return ""
        page = reverse("admin:events_evidence_change", args=[row.pk])
        words = quotation_of(row) or _("no words of the article")
        return format_html("{} {}", shortened(words, 80), link(page, _("Change…")))


@admin.register(Evidence)
class EvidenceAdmin(RefusalGuard, ProposingAdmin):
    """List and change page of evidence; the stance and what readers see can be edited."""

    list_display = ["words", "owner_link", "stance", "quoted", "mark", "article", "passage_link"]
    list_filter = [InDoubtFilter, "anchor", "stance", "quoted", "snapshot__kind", SourceFilter]
    search_fields = [
        *("quotation", "event__title_en", "event__title_zh", "claim__statement_en"),
        *("snapshot__source__title", "snapshot__source__slug"),
    ]
    actions = ["reanchor"]
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": ["owner_link", "article", "full_quotation", "stance"]}),
        (gettext_lazy("What readers see"), {"fields": ["quoted", "part", "budget"]}),
        (
            gettext_lazy("Anchor"),
            {"fields": ["anchor", "anchor_note", "snapshot", "block", ("start", "end"), "sha256"]},
        ),
    ]
    readonly_fields = [
        *("owner_link", "article", "full_quotation", "anchor", "anchor_note", "snapshot"),
        *("block", "start", "end", "sha256", "budget"),
    ]

    def record_of(self, row: Evidence) -> Event | Claim:
        """Return the event or claim: its evidence is reviewed with it."""
        return row.owner

    def delete_model(self, request: HttpRequest, obj: Evidence) -> None:
        """Delete the passage, or propose it if its record is published."""
        self._delete(obj, request.user, uuid4())

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Delete each passage, or propose it; those of published records are one batch."""
        batch = uuid4()
        for row in queryset:
            self._delete(row, request.user, batch)

    def _delete(self, row: Evidence, by: User, batch: UUID) -> None:
        with changing(row.owner, by=by, reason="delete evidence", batch=batch) as edit:
            deleted, _rows = Evidence.objects.filter(pk=row.pk).delete()
            # The open proposal of the user may have removed it: then that is left as it is.
            if not deleted:
                edit.cancel()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load the owner, the snapshot and the source, which the list shows."""
        rows = super().get_queryset(request).with_sources()
        return rows.select_related("event", "claim", "snapshot__source__outlet")

    def get_form(self, request: HttpRequest, obj: Evidence | None = None, **kwargs: Any) -> type:
        """Return the form that edits the stance and the choice of the quoted words."""
        return super().get_form(request, obj, **{**kwargs, "form": PassageForm})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: evidence is added on the page of its event or claim."""
        return False

    def get_deleted_objects(
        self, objs: Sequence[Evidence] | models.QuerySet[Evidence], request: HttpRequest
    ) -> tuple[list, dict, set, list]:
        """Refuse to delete the last support of published records, and list them."""
        rows = dependants(Evidence.objects.filter(pk__in=[row.pk for row in objs]))
        advice = _("Retract them or add other evidence first.")
        return protect(super().get_deleted_objects(objs, request), rows, advice)

    @admin.display(description=gettext_lazy("quotation"), ordering="quotation")
    def words(self, row: Evidence) -> str:
        """Return the quotation, cut to 90 characters."""
        return shortened(row.quotation, 90)

    @admin.display(description=gettext_lazy("quotation"))
    def full_quotation(self, row: Evidence) -> str:
        """Return the quotation in its context."""
        return quotation(row)

    @admin.display(description=gettext_lazy("budget"))
    def budget(self, row: Evidence) -> str:
        """Return a link to what readers get of the article, or why they see none of it."""
        if not row.source.may_be_quoted:
            return _("The article was taken down, or its outlet allows no quotations.")
        page = reverse("admin:sources_source_quotations", args=[row.source.pk])
        return link(page, _("How much of the article readers get…"))

    @admin.display(description=gettext_lazy("evidence for"))
    def owner_link(self, row: Evidence) -> str:
        """Return a link to the change page of the event or claim."""
        owner = row.owner
        page = reverse(f"admin:events_{owner._meta.model_name}_change", args=[owner.pk])
        return link(page, shortened(owner, 80))

    @admin.display(description=gettext_lazy("anchor"), ordering="anchor")
    def mark(self, row: Evidence) -> str:
        """Return the state of the anchor."""
        return anchor_mark(row)

    @admin.display(description=gettext_lazy("article"))
    def article(self, row: Evidence) -> str:
        """Return a link to the change page of the source."""
        page = reverse("admin:sources_source_change", args=[row.snapshot.source_id])
        return link(page, shortened(row.source, 50))

    @admin.display(description=gettext_lazy("passage"))
    def passage_link(self, row: Evidence) -> str:
        """Return a link to the passage on its public page."""
        return link(row.get_absolute_url(), _("Open"), new=True)

    @admin.action(
        description=gettext_lazy("Locate again in the current texts"), permissions=["change"]
    )
    def reanchor(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Anchor the selected evidence again in the current texts.

        All evidence of each affected source is anchored again, one transaction per source.
        """
        sources = Source.objects.filter(snapshots__evidence__in=queryset.values("pk")).distinct()
        done, failures = run_for_each(
            sources.order_by("pk"), lambda source: reanchor(source=source, by=request.user)
        )
        states = Counter(queryset.order_by().values_list("anchor", flat=True))
        labels = dict(Evidence.Anchor.choices)
        state_counts = ", ".join(
            f"{labels[state]} {count}" for state, count in sorted(states.items())
        )
        message = _("Articles checked: %(count)d. The selected evidence is now: %(states)s.")
        message_results(
            self,
            request,
            message % {"count": done, "states": state_counts} if done else "",
            failures,
        )


def quotation(row: Evidence) -> str:
    """Return the quotation in its context, as HTML."""
    return format_html(
        '<blockquote class="quotation"><span class="around">{}</span><mark>{}</mark>'
        '<span class="around">{}</span></blockquote>',
        row.prefix,
        row.quotation,
        row.suffix,
    )


def anchor_mark(row: Evidence) -> str:
    """Return the anchor's state and note as HTML, with a warning sign if the anchor is in doubt."""
    doubtful = row.anchor in Evidence.Anchor.in_doubt()
    text = f"{row.get_anchor_display()}: {row.anchor_note}" if row.anchor_note else None
    return format_html(
        '<span class="anchor {}">{}{}</span>',
        "in-doubt" if doubtful else "found",
        "⚠ " if doubtful else "",
        text or row.get_anchor_display(),
    )
