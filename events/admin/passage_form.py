"""Form of existing evidence: the stance, and which words readers see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.editing.quotations.actions import span_of
from events.editing.support import dependants
from events.models import Evidence
from sources.admin.conflicts import VersionedForm
from sources.models import Snapshot


class PassageForm(VersionedForm):
    """Form of existing evidence. `part` is a part of the passage; empty means all of it."""

    part = forms.CharField(
        label=gettext_lazy("Only these words"),
        required=False,
        # Tells what the user changed from what somebody else saved meanwhile.
        show_hidden_initial=True,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "The part of the passage that carries the figure, the date or the verdict. Empty means "
            "the whole passage."
        ),
    )

    class Meta:
        model = Evidence
        fields = ["stance", "quoted"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        # The offsets are those of the original, so a passage of a digest has no part.
        is_original = row.pk and row.snapshot.kind == Snapshot.Kind.ORIGINAL
        if is_original and "part" in self.fields and row.quote_start is not None:
            self.fields["part"].initial = row.quotation[row.quote_start : row.quote_end]

    def clean_stance(self) -> str:
        """Refuse a stance that leaves a published row without support."""
        stance = self.cleaned_data["stance"]
        row = Evidence.objects.filter(pk=self.instance.pk)
        if stance != Evidence.Stance.SUPPORTS and dependants(row):
            self.add_error(
                "stance", _("This is the only evidence that supports a published record.")
            )
        return stance

    def clean(self) -> dict[str, Any] | None:
        """Find the part in the passage, and refuse one that is too long for a quotation."""
        cleaned = super().clean()
        # Offsets that nobody touched stay: their words may occur twice.
        if not cleaned or not cleaned.get("quoted") or not self._is_decided():
            return cleaned
        if self.instance.snapshot.kind != Snapshot.Kind.ORIGINAL:
            text = _("This passage is of our digest. Ingest the original to quote it.")
            self.add_error("quoted", text)
        elif (part := self._part()) is not None:
            try:
                span = span_of(self.instance, part)
            except ValidationError as error:
                self.add_error("part", error)
            else:
                self.instance.quote_start, self.instance.quote_end = span or (None, None)
        return cleaned

    def _is_decided(self) -> bool:
        """Return whether the user decided what is quoted, and not only another field."""
        return "part" in self.fields and not {"quoted", "part"}.isdisjoint(self.changed_data)

    def _part(self) -> str | None:
        """Return the part to quote; None, with an error, if somebody else chose another one."""
        saved = str(self.fields["part"].initial or "")
        if "part" not in self.changed_data:
            return saved
        part, name = str(self.cleaned_data.get("part", "")), self.add_initial_prefix("part")
        if saved in (part, self.data.get(name, saved)):
            return part
        text = _("Somebody else chose other words meanwhile: “%s”.")
        self.add_error("part", text % (saved or _("the whole passage")))
        # The user sees the saved words now, so the next attempt counts.
        self.data = self.data.copy()
        self.data[name] = saved
        return None
