"""Admin pages of records that readers see: an edit becomes a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.history import VersionsAdmin
from events.admin.merging import MergingAdmin
from events.admin.reasons import RetractForm, optional_reason
from events.editing.actions import propose_retraction, retract
from events.editing.permissions import may_approve_own, may_review
from events.editing.proposals.changes import (
    Edit,
    approve_own,
    changing,
    open_change,
    preview,
    propose_to_publish,
)
from events.editing.proposals.differences import contradicting
from events.editing.proposals.records import is_public
from events.editing.proposals.review import Review
from events.models import Claim, Event, Proposal
from sources.admin.bulk import confirm_page, is_confirmed, message_results, run_for_each
from sources.admin.conflicts import VersionedForm
from sources.admin.curated import CuratedAdmin, shortened
from sources.admin.opened import FIELD
from sources.models.former_slugs import former_holder

SAVED = "saved_form"
"""The attribute of a request that holds the form that was saved."""

WAS_PUBLIC = "was_public"
"""The attribute of a request: whether readers saw the record before its form was saved."""


class RevisionForm(VersionedForm):
    """Form of a record, with a field for the reason of the change."""

    reason = optional_reason()

    def clean(self) -> dict[str, Any] | None:
        """Refuse an address that another record had: links lead from there to that record."""
        cleaned = super().clean() or {}
        for name in {"slug", "key"} & set(self.changed_data) & set(cleaned):
            others = type(self.instance)._base_manager.exclude(pk=self.instance.pk)
            holder = former_holder(others, cleaned[name], name)
            if holder is not None and getattr(holder, name) != cleaned[name]:
                message = _("This was the address of “%(record)s”: links to it lead there.")
                error = ValidationError(message, params={"record": shortened(holder, 60)})
                self.add_error(name, error)
        return cleaned

    @property
    def has_changed_fields(self) -> bool:
        """Whether anything but the reason was changed."""
        return bool(set(self.changed_data) & self.written_fields)

    @property
    def written_fields(self) -> set[str]:
        """The fields that two people can write differently."""
        return set(self.fields) - {FIELD, "reason"}


class ProposingAdmin(MergingAdmin, VersionsAdmin, CuratedAdmin):
    """An admin page on which an edit of a public record is proposed instead of saved.

    The page of a public record shows the user's own open proposal, or with `?proposal=` another
    one that the user may review.
    """

    change_form_template = "admin/proposing_form.html"

    def record_of(self, row: models.Model) -> models.Model:
        """Return the record that is reviewed when the row changes."""
        return row

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> list:
        """Leave the reason of a change out of a page on which nothing can be changed."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        shown = [
            (title, {**options, "fields": [name for name in options["fields"] if name != "reason"]})
            for title, options in fieldsets
        ]
        return [(title, options) for title, options in shown if options["fields"]]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Show and save the record; a public one as the open proposal has it."""
        row = self.get_object(request, object_id) if object_id else None
        extra_context = {**self.merge_context(request, row), **(extra_context or {})}
        if row is None or not self.has_change_permission(request, row):
            is_draft = object_id is None and issubclass(self.model, Event | Claim)
            context = {"is_draft": is_draft, **(extra_context or {})}
            return super().changeform_view(request, object_id, form_url, context)
        record = self.record_of(row)
        setattr(request, WAS_PUBLIC, is_public(record))
        proposal = self._proposal(request, record)
        arguments = (request, object_id, form_url, extra_context or {})
        try:
            return self._show_or_propose(record, proposal, arguments)
        except ValidationError as error:
            # The proposal contradicts what was saved meanwhile, or the record was deleted.
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            if error.code == "merged":
                return HttpResponseRedirect(request.get_full_path())
            page = review_page(proposal) if proposal else reverse("admin:index")
            return HttpResponseRedirect(page)

    def _show_or_propose(
        self, record: models.Model, proposal: Proposal | None, arguments: tuple
    ) -> HttpResponse:
        """Answer a request for the page of a record; `arguments` are those of the view."""
        request, object_id, form_url, context = arguments
        review = Review.of(proposal) if proposal else None
        context = {**self._notes(request, record, review), **context}
        arguments = (request, object_id, form_url, context)
        if request.method == "POST":
            return self._propose(record, proposal, arguments)
        if review is None:
            return super().changeform_view(*arguments)
        with preview(review):
            return _rendered(super().changeform_view(*arguments))

    def _propose(
        self, record: models.Model, proposal: Proposal | None, arguments: tuple
    ) -> HttpResponse:
        request = arguments[0]
        reason = request.POST.get("reason", "").replace("\x00", "").strip()[:500]
        with changing(record, by=request.user, reason=reason, proposal=proposal) as edit:
            response = _rendered(super().changeform_view(*arguments))
            form = getattr(request, SAVED, None)
            if form is None:
                edit.cancel()
        if form is not None and getattr(request, WAS_PUBLIC):
            is_written = self.write_outside(request, record, form)
            if IS_POPUP_VAR not in request.POST:
                self._message(request, edit, is_written)
        return response

    def write_outside(
        self, request: HttpRequest, record: models.Model, form: forms.ModelForm
    ) -> bool:
        """Write what actions set at once, also on a public record; return whether there was any.

        The form was run already, but what it wrote was taken back.
        """
        return False

    def _message(self, request: HttpRequest, edit: Edit, is_written: bool) -> None:
        """Say what became of the edit of a public record."""
        name = shortened(edit.row, 80)
        if edit.proposal is None and not is_written:
            self.message_user(request, _("Nothing was changed."), messages.INFO)
        elif edit.proposal is None or not edit.proposal.is_open or is_written:
            self.message_user(request, _("“%s” was saved.") % name, messages.SUCCESS)
        if edit.proposal is not None and edit.proposal.is_open:
            text, page = (
                _("Your change of “%s” waits for review.") % name,
                review_page(edit.proposal),
            )
            link_text = _("Look at it")
            text = format_html('{} {} <a href="{}">{}</a>', edit.refusal, text, page, link_text)
            level = messages.WARNING if edit.refusal else messages.SUCCESS
            self.message_user(request, text, level)

    def _proposal(self, request: HttpRequest, record: models.Model) -> Proposal | None:
        """Return the open proposal that the page shows."""
        if not is_public(record):
            return None
        if (key := request.GET.get("proposal", "")).isdecimal():
            changes = Proposal.objects.open().for_record(record)
            chosen = changes.filter(pk=key, kind=Proposal.Kind.CHANGE).first()
            if chosen and (chosen.author == request.user or may_review(request.user, type(record))):
                return chosen
        return open_change(record, request.user)

    def _notes(
        self, request: HttpRequest, record: models.Model, review: Review | None
    ) -> dict[str, Any]:
        """Return what the page says about the review of the record."""
        proposal = review.proposal if review else None
        others = Proposal.objects.open().for_record(record)
        context: dict[str, Any] = {
            "is_proposed": is_public(record) and not may_approve_own(request.user, type(record)),
            "is_draft": isinstance(record, Event | Claim)
            and record.state in ("draft", "retracted"),
            "proposal": proposal,
            "others": [
                (other, review_page(other))
                for other in others.select_related("author")
                if other != proposal
            ],
        }
        if review is not None:
            context["conflicts"] = [*contradicting(review), *review.missing]
        return context

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool
    ) -> None:
        """Note that the form is saved; propose a new record that has no state."""
        super().save_related(request, form, formsets, change)
        setattr(request, SAVED, form)
        if not change:
            self._propose_new(request, form.instance)

    def _propose_new(self, request: HttpRequest, row: models.Model) -> None:
        if isinstance(row, Event | Claim) or is_public(self.record_of(row)):
            return
        proposal = propose_to_publish(row, by=request.user, reason=request.POST.get("reason", ""))
        refusal = approve_own(proposal, request.user)
        if proposal.is_open and IS_POPUP_VAR not in request.POST:
            text = _("It waits for review. Drafts can use it now.")
            self.message_user(request, f"{refusal} {text}".strip(), messages.INFO)

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        """Redirect without Django's message that the record was changed: it may be proposed."""
        if not getattr(request, WAS_PUBLIC) or IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        if "_continue" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return self.response_post_save_change(request, obj)

    @admin.action(description=gettext_lazy("Retract…"), permissions=["change"])
    def retract(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Retract the selected rows, or propose it, after a page that requires a reason."""
        form = RetractForm(request.POST if is_confirmed(request) else None)
        if not form.is_valid():
            title = _("Retract")
            return confirm_page(self, request, queryset, form, title=title, button=title)
        reason, proposed = form.cleaned_data["reason"], []

        def do(row: models.Model) -> None:
            if isinstance(row, Event | Claim) and may_review(request.user, type(row)):
                retract(row=row, by=request.user, reason=reason)
                return
            proposal = propose_retraction(row=row, by=request.user, reason=reason)
            if refusal := approve_own(proposal, request.user):
                raise ValidationError(refusal)
            if proposal.is_open:
                proposed.append(proposal)

        done, failures = run_for_each(queryset, do)
        parts = [
            _("Retracted: %d.") % (done - len(proposed)) if done > len(proposed) else "",
            _("Waiting for review: %d.") % len(proposed) if proposed else "",
        ]
        message_results(self, request, " ".join(filter(None, parts)), failures)
        return None


def review_page(proposal: Proposal) -> str:
    """Return the address of the page on which a proposal is reviewed."""
    return reverse("admin:events_proposal_change", args=[proposal.pk])


def _rendered(response: HttpResponse) -> HttpResponse:
    """Render a page now: what it shows is taken back afterwards."""
    if isinstance(response, TemplateResponse) and not response.is_rendered:
        response.render()
    return response
