"""Admin page of articles, whose state guards what rests on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin.deletion import DraftDeletion
from events.admin.proposing import ProposingAdmin
from events.admin.quotations import QuotationPages
from events.admin.reasons import SupportForm, optional_reason
from events.admin.snapshot import may_make_current
from events.admin.support import RefusalGuard, list_of, may_retract, protect
from events.editing.sources import set_source_state, settle_doubts
from events.editing.support import (
    dependants,
    evidence_of,
    require_no_dependants,
    require_right_to_set,
    resting,
)
from events.models import Evidence
from sources.admin.bulk import confirm_page, is_confirmed, message_results, run_for_each
from sources.admin.conflicts import VersionedForm
from sources.admin.curated import link
from sources.admin.source import SnapshotInline, SourceAdmin
from sources.models import Snapshot, Source


class SourceForm(VersionedForm):
    """Form of an article. If it stops being accepted, the form lists what rests on it."""

    user: models.Model  # the admin page sets it
    reason = optional_reason()
    retract = forms.BooleanField(
        label=gettext_lazy("Retract the records that rest on it"),
        required=False,
        help_text=gettext_lazy("If it is no longer accepted. Needs a reason."),
    )
    settled = forms.MultipleChoiceField(
        label=gettext_lazy("Doubts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick what you have checked: it is removed when you save."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A user who may only view the article gets no such field.
        if "settled" in self.fields:
            # Somebody else may have settled a doubt since the page was opened.
            posted = self.data.getlist(self.add_prefix("settled")) if self.is_bound else []
            doubts = dict.fromkeys([*self.instance.doubts, *posted])
            self.fields["settled"].choices = [(doubt, doubt) for doubt in doubts]

    def clean(self) -> dict[str, object]:
        """Refuse a state that leaves published records without support, and list them."""
        cleaned = super().clean()
        state, source = cleaned.get("state"), self.instance
        if state == Source.State.ACCEPTED and "state" in self.changed_data:
            for name in ("outlet", "publisher"):
                if (outlet := cleaned.get(name)) and not outlet.is_approved:
                    self.add_error(name, _("Not approved yet: %s. Review that first.") % outlet)
        if not source.pk or state in (None, Source.State.ACCEPTED, self.initial["state"]):
            return cleaned
        rows = dependants(evidence_of([source]))
        is_allowed = True
        try:
            if not cleaned.get("retract"):
                require_no_dependants(rows, self.user)
            require_right_to_set(self.initial["state"], state, self.user)
        except (PermissionDenied, ValidationError) as error:
            messages = error.messages if isinstance(error, ValidationError) else [str(error)]
            self.add_error("state", [*messages, *([list_of(rows)] if rows else [])])
            is_allowed = False
        if rows and is_allowed and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Give a reason for the retraction."))
        return cleaned


class GuardedSnapshotInline(SnapshotInline):
    """The table of an article's texts, with a link that makes one current."""

    def get_fields(self, request: HttpRequest, obj: Source | None = None) -> tuple[str, ...]:
        """Add the link for curators."""
        fields = tuple(super().get_fields(request, obj))
        return (*fields, "make_current") if may_make_current(request) else fields

    def get_readonly_fields(
        self, request: HttpRequest, obj: Source | None = None
    ) -> tuple[str, ...]:
        """Return all fields: snapshots are immutable."""
        return self.get_fields(request, obj)

    @admin.display(description="")
    def make_current(self, row: Snapshot) -> SafeString | str:
        """Return a link to the page that makes the text current."""
        if row.is_current:
            return ""
        return link(
            reverse("admin:sources_snapshot_make_current", args=[row.pk]), _("Make current…")
        )


