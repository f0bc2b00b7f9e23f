"""Admin page of texts, with the pages of actions on a text."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.reasons import ReasonForm, SupportForm
from events.admin.support import RefusalGuard, list_of, may_retract
from events.editing.reanchoring import Outcome, lost_support, preview
from events.editing.sources import make_snapshot_current, separate_text
from events.editing.support import resting
from events.models import Evidence
from sources.admin.curated import link, shortened
from sources.admin.snapshot import SnapshotAdmin
from sources.models import Snapshot, Source


def may_make_current(request: HttpRequest) -> bool:
    """Return whether the user may make texts current; the action checks the same."""
    return may_retract(request) and request.user.has_perms(
        ("sources.view_snapshot", "sources.change_source")
    )


def may_separate(request: HttpRequest) -> bool:
    """Return whether the user may make texts articles of their own."""
    return may_make_current(request) and request.user.has_perm("sources.add_source")


@admin.register(Snapshot)
class GuardedSnapshotAdmin(RefusalGuard, SnapshotAdmin):
    """Admin of texts: immutable, but a curator can make one current, or an article of its own."""

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the actions on a text."""
        views = {"make-current": self.make_current_view, "separate": self.separate_view}
        pages = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"sources_snapshot_{name.replace('-', '_')}",
            )
            for name, view in views.items()
        ]
        return [*pages, *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Snapshot | None = None) -> tuple[str, ...]:
        """Add the links to the pages of actions for curators, next to whether it is current."""
        fields = list(super().get_fields(request, obj))
        if obj is not None and not obj.is_current:
            place = fields.index("is_current") + 1
            if may_separate(request) and obj.kind == Snapshot.Kind.ORIGINAL:
                fields.insert(place, "separate")
            if may_make_current(request):
                fields.insert(place, "make_current")
        return tuple(fields)

    @admin.display(description=gettext_lazy("make current"))
    def make_current(self, row: Snapshot) -> SafeString:
        """Return a link to the page that makes the text current."""
        return link(
            reverse("admin:sources_snapshot_make_current", args=[row.pk]), _("Make current…")
        )

    @admin.display(description=gettext_lazy("another article"))
    def separate(self, row: Snapshot) -> SafeString:
        """Return a link to the page that makes the text an article of its own."""
        return link(
            reverse("admin:sources_snapshot_separate", args=[row.pk]),
            _("Make an article of its own…"),
        )

    def make_current_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what becomes of each piece of evidence, and make the text current if confirmed."""
        if not may_make_current(request):
            raise PermissionDenied
        snapshot = _text(pk)
        lost = lost_support(snapshot)
        form = SupportForm(request.POST or None)
        if not lost:
            del form.fields["retract"]
        if form.is_valid() and self._make_current(request, snapshot, form):
            page = reverse("admin:sources_source_change", args=[snapshot.source_id])
            return HttpResponseRedirect(page)
        context = {
            "title": _("Make current: %s") % shortened(snapshot, 80),
            "button": _("Make current"),
            "outcomes": _outcomes(snapshot),
            "consequences": (resting(len(lost)), list_of(lost)) if lost else None,
        }
        return self._page(request, snapshot, form, context)

    def separate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a reason, and make the text an article of its own."""
        if not may_separate(request):
            raise PermissionDenied
        snapshot = _text(pk)
        form = ReasonForm(request.POST or None)
        if form.is_valid() and (source := self._separate(request, snapshot, form)):
            return HttpResponseRedirect(reverse("admin:sources_source_change", args=[source.pk]))
        context = {
            "title": _("Make an article of its own: %s") % shortened(snapshot, 80),
            "button": _("Make an article"),
            "explanation": _(
                "For a document that belongs to another article. A new article is made from it; "
                "this one keeps its texts and its evidence."
            ),
            "outcomes": None,
        }
        return self._page(request, snapshot, form, context)

    def _page(
        self, request: HttpRequest, snapshot: Snapshot, form: ReasonForm, context: dict
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        common = {
            **self.admin_site.each_context(request),
            "subtitle": None,
            "opts": self.opts,
            "media": self.media + form.media,
            "snapshot": snapshot,
            "form": form,
        }
        return TemplateResponse(request, "admin/text_action.html", common | context)

    def _separate(
        self, request: HttpRequest, snapshot: Snapshot, form: ReasonForm
    ) -> Source | None:
        """Run the action and report it; add its refusal to the form and return None."""
        try:
            source = separate_text(snapshot=snapshot, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return None
        text = _("“%(title)s” is an article now. Check its values and its state.")
        self.message_user(request, text % {"title": source.title}, messages.SUCCESS)
        return source

    def _make_current(self, request: HttpRequest, snapshot: Snapshot, form: SupportForm) -> bool:
        """Run the action and report it; add its refusal to the form and return False."""
        try:
            rows = make_snapshot_current(snapshot=snapshot, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        text = _("“%(text)s” is current now. Records retracted: %(count)d.")
        values = {"text": shortened(snapshot), "count": len(rows)}
        self.message_user(request, text % values, messages.SUCCESS)
        return True


def _text(pk: int) -> Snapshot:
    """Return a text with its article; raise Http404 if there is none."""
    snapshot = Snapshot.objects.select_related("source").filter(pk=pk).first()
    if snapshot is None:
        raise Http404
    return snapshot


def _outcomes(snapshot: Snapshot) -> list[tuple[Outcome, str]]:
    """Return what becomes of each piece of evidence, with the effect in words."""
    outcomes = preview(snapshot)
    models.prefetch_related_objects([row.evidence for row in outcomes], "event", "claim")
    return [(row, _effect(row)) for row in outcomes]


def _effect(row: Outcome) -> str:
    """Return in words what happens to a piece of evidence."""
    match row.anchor:
        case Evidence.Anchor.ORPHAN:
            return _("is lost")
        case Evidence.Anchor.CHANGED | Evidence.Anchor.AMBIGUOUS:
            return _("stays on its text, to be checked")
        case Evidence.Anchor.MOVED:
            return _("moves")
    return _("stays")
