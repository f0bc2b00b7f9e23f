"""Evidence added by pasting a quotation, which is located in the article's text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.annotation.anchors import Anchor
from events.editing.reanchoring import anchored
from events.editing.support import unsupported
from events.models import Evidence, State
from sources.admin.choices import PreloadedChoicesForm
from sources.models import Passage, Snapshot, Source


class EvidenceForm(PreloadedChoicesForm):
    """Form of one piece of evidence.

    Existing evidence: only the stance can change. New evidence: the source and a quotation.
    """

    source = forms.ModelChoiceField(
        Source.objects.all(), label=gettext_lazy("Source"), required=False
    )
    words = forms.CharField(
        label=gettext_lazy("Quotation"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Paste it from the article's page. It must occur exactly once in the text."
        ),
    )

    class Meta:
        model = Evidence
        fields = ["stance"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        field.widget = AutocompleteSelect(Snapshot._meta.get_field("source"), admin.site)
        field.widget.choices = field.choices

    def clean(self) -> dict[str, Any] | None:
        """Require a source and a quotation for new evidence, and anchor the quotation."""
        cleaned = super().clean()
        if self.instance.pk or self.errors or not self.has_changed():
            return cleaned
        if not cleaned.get("source"):
            self.add_error("source", _("Choose an article."))
        if not cleaned.get("words"):
            self.add_error("words", _("Paste a quotation."))
        if not self.errors:
            self._anchor(cleaned["source"], cleaned["words"])
        return cleaned

    def _anchor(self, source: Source, quotation: str) -> None:
        try:
            snapshot, anchor, passage = find_quotation(source, quotation)
        except ValidationError as error:
            self.add_error("words", error)
            return
        self.instance.snapshot = snapshot
        for name, value in anchored(anchor, passage).items():
            setattr(self.instance, name, value)
        if self._is_duplicate():
            self.add_error("words", _("This passage has already been added."))

    def _is_duplicate(self) -> bool:
        row = self.instance
        owner = {"event": row.event_id} if row.event_id else {"claim": row.claim_id}
        place = {name: getattr(row, name) for name in ("block", "block_start", "block_end")}
        if not any(owner.values()):
            return False
        return Evidence.objects.filter(**owner, **place, snapshot=row.snapshot).exists()


class EvidenceFormSet(forms.BaseInlineFormSet):
    """Evidence of one event or claim. A published row keeps at least one support."""

    def clean(self) -> None:
        """Refuse duplicate passages, and a published row without support."""
        super().clean()
        remaining = [form for form in self.forms if self._is_kept(form)]
        places = [(form.instance.snapshot_id, form.instance.start, form.instance.end)
                  for form in remaining if form.instance.snapshot_id]  # fmt: skip
        if len(places) != len(set(places)):
            raise ValidationError(_("The same passage was added twice."), code="twice")
        row = self.instance
        # A record that has no support already can still be edited.
        if not row.pk or row.state != State.PUBLISHED or unsupported([row]):
            return
        if not any(form.instance.is_supporting for form in remaining if form.instance.snapshot_id):
            raise ValidationError(
                _(
                    "A published record needs at least one passage that supports it. Add "
                    "another passage first, or retract the record."
                ),
                code="no_evidence",
            )

    def _is_kept(self, form: forms.ModelForm) -> bool:
        if not hasattr(form, "cleaned_data") or self._should_delete_form(form):
            return False
        return bool(form.instance.pk) or form.has_changed()


def find_quotation(source: Source, quotation: str) -> tuple[Snapshot, Anchor, Passage]:
    """Return where a quotation is in a source's current original, or in its digest without one.

    Raises ValidationError, with a message for the user, unless the quotation occurs exactly once
    and within one passage.
    """
    current = {snapshot.kind: snapshot for snapshot in source.snapshots.current()}
    snapshot = current.get(Snapshot.Kind.ORIGINAL) or current.get(Snapshot.Kind.DIGEST)
    if snapshot is None:
        raise ValidationError(_("The text of this article is not available."), code="no_text")
    starts = _starts(snapshot.text, quotation)
    if not starts:
        message = _(
            "The quotation does not occur in the %(kind)s of this article. Check the wording."
        )
        raise ValidationError(message % {"kind": snapshot.get_kind_display()}, code="not_found")
    if len(starts) > 1:
        message = ngettext(
            "The quotation occurs %d time. Paste a longer one.",
            "The quotation occurs %d times. Paste a longer one.",
            len(starts),
        )
        raise ValidationError(message % len(starts), code="several")
    start, end = starts[0], starts[0] + len(quotation)
    passage = snapshot.passages.filter(start__lte=start, end__gte=end).first()
    if passage is None:
        raise ValidationError(
            _("The quotation spans several paragraphs. Quote from one paragraph only."),
            code="span",
        )
    return snapshot, Anchor.of(snapshot.text, start, end), passage


def _starts(text: str, quotation: str) -> list[int]:
    """Return every offset, overlapping ones included: 很快 occurs twice in 很快很快."""
    offsets, offset = [], text.find(quotation)
    while offset >= 0:
        offsets.append(offset)
        offset = text.find(quotation, offset + 1)
    return offsets