@admin.register(Source)
class GuardedSourceAdmin(RefusalGuard, DraftDeletion, QuotationPages, ProposingAdmin, SourceAdmin):
    """Admin of articles: one on which published records rest is not rejected in passing."""

    form = SourceForm
    takes_protected = True  # the evidence from its texts
    inlines = [GuardedSnapshotInline]
    list_filter = [*SourceAdmin.list_filter, ("taken_down_at", admin.EmptyFieldListFilter)]
    readonly_fields = [*SourceAdmin.readonly_fields, "quotations"]
    actions = ["accept", "reject", "settle", "take_down", "end_takedown"]

    def get_form(
        self,
        request: HttpRequest,
        obj: Source | None = None,
        change: bool = False,
        **kwargs: object,
    ) -> type[forms.ModelForm]:
        """Return the form, which knows its user."""
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Source | None = None) -> list:
        """Add the reason of a change, and for curators the choice to retract."""
        fields = ["reason", "retract"] if may_retract(request) else ["reason"]
        section = (gettext_lazy("This change"), {"fields": fields})
        (title, first), *others = super().get_fieldsets(request, obj)
        if obj:
            first = {**first, "fields": [*first["fields"], "quotations"]}
        if obj and obj.doubts and self.has_change_permission(request, obj):
            names = ["settled" if name == "doubt_list" else name for name in first["fields"]]
            first = {**first, "fields": names}
        may_change = obj is not None and self.has_change_permission(request, obj)
        return [(title, first), *others, *([section] if may_change else [])]

    def save_model(self, request: HttpRequest, obj: Source, form: SourceForm, change: bool) -> None:
        """Set the state by its action, which retracts what rests on the article."""
        if change:
            self.write_outside(request, obj, form)
        super().save_model(request, obj, form, change)

    def write_outside(self, request: HttpRequest, record: Source, form: SourceForm) -> bool:
        """Set the state, and settle doubts, by their actions."""
        values = form.cleaned_data
        if "state" in form.changed_data:
            set_source_state(
                source=Source.objects.get(pk=record.pk),
                state=values["state"],
                by=request.user,
                reason=values["reason"],
                retract=values["retract"],
            )
        if settled := values.get("settled"):
            settle_doubts(source=record, doubts=settled, by=request.user)
        return bool(settled) or "state" in form.changed_data

    def get_deleted_objects(
        self, objs: Sequence[Source] | models.QuerySet[Source], request: HttpRequest
    ) -> tuple[list, dict, set, list]:
        """Refuse to delete an article that published records rest on, and list them."""
        evidence = evidence_of(list(objs))
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        if count := evidence.count():
            counts = {**counts, str(Evidence._meta.verbose_name_plural): count}
        advice = _("Reject it first.")
        return protect((deleted, counts, missing, protected), dependants(evidence), advice)

    @admin.action(description=gettext_lazy("Accept selected articles"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Accept the selected articles."""
        done, failures = _set_states(request, queryset, Source.State.ACCEPTED)
        text = ngettext("%d article accepted.", "%d articles accepted.", done)
        message_results(self, request, text % done if done else "", failures)

    @admin.action(description=gettext_lazy("Settle all doubts"), permissions=["change"])
    def settle(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Remove the doubts about the selected articles."""
        done, failures = run_for_each(
            queryset.exclude(doubts=[]),
            lambda row: settle_doubts(source=row, doubts=row.doubts, by=request.user),
        )
        text = ngettext(
            "The doubts about %d article are settled.",
            "The doubts about %d articles are settled.",
            done,
        )
        message_results(self, request, text % done, failures)

    @admin.action(description=gettext_lazy("Reject selected articles"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: models.QuerySet) -> object:
        """Reject the selected articles; if published records rest on them, after a page."""
        rows = dependants(evidence_of(list(queryset)))
        form = SupportForm(request.POST if is_confirmed(request) else None)
        if rows and may_retract(request) and not form.is_valid():
            return confirm_page(
                self,
                request,
                queryset,
                form,
                title=_("Reject articles"),
                button=_("Reject"),
                consequences=(resting(len(rows)), list_of(rows)),
            )
        choices = form.cleaned_data if form.is_valid() else {}
        done, failures = _set_states(request, queryset, Source.State.REJECTED, **choices)
        text = ngettext("%d article rejected.", "%d articles rejected.", done)
        message_results(self, request, text % done if done else "", failures)
        return None


def _set_states(
    request: HttpRequest, rows: models.QuerySet[Source], state: str, **choices: str | bool
) -> tuple[int, list[tuple[str, str]]]:
    """Set the state of each article; return the number done, and the failures with reasons.

    `choices` are the reason and `retract` of `set_source_state`.
    """
    return run_for_each(
        rows,
        lambda row: set_source_state(source=row, state=state, by=request.user, **choices),
    )
