"""Admin pages of tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from events.admin.approvable import ApprovableAdmin
from events.admin.reasons import MergeForm
from events.editing.merging.actions import merge_records, unmerge_record
from events.models import Tag, Tagged
from sources.admin.bulk import confirm_page, is_confirmed, message_results, run_for_each
from sources.admin.curated import link

if TYPE_CHECKING:
    pass


@admin.register(Tag)
class TagAdmin(ApprovableAdmin):
    """List and change page of tags, with actions to merge them and to undo a merge."""

    list_display = ["name", "name_zh", "facet", "parent", "merged_into", "use_count", "page"]
    list_filter = ["is_approved", "facet"]
    search_fields = ["name", "name_zh", "slug"]
    autocomplete_fields = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["facet", "name"]
    actions = ["merge", "unmerge", "retract"]
    fieldsets = [
        (None, {"fields": ["name", "name_zh", "slug", "facet", "aliases", "parent"]}),
        (_("Usage"), {"fields": ["description_en", "description_zh"]}),
        (_("This change"), {"fields": ["reason"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Annotate each tag with the number of rows that carry it."""
        rows = super().get_queryset(request).select_related("parent", "merged_into")
        items = Tagged.objects.filter(tag=models.OuterRef("pk")).order_by().values("tag")
        count = models.Subquery(items.annotate(count=models.Count("pk")).values("count"))
        return rows.annotate(use_count=models.functions.Coalesce(count, 0))

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Search names and aliases. An autocomplete offers no merged tags."""
        results, has_duplicates = super().get_search_results(request, queryset, search_term)
        if query := search_term.replace("\x00", "").strip():
            names = models.Func(
                "aliases",
                models.Value("\n"),
                function="array_to_string",
                output_field=models.TextField(),
            )
            aliased = Tag.objects.alias(names=names).filter(names__icontains=query)
            results = results | queryset.filter(pk__in=aliased.values("pk"))
        return results, has_duplicates

    @admin.display(description=_("uses"), ordering="use_count")
    def use_count(self, row: Tag) -> int:
        """Return the number of rows that carry the tag."""
        return row.use_count

    @admin.display(description=_("page"))
    def page(self, row: Tag) -> str:
        """Return a link to the tag's public page."""
        return link(row.get_absolute_url(), _("Open"))

    @admin.action(description=_("Merge into another tag…"), permissions=["change"])
    def merge(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Merge the selected tags into one, chosen on a page in between."""
        form = MergeForm(request.POST if is_confirmed(request) else None)
        if not form.is_valid():
            return confirm_page(
                self, request, queryset, form, title=_("Merge tags"), button=_("Merge")
            )
        into, waiting = form.cleaned_data["into"], []

        def do(tag: Tag) -> None:
            if tag.merged_into_id is not None:
                raise ValidationError(_("This tag has already been merged into another tag."))
            merge_records(record=tag, into=into, by=request.user)
            tag.refresh_from_db()
            waiting.extend([tag] if tag.merged_into_id is None else [])

        done, failures = run_for_each(queryset.exclude(pk=into.pk), do)
        message = _("Merged into “%(into)s”: %(count)d.")
        merged = message % {"into": into, "count": done - len(waiting)}
        message_results(self, request, _summary(merged, done, waiting), failures)
        return None

    @admin.action(description=_("Undo the merge"), permissions=["change"])
    def unmerge(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Undo the merge of each selected tag; report the failures."""
        waiting: list[Tag] = []

        def do(tag: Tag) -> None:
            unmerge_record(record=tag, by=request.user)
            tag.refresh_from_db()
            waiting.extend([] if tag.merged_into_id is None else [tag])

        done, failures = run_for_each(queryset, do)
        message = _("Merges undone: %d.") % (done - len(waiting))
        message_results(self, request, _summary(message, done, waiting), failures)


def _summary(message: str, done: int, waiting: list[Tag]) -> str:
    """Return what happened to the tags: `message` about those that were changed at once."""
    proposed = _("Waiting for review: %d.") % len(waiting) if waiting else ""
    return " ".join(filter(None, [message if done > len(waiting) else "", proposed]))
