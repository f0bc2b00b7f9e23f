"""Admin pages of proposals: the queues, and the page on which a proposal is reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin.list_filters import RecordKindFilter
from events.editing.merging.actions import preview_of
from events.editing.permissions import may_approve_own, may_review
from events.editing.proposals.decisions import approve, send_back, withdraw
from events.editing.proposals.differences import Difference, difference
from events.editing.proposals.queues import QUEUES, following, waiting
from events.editing.proposals.review import Review
from events.editing.quotations.effects import Effect, effects_of
from events.editing.quotations.share import percent, share_limit
from events.models import Proposal
from sources.admin.curated import ReadOnlyAdmin, shortened

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_MEASURED = 3
"""Proposals on a page for which it shows what they add to the quotations of articles."""
QUEUE_NAMES = {
    "waiting": gettext_lazy("waiting for me"),
    "returned": gettext_lazy("returned to me"),
    "mine": gettext_lazy("mine, in review"),
}


class QueueFilter(admin.SimpleListFilter):
    """Filter proposals by queue."""

    title = gettext_lazy("queue")
    parameter_name = "queue"

    def lookups(
        self, request: HttpRequest, page: admin.ModelAdmin
    ) -> list[tuple[str, StrOrPromise]]:
        """Return the queues of the user."""
        return list(QUEUE_NAMES.items())

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        """Keep the proposals of the queue."""
        if (queue := self.value()) in QUEUES:
            return rows.filter(pk__in=QUEUES[queue](request.user).values("pk"))
        return rows


class AnswerForm(forms.Form):
    """The reason for returning proposals."""

    answer = forms.CharField(
        label=gettext_lazy("What should be different"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """List of proposals, and the page that shows one, or one batch, as a difference."""

    list_display = ["title", "kind", "record_kind", "author", "words", "updated_at", "state"]
    list_filter = [QueueFilter, "state", "kind", RecordKindFilter]
    ordering = ["pk"]
    list_select_related = ["author", "content_type"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Load the records, which the list names, in one query for each kind."""
        return super().get_queryset(request).prefetch_related("record")

    @admin.display(description=gettext_lazy("record"))
    def title(self, row: Proposal) -> str:
        """Return the name of the record."""
        return shortened(row.record, 100) if row.record else _("deleted record")

    @admin.display(description=gettext_lazy("kind of record"), ordering="content_type")
    def record_kind(self, row: Proposal) -> str:
        """Return what the record is: an event, a claim and so on."""
        return str(row.model._meta.verbose_name)

    @admin.display(description=gettext_lazy("reason"))
    def words(self, row: Proposal) -> str:
        """Return the answer of the reviewer, else the reason of the author."""
        return shortened(row.answer or row.reason, 100)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        """Show the proposals of one batch and decide on them."""
        proposal = self.get_object(request, object_id)
        if proposal is None or not self.has_view_permission(request, proposal):
            return super().change_view(request, object_id, form_url, extra_context)
        form = AnswerForm(request.POST or None)
        response = None
        if request.method == "POST" and form.is_valid():
            response = self._decide(request, proposal, form)
        return response or self._page(request, proposal, form)

    def _decide(
        self, request: HttpRequest, proposal: Proposal, form: AnswerForm
    ) -> HttpResponse | None:
        """Carry out the decision and go on to the next proposal; None if it was refused."""
        batch = _batch(proposal)
        seen = {row.pk: request.POST.get(f"seen-{row.pk}", "") for row in batch}
        try:
            if "_approve" in request.POST:
                count, text = len(approve(proposals=seen, by=request.user)), _("Approved: %d.")
            elif "_return" in request.POST:
                answer = form.cleaned_data["answer"]
                count = len(send_back(proposals=batch, by=request.user, answer=answer))
                text = _("Returned: %d.")
            else:
                count = len(withdraw(proposals=batch, by=request.user))
                text = _("Withdrawn: %d.")
        except ValidationError as error:
            form.add_error("answer" if error.code == "no_reason" else None, error)
            return None
        except PermissionDenied as error:
            form.add_error(None, str(error) or _("You do not have permission to do this."))
            return None
        self.message_user(request, text % count, messages.SUCCESS)
        return self._next(request, proposal)

    def _next(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        queue = request.GET.get("queue", "waiting")
        queue = queue if queue in QUEUES else "waiting"
        if (row := following(queue, request.user, proposal)) is not None:
            page = reverse("admin:events_proposal_change", args=[row.pk])
            return HttpResponseRedirect(f"{page}?queue={queue}")
        self.message_user(request, _("Nothing more waits in this queue."), messages.INFO)
        return HttpResponseRedirect(reverse("admin:index"))

    def _page(self, request: HttpRequest, proposal: Proposal, form: AnswerForm) -> HttpResponse:
        batch = [row for row in _batch(proposal) if row.record is not None]
        reviews = [Review.of(row) for row in batch]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Review"),
            "subtitle": None,
            "opts": self.opts,
            "proposal": proposal,
            "items": [Item.of(review) for review in reviews],
            "effects": _effects(reviews),
            "limit": percent(share_limit()),
            "count": ngettext("%d record", "%d records", len(batch)) % len(batch),
            "form": form,
            **_rights(request.user, batch),
            "remaining": waiting(request.user).exclude(batch=proposal.batch).count(),
            "media": self.media + form.media,
        }
        request.current_app = self.admin_site.name
        status = 200 if not form.errors else 409
        return TemplateResponse(request, "admin/review.html", context, status=status)


class Item:
    """One proposal of a batch on the page: its review, its difference and its links."""

    def __init__(self, review: Review, changes: Difference) -> None:
        self.review, self.difference = review, changes
        row = review.record
        self.record, self.proposal = row, review.proposal
        name = f"{row._meta.app_label}_{row._meta.model_name}"
        page = reverse(f"admin:{name}_change", args=[row.pk])
        is_change = self.proposal.kind == Proposal.Kind.CHANGE
        self.edit_page = f"{page}?proposal={self.proposal.pk}" if is_change else page
        self.kind = str(row._meta.verbose_name)
        self.preview = preview_of(self.proposal)
        shown = self.preview.review if self.preview else None
        self.change = difference(shown) if shown else None

    @classmethod
    def of(cls, review: Review) -> Item:
        """Return what the page shows of a review."""
        return cls(review, difference(review))


def _rights(user: User, batch: list[Proposal]) -> dict[str, bool]:
    """Return what a user may do with the proposals of a batch."""
    may_decide = bool(batch) and all(
        row.state == Proposal.State.PROPOSED and may_review(user, type(row.record)) for row in batch
    )
    own = [row for row in batch if row.edited_by_id == user.pk]
    return {
        "may_decide": may_decide,
        "may_approve": may_decide and all(may_approve_own(user, type(row.record)) for row in own),
        "may_withdraw": all(row.author == user and row.is_open for row in batch),
    }


def _effects(reviews: list[Review]) -> list[Effect]:
    """Return what the approval adds to quotations; not for large batches, as it takes a while."""
    if len(reviews) > MAX_MEASURED:
        return []
    return [effect for review in reviews for effect in effects_of(review)]


def _batch(proposal: Proposal) -> list[Proposal]:
    """Return the proposals that are decided together: those of the batch in the same state."""
    rows = Proposal.objects.filter(batch=proposal.batch, state=proposal.state)
    return list(rows.select_related("content_type", "author", "edited_by", "decided_by"))
