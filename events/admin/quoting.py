"""Evidence added by pasting a quotation, which is located in the article's text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.annotation.quotations import Step
from events.editing.quotations.choice import save_with_choice
from events.editing.quoting import Location, locate_quotation, quoted_already
from events.editing.reanchoring import anchored
from events.editing.support import unsupported
from events.models import Evidence, State
from sources.admin.choices import PreloadedChoicesForm
from sources.models import Snapshot, Source


class EvidenceForm(PreloadedChoicesForm):
    """Form of one piece of evidence.

    Existing evidence: only the stance can change. New evidence: the source and a quotation.
    `location` is the place of the quotation. The instance is the evidence for its first block,
    `EvidenceFormSet` saves one more row for each further block.
    """

    location: Location | None = None

    source = forms.ModelChoiceField(
        Source.objects.all(), label=gettext_lazy("Source"), required=False
    )
    words = forms.CharField(
        label=gettext_lazy("Quotation"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Paste it from the article's page. It must occur exactly once in the text. Several "
            "paragraphs become one passage each."
        ),
    )
    in_block = forms.IntegerField(
        label=gettext_lazy("Block"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("Only if the quotation occurs several times: where it begins."),
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
            self._anchor(cleaned["source"], cleaned["words"], cleaned.get("in_block"))
        return cleaned

    def _anchor(self, source: Source, quotation: str, block: int | None) -> None:
        try:
            location = locate_quotation(source, quotation, block)
        except ValidationError as error:
            self.add_error("words", error)
            return
        row = self.instance
        owner = row.event if row.event_id else row.claim
        if owner and (blocks := quoted_already(owner, location.snapshot, location.quotes)):
            self.add_error("words", _already_added(blocks, len(location.quotes)))
            return
        self.location = location
        row.snapshot = location.snapshot
        for name, value in anchored(*location.quotes[0]).items():
            setattr(row, name, value)

    def further_rows(self) -> list[Evidence]:
        """Return unsaved evidence for the second and further blocks of the quotation."""
        row = self.instance
        return [
            Evidence(
                event=row.event, claim=row.claim, snapshot=row.snapshot, stance=row.stance,
                **anchored(*quote),
            )
            for quote in (self.location.quotes[1:] if self.location else ())
        ]  # fmt: skip

    def places(self) -> list[tuple[int, int, int]]:
        """Return snapshot, start and end of each evidence row that this form saves."""
        row = self.instance
        if self.location is None:
            return [(row.snapshot_id, row.start, row.end)] if row.snapshot_id else []
        return [
            (row.snapshot_id, anchor.start, anchor.end) for anchor, _passage in self.location.quotes
        ]


class EvidenceFormSet(forms.BaseInlineFormSet):
    """Evidence of one event or claim. A published row keeps at least one support."""

    def clean(self) -> None:
        """Refuse duplicate passages, and a published row without support."""
        super().clean()
        remaining = [form for form in self.forms if self._is_kept(form)]
        places = [place for form in remaining for place in form.places()]
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

    def save_new_objects(self, commit: bool = True) -> list[Evidence]:
        """Save new evidence, with one row for each block of a quotation."""
        rows = super().save_new_objects(commit)
        further = [row for form in self.new_forms for row in form.further_rows()]
        # Now, because the rule reads the record that was saved with them.
        for row in [*rows, *further] if commit else ():
            save_with_choice(row)
        self.new_objects = rows + further
        return self.new_objects

    @property
    def new_forms(self) -> list[EvidenceForm]:
        """The forms that add evidence."""
        return [form for form in self.extra_forms if self._is_kept(form) and form.location]

    def notes(self) -> list[str]:
        """Return what the user should know about the quotations that were saved."""
        return [note for form in self.new_forms for note in notes_on(form.location)]

    def _is_kept(self, form: forms.ModelForm) -> bool:
        if not hasattr(form, "cleaned_data") or self._should_delete_form(form):
            return False
        return bool(form.instance.pk) or form.has_changed()


def notes_on(location: Location) -> list[str]:
    """Return one sentence for each thing in which the rows differ from what was pasted."""
    notes, numbers = [], [str(passage.position) for _anchor, passage in location.quotes]
    if len(numbers) > 1:
        text = _("The quotation spans %(count)d blocks (%(blocks)s). Each is a passage of its own.")
        notes.append(text % {"count": len(numbers), "blocks": ", ".join(numbers)})
    if location.has_gaps:
        notes.append(_("Headings, captions and credits between the blocks are left out."))
    if location.step == Step.CASE:
        notes.append(_("The article writes the quotation in other upper and lower case letters."))
    if location.step == Step.SCRIPT:
        text = _(
            "The article writes the quotation in the other Chinese script. Its own characters "
            "are stored."
        )
        notes.append(text)
    return notes


def _already_added(blocks: list[int], count: int) -> str:
    if count == 1:
        return _("This passage has already been added.")
    numbers = ", ".join(map(str, blocks))
    text = ngettext(
        "The passage in block %(blocks)s has already been added. Nothing was saved.",
        "The passages in blocks %(blocks)s have already been added. Nothing was saved.",
        len(blocks),
    )
    return text % {"blocks": numbers}
